package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.BatchCall;
import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls that their callers do not wait for. */
class AsyncTest {

    private static final CapabilityId WAIT = new CapabilityId("feed.wait");
    private static final CapabilityId COUNT = new CapabilityId("hive.count");
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final Feed feed = new Feed();
    private final Hive hive = new Hive();

    private Fixture fixture() {
        return new Fixture(builder -> builder.verbs(new FeedVerbs(feed), new HiveVerbs(hive)));
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void callAsync_answersAsACallDoes() throws Exception {
        try (Fixture f = fixture()) {
            CompletableFuture<Outcome<JsonNode>> future = f.alice().callAsync(COUNT, NOTHING);
            assertEquals(0, get(future).orThrow().intValue());
            CompletableFuture<String> then =
                    future.thenApply(outcome -> outcome.orThrow().toString());
            assertEquals("0", get(then));
            assertTrue(f.ledger.decisions().getLast().permitted());
        }
    }

    @Test
    void cancel_ofTheFuture_cancelsTheCallAndGivesTheRecordedOutcome() throws Exception {
        try (Fixture f = fixture()) {
            CompletableFuture<Outcome<JsonNode>> future = f.alice().callAsync(WAIT, NOTHING);
            feed.waiting.await();
            assertTrue(future.cancel(true));
            assertEquals(Reason.CANCELLED, Fixture.reason(get(future)));
            assertFalse(future.isCancelled(), "it completed with what became of the call");
            assertTrue(feed.stopped.get());
            InvocationCompleted ended = (InvocationCompleted) f.ledger.events().getLast();
            assertEquals(Reason.CANCELLED, ended.reason().orElseThrow());
            assertFalse(future.cancel(true));
        }
    }

    @Test
    void cancel_beforeTheCallBegins_meansThatTheVerbDoesNotRun() throws Exception {
        // The thread is made, and begins when it is told to.
        List<Runnable> held = new ArrayList<>();
        try (Fixture f = new Fixture(builder -> builder.verbs(new FeedVerbs(feed))
                .callerThreads(task -> new Thread() {
                    @Override
                    public void start() {
                        held.add(task);
                    }
                }))) {
            CompletableFuture<Outcome<JsonNode>> future = f.alice().callAsync(WAIT, NOTHING);
            future.cancel(true);
            Thread.ofVirtual().start(held.getFirst()).join();
            assertEquals(Reason.CANCELLED, Fixture.reason(get(future)));
            assertEquals(1, feed.waiting.getCount());
        }
    }

    @Test
    void orTimeout_onTheFuture_cancelsTheCall() throws Exception {
        try (Fixture f = fixture()) {
            CompletableFuture<Outcome<JsonNode>> future =
                    f.alice().callAsync(WAIT, NOTHING).orTimeout(50, TimeUnit.MILLISECONDS);
            assertEquals(Reason.CANCELLED, Fixture.reason(get(future)));
        }
    }

    @Test
    void complete_byOthers_hasNoEffect() throws Exception {
        try (Fixture f = fixture()) {
            CompletableFuture<Outcome<JsonNode>> future = f.alice().callAsync(WAIT, NOTHING);
            Outcome<JsonNode> other = get(f.alice().callAsync(COUNT, NOTHING));
            assertFalse(future.complete(other));
            assertFalse(future.isDone());
            assertThrows(UnsupportedOperationException.class, () -> future.obtrudeValue(other));
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> future.obtrudeException(new CancellationException()));
            feed.waiting.await();
            future.cancel(true);
            get(future);
        }
    }

    @Test
    void callAsync_withinAHandler_isACallOfThatHandler() throws Exception {
        try (Fixture f =
                new Fixture(builder -> builder.verbs(new FeedVerbs(feed), new HiveVerbs(hive))
                        .swarms(4, dev.cnv.runtime.swarm.PhaseListener.none())
                        .memberOf("h"))) {
            dev.cnv.runtime.identity.AgentId by = new dev.cnv.runtime.identity.AgentId("op");
            f.cnv.swarms()
                    .open("h")
                    .negotiate(by, "")
                    .orThrow()
                    .activate(by, "")
                    .orThrow()
                    .operate(by, "")
                    .orThrow();
            Session alice = f.alice();
            List<CompletableFuture<Outcome<JsonNode>>> inner = new ArrayList<>();
            hive.begun = () -> inner.add(alice.callAsync(COUNT, NOTHING));
            HiveVerbs.with(alice).gather().orThrow();
            get(inner.getFirst()).orThrow();
            List<PolicyDecision> decisions = f.ledger.decisions();
            PolicyDecision outer = decision(decisions, "hive.gather");
            PolicyDecision nested = decision(decisions, "hive.count");
            assertEquals(outer.invocation(), nested.parent().orElseThrow());
        }
    }

    private static PolicyDecision decision(List<PolicyDecision> decisions, String verb) {
        return decisions.stream()
                .filter(each -> each.capability().equals(verb))
                .findFirst()
                .orElseThrow();
    }

