package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.governance.RuntimeEvent.SessionChanged;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.session.SessionRefusal;
import dev.cnv.runtime.session.SessionSettings;
import dev.cnv.runtime.session.SessionState;
import dev.cnv.runtime.session.SessionStep;
import dev.cnv.runtime.session.StreamSession;
import dev.cnv.runtime.session.StreamSessions;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import dev.cnv.runtime.stream.StreamStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sessions of streams: their states, bounds, and what becomes of their streams. */
class StreamSessionTest {

    private static final AgentId ADMIN = new AgentId("admin");
    private static final CapabilityId WAIT = new CapabilityId("feed.wait");
    private static final CapabilityId COUNT = new CapabilityId("feed.count");
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Feed feed = new Feed();
    private final Fixture fixture = new Fixture(builder -> builder.verbs(new FeedVerbs(feed)));
    private final StreamSessions sessions =
            fixture.cnv.streamSessions(new SessionSettings(3, 2, IDLE, new StreamOptions(4)));

    @AfterEach
    void close() {
        sessions.close();
        Waiting.close(fixture);
    }

    private StreamSession open() {
        return sessions.open(fixture.alice(), Set.of("feed")).orThrow();
    }

    private static ObjectNode below(long bound) {
        return JsonNodeFactory.instance.objectNode().put("below", bound);
    }

    private static SessionRefusal refusal(SessionStep<?> step) {
        return assertInstanceOf(SessionStep.Refused.class, step).refusal();
    }

    private List<SessionChanged> changes() {
        return fixture.ledger.events().stream()
                .filter(SessionChanged.class::isInstance)
                .map(SessionChanged.class::cast)
                .toList();
    }

    @Test
    void states_lastOnes_allowNothing() {
        for (SessionState from : SessionState.values()) {
            EnumSet<SessionState> after = EnumSet.noneOf(SessionState.class);
            for (SessionState to : SessionState.values()) {
                if (from.allows(to)) {
                    after.add(to);
                }
            }
            assertEquals(
                    from.last()
                            ? EnumSet.noneOf(SessionState.class)
                            : EnumSet.complementOf(EnumSet.of(from)),
                    after);
        }
    }

    @Test
    void changes_areInTheLedgerInOrder() {
        StreamSession session = open();
        session.pause(ADMIN, "lunch").orThrow();
        session.resume(ADMIN, "").orThrow();
        session.terminate(ADMIN, "over").orThrow();
        List<SessionChanged> changes = changes();
        assertEquals(
                List.of("-ACTIVE", "ACTIVE-PAUSED", "PAUSED-ACTIVE", "ACTIVE-TERMINATED"),
                changes.stream().map(each -> each.from() + "-" + each.to()).toList());
        assertEquals(List.of("feed"), changes.getFirst().nouns());
        assertEquals("alice", changes.getFirst().origin().agent());
        assertEquals("lunch", changes.get(1).why());
        assertEquals("admin", changes.get(1).origin().agent());
        assertEquals(session.id(), changes.getLast().session());
        assertEquals(Optional.empty(), sessions.find(session.id()));
        assertEquals(
                new SessionRefusal.InState(SessionState.TERMINATED),
                refusal(session.resume(ADMIN, "")));
        assertEquals(
                new SessionRefusal.InState(SessionState.TERMINATED),
                refusal(session.open(COUNT, below(1))));
    }

    @Test
    void change_thatTheLedgerCannotTake_changesNothing() {
        StreamSession session = open();
        fixture.ledger.failOn(SessionChanged.class::isInstance);
        assertInstanceOf(SessionRefusal.NotRecorded.class, refusal(session.pause(ADMIN, "")));
        assertEquals(SessionState.ACTIVE, session.state());
        assertInstanceOf(
                SessionRefusal.NotRecorded.class,
                refusal(sessions.open(fixture.alice(), Set.of("feed"))));
        assertEquals(1, sessions.count());
        fixture.ledger.failOn(_ -> false);
        session.pause(ADMIN, "").orThrow();
    }

    @Test
    void verb_ofAnotherNoun_isNotCalled() {
        StreamSession session = open();
        int before = fixture.ledger.decisions().size();
        assertEquals(
                new SessionRefusal.OutOfScope("bank"),
                refusal(session.open(new CapabilityId("bank.balance"), NOTHING)));
        assertEquals(
                new SessionRefusal.OutOfScope("feed.deep"),
                refusal(session.open(new CapabilityId("feed.deep.wait"), NOTHING)));
        assertEquals(before, fixture.ledger.decisions().size());
    }

    @Test
    void paused_session_holdsItsStreamsAndBeginsNone() {
        StreamSession session = open();
        StreamHandle stream = session.open(COUNT, below(1_000_000)).orThrow();
        Hearing hearing = Hearing.all(stream);
        session.pause(ADMIN, "").orThrow();
        assertEquals(State.PAUSED, stream.status().state());
        assertEquals(
                new SessionRefusal.InState(SessionState.PAUSED),
                refusal(session.open(COUNT, below(1))));
        assertEquals(
                new SessionRefusal.InState(SessionState.PAUSED), refusal(session.pause(ADMIN, "")));
        Waiting.until(() -> stream.status().blocked());
        long said = feed.said.get();
        session.resume(ADMIN, "").orThrow();
        Waiting.until(() -> feed.said.get() > said);
        session.terminate(ADMIN, "").orThrow();
        hearing.untilTheEnd();
        assertEquals(State.ENDED, stream.status().state());
    }

