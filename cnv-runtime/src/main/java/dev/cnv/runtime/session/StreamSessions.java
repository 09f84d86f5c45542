package dev.cnv.runtime.session;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.RuntimeEvent.SessionChanged;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The sessions of streams of a runtime. There are at most as many as the settings say, and those that are
 * over are forgotten. Sessions do not survive a restart; the ledger says what became of them until then.
 *
 * <p><b>Threading:</b> safe for use by several threads. No thread of its own: {@link #cleanUp} is called
 * by the application, as often as sessions shall be found idle that nobody asks about.
 */
public final class StreamSessions implements AutoCloseable {

    private static final Pattern NOUN =
            Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*)*");

    private final SessionSettings settings;
    private final Ledger ledger;
    private final EventOrigins origins;
    private final Map<UUID, StreamSession> open = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    private StreamSessions(SessionSettings settings, Ledger ledger, EventOrigins origins) {
        this.settings = settings;
        this.ledger = ledger;
        this.origins = origins;
    }

    /**
     * No sessions yet.
     *
     * @param settings the bounds
     * @param ledger takes each change before it holds
     * @param origins begins the ledger's events, and is the source of time and ids
     * @return a manager
     */
    public static StreamSessions of(
            SessionSettings settings, Ledger ledger, EventOrigins origins) {
        return new StreamSessions(settings, ledger, origins);
    }

    /**
     * Begins a session.
     *
     * @param holder whose calls it makes
     * @param nouns the nouns whose verbs it may call, at least one: {@code account} is that of {@code
     *     account.transfer}, and not that of {@code account.owner.show}
     * @return the session, active; or why there is none
     * @throws IllegalArgumentException when there is no noun, or one is malformed
     */
    public SessionStep<StreamSession> open(Session holder, Set<String> nouns) {
        requireNouns(nouns);
        if (!reserve()) {
            cleanUp();
            if (!reserve()) {
                return new SessionStep.Refused<>(
                        new SessionRefusal.TooMany(settings.maxSessions()));
            }
        }
        StreamSession session = new StreamSession(
                this, origins.ids().next(), holder, new TreeSet<>(nouns), settings);
        Optional<SessionRefusal> refused =
                record(session, "", SessionState.ACTIVE, holder.principal().agent().id(), "");
        if (refused.isPresent()) {
            count.decrementAndGet();
            return new SessionStep.Refused<>(refused.get());
        }
        open.put(session.id(), session);
        return new SessionStep.Done<>(session);
    }

    private static void requireNouns(Set<String> nouns) {
        if (nouns.isEmpty()) {
            throw new IllegalArgumentException("nouns=[]: a session is for at least one noun");
        }
        for (String noun : nouns) {
            if (!NOUN.matcher(noun).matches()) {
                throw new IllegalArgumentException("noun=" + noun + " is not of the form " + NOUN);
            }
        }
    }

    private boolean reserve() {
        return count.getAndUpdate(now -> now < settings.maxSessions() ? now + 1 : now)
                < settings.maxSessions();
    }

    /** Writes a change; why it cannot be written. */
    Optional<SessionRefusal> record(
            StreamSession session, String from, SessionState to, AgentId by, String why) {
        try {
            ledger.append(
                    new SessionChanged(
                            origins.by(by.value()),
                            session.id(),
                            List.copyOf(session.nouns()),
                            from,
                            to.name(),
                            why),
                    Durability.ON_DISK);
            return Optional.empty();
        } catch (LedgerException e) {
            return Optional.of(new SessionRefusal.NotRecorded(Denial.of(
                    Reason.LEDGER_UNAVAILABLE,
                    "the ledger cannot take the change, so the session stays: " + e.getMessage())));
        }
    }

    /** Forgets a session that is over. */
    void over(StreamSession session) {
        if (open.remove(session.id(), session)) {
            count.decrementAndGet();
        }
    }

    Time time() {
        return origins.time();
    }

    /**
     * Finds a session.
     *
     * @param id its id
     * @return the session; empty when there is none, or it is over
     */
    public Optional<StreamSession> find(UUID id) {
        return Optional.ofNullable(open.get(id));
    }

    /** {@return how many sessions are not over} */
    public int count() {
        return count.get();
    }

    /**
     * Ends the sessions with which nothing was done for too long.
     *
     * @return how many it ended
     */
    public int cleanUp() {
        int ended = 0;
        for (StreamSession session : open.values()) {
            ended += session.expireIfIdle() ? 1 : 0;
        }
        return ended;
    }

    /** Ends all sessions. Those that the ledger cannot take the end of stay, and their streams end. */
    @Override
    public void close() {
        for (StreamSession session : open.values()) {
            if (session.terminate(session.principal(), "the manager was closed")
                    instanceof SessionStep.Refused) {
                session.cancelStreams();
            }
        }
    }
}