    /** The outer handler goes on although its time is over, and calls another verb. */
    @Test
    void timeAllowed_ofTheOuterCall_boundsTheInnerOnes() throws Exception {
        List<Outcome<Void>> inner = new CopyOnWriteArrayList<>();
        RelayFeed relay = new RelayFeed(feed, inner);
        try (Fixture f = new Fixture(
                builder -> builder.verbs(new FeedVerbs(feed), new RelayFeedVerbs(relay)))) {
            relay.before = () -> {
                f.time.advance(Duration.ofSeconds(5));
                Waiting.until(Thread::interrupted);
            };
            Session caller = f.alice().with(CallOptions.NONE.timeAllowed(Duration.ofSeconds(5)));
            assertInstanceOf(
                    Outcome.Failed.class,
                    get(caller.callAsync(new CapabilityId("relay.wait"), NOTHING)));
            Waiting.until(() -> inner.size() == 1);
            assertEquals(Reason.DEADLINE_PASSED, Fixture.reason(inner.getFirst()));
            assertEquals(1, feed.waiting.getCount(), "the inner verb did not run");
        }
    }

    @Test
    void close_withCallsUnderWay_completesEachFuture() throws Exception {
        List<CompletableFuture<Outcome<JsonNode>>> futures = new ArrayList<>();
        Fixture f = fixture();
        Session alice = f.alice();
        for (int i = 0; i < 50; i++) {
            futures.add(alice.callAsync(WAIT, NOTHING));
            futures.add(alice.callAsync(COUNT, NOTHING));
        }
        feed.waiting.await();
        Waiting.close(f);
        futures.forEach(future -> assertTrue(future.isDone()));
        for (CompletableFuture<Outcome<JsonNode>> future : futures) {
            Outcome<JsonNode> outcome = future.join();
            assertTrue(
                    outcome instanceof Outcome.Completed
                            || List.of(Reason.CLOSED, Reason.CANCELLED, Reason.TIMED_OUT)
                                    .contains(Fixture.reason(outcome)),
                    outcome::toString);
        }
        assertEndedOnce(f);
        assertEquals(
                Reason.CLOSED, Fixture.reason(alice.callAsync(COUNT, NOTHING).join()));
    }

    /** Each call that was let run has its end in the ledger. */
    private static void assertEndedOnce(Fixture f) {
        List<UUID> ran = f.ledger.decisions().stream()
                .filter(PolicyDecision::permitted)
                .map(PolicyDecision::invocation)
                .sorted()
                .toList();
        List<UUID> ended = f.ledger.events().stream()
                .filter(InvocationCompleted.class::isInstance)
                .map(event -> event.invocation())
                .sorted()
                .toList();
        assertEquals(ran, ended);
    }

    @Test
    void callAll_eachCall_hasADecisionAndCertificateOfItsOwn() {
        PolicySet noFive = PolicySet.of(
                PolicyRule.allow("all").always(),
                PolicyRule.deny("no-greeting", "not today", "")
                        .when(Condition.capability("bank.greet")));
        try (Fixture f = new Fixture(noFive)) {
            List<BatchCall> calls = IntStream.range(0, 100)
                    .mapToObj(i -> i % 10 == 5
                            ? new BatchCall(
                                    new CapabilityId("bank.greet"),
                                    JsonNodeFactory.instance.objectNode().put("name", "Ada"))
                            : new BatchCall(
                                    new CapabilityId("bank.balance"),
                                    JsonNodeFactory.instance.objectNode().put("account", "alice")))
                    .toList();
            List<Outcome<JsonNode>> outcomes = f.alice().callAll(calls);
            for (int i = 0; i < 100; i++) {
                if (i % 10 == 5) {
                    assertEquals(Reason.POLICY_FORBIDDEN, Fixture.reason(outcomes.get(i)));
                } else {
                    assertEquals(1_000, outcomes.get(i).orThrow().longValue());
                }
            }
            assertEquals(
                    100,
                    f.ledger.decisions().stream()
                            .map(PolicyDecision::invocation)
                            .collect(Collectors.toSet())
                            .size());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> f.alice()
                            .callAll(Collections.nCopies(
                                    BatchCall.MAX_COUNT + 1, calls.getFirst())));
        }
    }

    @Test
    void callAll_ofOneSession_checksTheChainOnce() {
        try (Fixture f = fixture()) {
            Session alice = f.alice();
            alice.callAll(Collections.nCopies(100, new BatchCall(COUNT, NOTHING)))
                    .forEach(Outcome::orThrow);
            assertEquals(1, f.chainChecks());
            assertEquals(100, f.ledger.decisions().size());
            f.alice();
            assertEquals(2, f.chainChecks(), "another session checks again");
        }
    }

    @Test
    void current_onAnAsyncThreadOutsideHandlers_isNone() throws Exception {
        try (Fixture f = fixture()) {
            CompletableFuture<Boolean> bound = f.alice()
                    .callAsync(COUNT, NOTHING)
                    .thenApply(_ -> {
                        try {
                            Cnv.current();
                            return true;
                        } catch (IllegalStateException _) {
                            return false;
                        }
                    });
            assertFalse(get(bound));
        }
    }
}