    @Test
    void terminated_session_cancelsItsStreams() throws Exception {
        StreamSession session = open();
        StreamHandle stream = session.open(WAIT, NOTHING).orThrow();
        feed.waiting.await();
        session.terminate(ADMIN, "").orThrow();
        assertEquals(
                Reason.CANCELLED,
                Fixture.reason(stream.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS)));
        assertTrue(feed.stopped.get());
        Waiting.until(() -> session.runningCount() == 0);
    }

    @Test
    void idle_session_expiresAndIsForgotten() {
        StreamSession session = open();
        fixture.time.advance(IDLE.minusSeconds(1));
        assertEquals(0, sessions.cleanUp());
        session.open(new CapabilityId("feed.kinds"), NOTHING).orThrow();
        Waiting.until(() -> session.runningCount() == 0);
        fixture.time.advance(IDLE.minusSeconds(1));
        assertEquals(SessionState.ACTIVE, session.state(), "a call begins the time anew");
        fixture.time.advance(Duration.ofSeconds(1));
        assertEquals(1, sessions.cleanUp());
        assertEquals(SessionState.EXPIRED, session.state());
        assertEquals(0, sessions.count());
        assertEquals("EXPIRED", changes().getLast().to());
        assertEquals(
                new SessionRefusal.InState(SessionState.EXPIRED),
                refusal(session.resume(ADMIN, "")));
    }

    @Test
    void idle_sessionThatNobodyCleansUp_isFoundWhenItIsUsed() {
        StreamSession session = open();
        fixture.time.advance(IDLE);
        assertEquals(
                new SessionRefusal.InState(SessionState.EXPIRED),
                refusal(session.open(COUNT, below(1))));
        assertEquals(0, sessions.count());
    }

    @Test
    void stream_thatRuns_keepsAnActiveSessionAndNotAPausedOne() throws Exception {
        StreamSession session = open();
        StreamHandle stream = session.open(COUNT, below(100)).orThrow();
        Waiting.until(() -> stream.status().blocked());
        fixture.time.advance(IDLE.multipliedBy(2));
        assertEquals(SessionState.ACTIVE, session.state());
        session.pause(ADMIN, "").orThrow();
        fixture.time.advance(IDLE.multipliedBy(2));
        assertEquals(SessionState.EXPIRED, session.state());
        assertEquals(
                Reason.CANCELLED,
                Fixture.reason(stream.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS)));
    }

    @Test
    void bounds_areKept() {
        StreamSession first = open();
        open();
        open();
        assertEquals(
                new SessionRefusal.TooMany(3),
                refusal(sessions.open(fixture.alice(), Set.of("feed"))));
        first.open(COUNT, below(100)).orThrow();
        first.open(COUNT, below(100)).orThrow();
        assertEquals(new SessionRefusal.TooMany(2), refusal(first.open(COUNT, below(100))));
        fixture.time.advance(IDLE);
        // The two that are idle make room; the one whose streams run stays.
        assertInstanceOf(SessionStep.Done.class, sessions.open(fixture.alice(), Set.of("feed")));
        assertEquals(2, sessions.count());
        assertEquals(SessionState.ACTIVE, first.state());
    }

    @Test
    void nouns_thatAreNone_areMisuse() {
        assertThrows(
                IllegalArgumentException.class, () -> sessions.open(fixture.alice(), Set.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> sessions.open(fixture.alice(), Set.of("Feed*")));
    }

    /** Random changes from many threads: the ledger has one chain of legal changes, as a session lived. */
    @Test
    void changes_fromManyThreads_areOneLegalChain() throws Exception {
        StreamSession session = open();
        List<Future<Integer>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                SplittableRandom random = new SplittableRandom(i);
                done.add(threads.submit(() -> {
                    int changed = 0;
                    for (int n = 0; n < 100; n++) {
                        SessionStep<SessionState> step = random.nextBoolean()
                                ? session.pause(ADMIN, "")
                                : session.resume(ADMIN, "");
                        changed += step instanceof SessionStep.Done ? 1 : 0;
                    }
                    return changed;
                }));
            }
        }
        int changed = 0;
        for (Future<Integer> each : done) {
            changed += each.get();
        }
        session.terminate(ADMIN, "").orThrow();
        List<SessionChanged> changes = changes();
        assertEquals(changed + 2, changes.size());
        String state = "";
        for (SessionChanged change : changes) {
            assertEquals(state, change.from());
            state = change.to();
        }
        assertEquals("TERMINATED", state);
    }

    /** Whatever ends a session beside its opening of streams, no stream of it goes on. */
    @Test
    void terminate_besideOpenings_leavesNoStream() throws Exception {
        for (int i = 0; i < 50; i++) {
            StreamSession session = open();
            List<Future<?>> openings = new ArrayList<>();
            List<StreamHandle> streams = new java.util.concurrent.CopyOnWriteArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int n = 0; n < 2; n++) {
                    openings.add(threads.submit(() -> {
                        if (session.open(COUNT, below(1_000_000))
                                instanceof SessionStep.Done<StreamHandle>(StreamHandle stream)) {
                            streams.add(stream);
                        }
                    }));
                }
                threads.submit(() -> session.terminate(ADMIN, "").orThrow());
            }
            for (Future<?> opening : openings) {
                opening.get();
            }
            Waiting.until(() -> session.runningCount() == 0);
            streams.forEach(stream -> assertEquals(State.ENDED, stream.status().state()));
        }
    }
}
