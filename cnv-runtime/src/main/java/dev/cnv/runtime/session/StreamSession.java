package dev.cnv.runtime.session;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.stream.StreamControl;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/**
 * A caller's leave to stream the verbs of some nouns, until it is over. It gives no rights: each call is
 * decided as all others are.
 *
 * <p>It expires when nothing was done with it for too long: whoever asks finds that, and so does {@link
 * StreamSessions#cleanUp}. A stream that runs keeps an active session, not a paused one.
 *
 * <p><b>Threading:</b> safe for use by several threads. The state and whether it is being changed are one
 * atomic reference: a change is claimed by a compare-and-set, written to the ledger, and settled; a second
 * one meanwhile is refused. A stream is put among the running ones before the state is read again, and the
 * state is settled before the running ones are looked through, so that no stream is missed by a pause or
 * an end.
 */
public final class StreamSession {

    private record Standing(SessionState state, boolean changing) {}

    private final StreamSessions manager;
    private final UUID id;
    private final Session holder;
    private final SortedSet<String> nouns;
    private final int maxStreams;
    private final long idleNanos;
    private final StreamOptions options;
    private final AtomicReference<Standing> standing =
            new AtomicReference<>(new Standing(SessionState.ACTIVE, false));
    private final AtomicLong usedNanos;
    private final AtomicInteger streamCount = new AtomicInteger();
    private final Set<StreamHandle> running = ConcurrentHashMap.newKeySet();

    StreamSession(
            StreamSessions manager,
            UUID id,
            Session holder,
            SortedSet<String> nouns,
            SessionSettings settings) {
        this.manager = manager;
        this.id = id;
        this.holder = holder;
        this.nouns = Collections.unmodifiableSortedSet(nouns);
        this.maxStreams = settings.maxStreams();
        this.idleNanos = settings.idle().toNanos();
        this.options = settings.stream();
        this.usedNanos = new AtomicLong(manager.time().nanos());
    }

    /** {@return its id} */
    public UUID id() {
        return id;
    }

    /** {@return the nouns whose verbs it may call} */
    public SortedSet<String> nouns() {
        return nouns;
    }

    /** {@return who holds it} */
    public AgentId principal() {
        return holder.principal().agent().id();
    }

    /** {@return how it stands; asking does not keep it} */
    public SessionState state() {
        expireIfIdle();
        return standing.get().state();
    }

    /** {@return how many of its streams run} */
    public int runningCount() {
        return streamCount.get();
    }

    /**
     * Begins a call of one of its verbs.
     *
     * @param verb the verb
     * @param arguments an object with a member for each argument given
     * @return the stream; or why there is none, and then no call was made, or it was cancelled since the
     *     session ended meanwhile
     */
    public SessionStep<StreamHandle> open(CapabilityId verb, JsonNode arguments) {
        Optional<SessionRefusal> refused = hindrance(verb);
        if (refused.isPresent()) {
            return new SessionStep.Refused<>(refused.get());
        }
        if (streamCount.getAndUpdate(now -> now < maxStreams ? now + 1 : now) >= maxStreams) {
            return new SessionStep.Refused<>(new SessionRefusal.TooMany(maxStreams));
        }
        return started(verb, arguments);
    }

    private Optional<SessionRefusal> hindrance(CapabilityId verb) {
        SessionState now = state();
        if (now != SessionState.ACTIVE) {
            return Optional.of(new SessionRefusal.InState(now));
        }
        touch();
        return nouns.contains(verb.noun())
                ? Optional.empty()
                : Optional.of(new SessionRefusal.OutOfScope(verb.noun()));
    }

    private SessionStep<StreamHandle> started(CapabilityId verb, JsonNode arguments) {
        boolean begun = false;
        StreamHandle stream;
        try {
            stream = holder.open(verb, arguments, options);
            begun = true;
        } finally {
            if (!begun) {
                streamCount.decrementAndGet();
            }
        }
        running.add(stream);
        stream.outcome().whenComplete((_, _) -> {
            running.remove(stream);
            streamCount.decrementAndGet();
            touch();
        });
        SessionState now = settled(stream);
        return now.last()
                ? new SessionStep.Refused<>(new SessionRefusal.InState(now))
                : new SessionStep.Done<>(stream);
    }

    /** Brings a new stream into the session's state, which may change meanwhile. */
    private SessionState settled(StreamHandle stream) {
        while (true) {
            SessionState now = standing.get().state();
            stream.control(
                    switch (now) {
                        case ACTIVE -> StreamControl.RESUME;
                        case PAUSED -> StreamControl.PAUSE;
                        case TERMINATED, EXPIRED -> StreamControl.CANCEL;
                    });
            if (standing.get().state() == now) {
                return now;
            }
        }
    }

    private void touch() {
        long now = manager.time().nanos();
        usedNanos.updateAndGet(before -> Math.max(before, now));
    }

    /**
     * Pauses it and its streams.
     *
     * @param by who does it, for the ledger
     * @param why in words, for the ledger
     * @return how it stands then; or why not
     */
    public SessionStep<SessionState> pause(AgentId by, String why) {
        return used(SessionState.PAUSED, by, why);
    }

    /**
     * Lets it and its streams go on.
     *
     * @param by who does it, for the ledger
     * @param why in words, for the ledger
     * @return how it stands then; or why not
     */
    public SessionStep<SessionState> resume(AgentId by, String why) {
        return used(SessionState.ACTIVE, by, why);
    }

    /**
     * Ends it, and cancels its streams.
     *
     * @param by who does it, for the ledger
     * @param why in words, for the ledger
     * @return how it stands then; or why not
     */
    public SessionStep<SessionState> terminate(AgentId by, String why) {
        return used(SessionState.TERMINATED, by, why);
    }

    private SessionStep<SessionState> used(SessionState to, AgentId by, String why) {
        expireIfIdle();
        return change(to, by, why);
    }

    private SessionStep<SessionState> change(SessionState to, AgentId by, String why) {
        Standing now = standing.get();
        if (now.changing()) {
            return new SessionStep.Refused<>(new SessionRefusal.ChangeUnderWay());
        }
        if (!now.state().allows(to)) {
            return new SessionStep.Refused<>(new SessionRefusal.InState(now.state()));
        }
        Standing claimed = new Standing(now.state(), true);
        if (!standing.compareAndSet(now, claimed)) {
            return new SessionStep.Refused<>(new SessionRefusal.ChangeUnderWay());
        }
        return settle(claimed, to, by, why);
    }

    private SessionStep<SessionState> settle(
            Standing claimed, SessionState to, AgentId by, String why) {
        SessionState next = claimed.state();
        try {
            Optional<SessionRefusal> refused =
                    manager.record(this, claimed.state().name(), to, by, why);
            if (refused.isPresent()) {
                return new SessionStep.Refused<>(refused.get());
            }
            next = to;
            // Seen by streams that begin from now on; the others follow before the next change.
            standing.set(new Standing(to, true));
            touch();
            follow(to);
        } finally {
            standing.set(new Standing(next, false));
        }
        return new SessionStep.Done<>(to);
    }

    private void follow(SessionState to) {
        switch (to) {
            case ACTIVE -> running.forEach(stream -> stream.control(StreamControl.RESUME));
            case PAUSED -> running.forEach(stream -> stream.control(StreamControl.PAUSE));
            case TERMINATED, EXPIRED -> {
                cancelStreams();
                manager.over(this);
            }
        }
    }

    void cancelStreams() {
        running.forEach(stream -> stream.control(StreamControl.CANCEL));
    }

    /** Ends it when nothing was done with it for too long; whether this did it. */
    boolean expireIfIdle() {
        Standing now = standing.get();
        boolean kept = now.state() == SessionState.ACTIVE && streamCount.get() > 0;
        if (now.state().last() || kept || manager.time().nanos() - usedNanos.get() < idleNanos) {
            return false;
        }
        return change(SessionState.EXPIRED, principal(), "idle") instanceof SessionStep.Done;
    }
}
