package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.governance.CallEvent.MilestoneReached;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.stream.Milestone;
import dev.cnv.runtime.stream.StreamAnswer;
import dev.cnv.runtime.stream.StreamControl;
import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.runtime.stream.StreamEvent.Kind;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import dev.cnv.runtime.stream.StreamStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls whose events are heard while they run. */
class StreamTest {

    private final Feed feed = new Feed();
    private Fixture fixture = new Fixture(builder -> builder.verbs(new FeedVerbs(feed)));

    @AfterEach
    void close() {
        Waiting.close(fixture);
    }

    private StreamHandle open(String verb, ObjectNode arguments, int capacity) {
        Session session = fixture.alice();
        return session.open(new CapabilityId(verb), arguments, new StreamOptions(capacity));
    }

    private StreamHandle open(String verb) {
        return open(verb, JsonNodeFactory.instance.objectNode(), 16);
    }

    private StreamHandle open(String verb, long below, int capacity) {
        return open(verb, JsonNodeFactory.instance.objectNode().put("below", below), capacity);
    }

    private static List<Kind> kinds(List<StreamEvent> events) {
        return events.stream().map(StreamEvent::kind).toList();
    }

    private static void assertGapless(List<StreamEvent> events) {
        assertEquals(
                LongStream.range(0, events.size()).boxed().toList(),
                events.stream().map(StreamEvent::sequence).toList());
    }

    private static Outcome<JsonNode> outcome(StreamHandle handle) throws Exception {
        return handle.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void open_ofAVerbThatSaysThings_givesEachOnceInOrder() {
        List<StreamEvent> heard = Hearing.all(open("feed.kinds")).untilTheEnd();
        assertEquals(
                List.of(Kind.STARTED, Kind.PROGRESS, Kind.LOG, Kind.WARNING, Kind.COMPLETED),
                kinds(heard));
        assertGapless(heard);
        StreamEvent.Progressed progressed = (StreamEvent.Progressed) heard.get(1);
        assertEquals(
                List.of(1L, 2L, "half"),
                List.of(progressed.done(), progressed.total(), progressed.what()));
        StreamEvent.Completed last = (StreamEvent.Completed) heard.getLast();
        assertEquals("done", last.outcome().orThrow().stringValue());
        StreamEvent.Started started = (StreamEvent.Started) heard.getFirst();
        assertEquals(started.invocation(), last.outcome().receipt().invocation());
    }

    @Test
    void open_ofACallThatIsDenied_saysSoAndNothingElse() {
        fixture.close();
        fixture =
                new Fixture(builder -> builder.verbs(new FeedVerbs(feed)).policy(PolicySet.EMPTY));
        List<StreamEvent> heard = Hearing.all(open("feed.kinds")).untilTheEnd();
        StreamEvent.Erred erred = assertInstanceOf(StreamEvent.Erred.class, heard.getFirst());
        assertEquals(Reason.POLICY_NO_PERMIT, erred.denial().reason());
        assertEquals(1, heard.size());
        assertEquals(0, erred.sequence());
        assertTrue(erred.receipt().decision().isPresent());
    }

    @Test
    void subscriber_thatAsksForLittle_holdsUpTheVerb() throws Exception {
        StreamHandle handle = open("feed.count", 100, 4);
        Hearing hearing = Hearing.of(handle, 3);
        Waiting.until(() -> hearing.heard.size() == 3 && handle.status().blocked());
        // STARTED and two numbers were given, four wait, and the verb stands at the next.
        assertEquals(7, feed.said.get());
        assertEquals(4, handle.status().bufferedCount());
        assertEquals(0, handle.status().demand());
        hearing.subscription.request(10);
        Waiting.until(() -> hearing.heard.size() == 13 && handle.status().blocked());
        assertEquals(17, feed.said.get());
        hearing.subscription.request(Long.MAX_VALUE);
        List<StreamEvent> heard = hearing.untilTheEnd();
        assertGapless(heard);
        assertEquals(102, heard.size());
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    i,
                    ((StreamEvent.PartialResult) heard.get(i + 1))
                            .value()
                            .get("number")
                            .longValue());
        }
        assertEquals(100, outcome(handle).orThrow().longValue());
    }

    @Test
    void publisherOfAVerb_isAskedForOneAtATime() throws Exception {
        StreamHandle handle = open("feed.numbers", 50, 4);
        Hearing hearing = Hearing.of(handle, 3);
        Waiting.until(() -> hearing.heard.size() == 3 && handle.status().blocked());
        assertEquals(7, feed.said.get());
        hearing.subscription.request(Long.MAX_VALUE);
        List<StreamEvent> heard = hearing.untilTheEnd();
        assertGapless(heard);
        assertEquals(52, heard.size());
        Digest link = Digest.of("");
        for (int i = 0; i < 50; i++) {
            JsonNode value = ((StreamEvent.PartialResult) heard.get(i + 1)).value();
            assertEquals(i, value.longValue());
            link = linked(link, CanonicalJson.digest(value));
        }
        JsonNode result = outcome(handle).orThrow();
        assertEquals(50, result.get("elements").intValue());
        assertEquals(link.hex(), result.get("digest").stringValue());
        InvocationCompleted ended = last(InvocationCompleted.class);
        assertEquals(link, ended.resultDigest().orElseThrow());
    }

    private static Digest linked(Digest before, Digest value) {
        byte[] both = java.util.Arrays.copyOf(before.bytes(), 64);
        System.arraycopy(value.bytes(), 0, both, 32, 32);
        return Digest.of(both);
    }

    private <E extends LedgerEvent> List<E> all(Class<E> type) {
        return fixture.ledger.events().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private <E extends LedgerEvent> E last(Class<E> type) {
        return all(type).getLast();
    }

    @Test
    void pause_verbThatSaysThings_standsUntilItIsResumed() {
        StreamHandle handle = open("feed.count", 1_000_000, 4);
        Hearing hearing = Hearing.of(handle, 3);
        Waiting.until(() -> handle.status().blocked());
        assertInstanceOf(StreamAnswer.Applied.class, handle.control(StreamControl.PAUSE));
        assertInstanceOf(StreamAnswer.Refused.class, handle.control(StreamControl.PAUSE));
        hearing.subscription.request(Long.MAX_VALUE);
        // What waited is given; the verb stands although there is room.
        Waiting.until(() -> handle.status().bufferedCount() == 0);
        assertEquals(State.PAUSED, handle.status().state());
        long said = feed.said.get();
        Waiting.until(() -> handle.status().blocked());
        assertEquals(said, feed.said.get());
        StreamAnswer resumed = handle.control(StreamControl.RESUME);
        assertEquals(State.RUNNING, resumed.status().state());
        Waiting.until(() -> feed.said.get() > said + 100);
        assertInstanceOf(StreamAnswer.Refused.class, handle.control(StreamControl.RESUME));
        handle.control(StreamControl.CANCEL);
        assertEquals(Kind.CANCELLED, hearing.untilTheEnd().getLast().kind());
    }

    @Test
    void cancel_verbThatWaits_interruptsItAndIsInTheLedger() throws Exception {
        StreamHandle handle = open("feed.wait");
        Hearing hearing = Hearing.all(handle);
        feed.waiting.await();
        assertInstanceOf(StreamAnswer.Applied.class, handle.control(StreamControl.CANCEL));
        List<StreamEvent> heard = hearing.untilTheEnd();
        assertEquals(List.of(Kind.STARTED, Kind.CANCELLED), kinds(heard));
        assertTrue(feed.stopped.get());
        assertEquals(Reason.CANCELLED, Fixture.reason(outcome(handle)));
        assertEquals(Reason.CANCELLED, last(InvocationCompleted.class).reason().orElseThrow());
        assertEquals(State.ENDED, handle.status().state());
        assertInstanceOf(StreamAnswer.Refused.class, handle.control(StreamControl.CANCEL));
        assertInstanceOf(StreamAnswer.Refused.class, handle.control(StreamControl.PAUSE));
    }

    @Test
    void cancel_verbThatStandsAtAnEvent_endsIt() throws Exception {
        StreamHandle handle = open("feed.count", 100, 1);
        Waiting.until(() -> handle.status().blocked());
        handle.control(StreamControl.CANCEL);
        assertEquals(Reason.CANCELLED, Fixture.reason(outcome(handle)));
        // The last event waits beside the one that there was room for.
        assertEquals(
                List.of(Kind.STARTED, Kind.CANCELLED), kinds(Hearing.all(handle).untilTheEnd()));
    }

    @Test
    void subscription_cancelled_cancelsTheCall() throws Exception {
        StreamHandle handle = open("feed.numbers", Long.MAX_VALUE, 4);
        Hearing hearing = Hearing.of(handle, 2);
        Waiting.until(() -> hearing.heard.size() == 2);
        hearing.subscription.cancel();
        assertEquals(Reason.CANCELLED, Fixture.reason(outcome(handle)));
        assertTrue(feed.stopped.get(), "the publisher was cancelled too");
        assertEquals(2, hearing.heard.size());
    }

    @Test
    void subscriber_thatThrows_cancelsTheCall() throws Exception {
        StreamHandle handle = open("feed.wait");
        handle.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(StreamEvent event) {
                throw new IllegalStateException("a subscriber must not do this");
            }

            @Override
            public void onError(Throwable thrown) {}

            @Override
            public void onComplete() {}
        });
        assertEquals(Reason.CANCELLED, Fixture.reason(outcome(handle)));
    }

    @Test
    void subscriber_runsOnAThreadThatIsNoVerbs() {
        List<Throwable> thrown = new ArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        open("feed.kinds").subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(StreamEvent event) {
                thrown.add(assertThrows(IllegalStateException.class, dev.cnv.runtime.Cnv::current));
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {
                over.countDown();
            }
        });
        Waiting.until(() -> over.getCount() == 0);
        assertEquals(5, thrown.size());
    }

    @Test
    void subscribe_twice_isRefused() {
        StreamHandle handle = open("feed.kinds");
        Hearing first = Hearing.all(handle);
        Hearing second = Hearing.all(handle);
        second.untilTheEnd();
        assertInstanceOf(IllegalStateException.class, second.error);
        assertEquals(5, first.untilTheEnd().size());
    }

    @Test
    void close_withAStreamThatStands_endsIt() throws Exception {
        StreamHandle handle = open("feed.count", 100, 1);
        Waiting.until(() -> handle.status().blocked());
        Waiting.close(fixture);
        assertTrue(handle.outcome().toCompletableFuture().isDone(), "close leaves nothing behind");
        assertInstanceOf(Outcome.Failed.class, outcome(handle));
        assertEquals(Kind.CANCELLED, Hearing.all(handle).untilTheEnd().getLast().kind());
    }

    @Test
    void milestones_areInTheLedgerChainedToTheDecision() {
        StreamHandle handle =
                open("feed.build", JsonNodeFactory.instance.objectNode().put("milestones", 3), 16);
        List<StreamEvent> heard = Hearing.all(handle).untilTheEnd();
        List<MilestoneReached> recorded = all(MilestoneReached.class);
        PolicyDecision decision = last(PolicyDecision.class);
        Digest link = Digest.of(decision.origin().id().toString());
        for (int i = 0; i < 3; i++) {
            StreamEvent.PartialResult part = (StreamEvent.PartialResult) heard.get(i + 1);
            Milestone receipt = part.milestone().orElseThrow();
            MilestoneReached event = recorded.get(i);
            link = linked(link, CanonicalJson.digest(part.value()));
            assertEquals(i, event.ordinal());
            assertEquals("part-" + i, event.name());
            assertEquals(link, event.link());
            assertEquals(CanonicalJson.digest(part.value()), event.value());
            assertEquals(decision.invocation(), event.invocation());
            assertEquals(decision.origin().id(), event.origin().causation().orElseThrow());
            assertEquals(event, fixture.ledger.events().get((int) receipt.record()));
            assertEquals(event.link(), receipt.link());
        }
        assertEquals(Kind.COMPLETED, heard.getLast().kind());
    }

    @Test
    void milestone_thatTheLedgerCannotTake_failsTheCall() {
        fixture.ledger.failOn(MilestoneReached.class::isInstance);
        StreamHandle handle =
                open("feed.build", JsonNodeFactory.instance.objectNode().put("milestones", 3), 16);
        List<StreamEvent> heard = Hearing.all(handle).untilTheEnd();
        assertEquals(List.of(Kind.STARTED, Kind.ERROR), kinds(heard));
    }

    @Test
    void milestone_inAPlainCall_isRecordedAsWell() {
        assertEquals(2, FeedVerbs.with(fixture.alice()).build(2).orThrow());
        assertEquals(2, all(MilestoneReached.class).size());
    }

    @Test
    void capacity_outOfRange_isMisuse() {
        assertThrows(IllegalArgumentException.class, () -> new StreamOptions(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new StreamOptions(StreamOptions.MAX_BUFFER_CAPACITY + 1));
    }

    @Test
    void call_interruptedWhileAStreamIsGathered_cancelsItsPublisher() {
        Desk desk = new Desk();
        try (Fixture f = new Fixture(builder -> builder.verbs(new DeskVerbs(desk)))) {
            Session session = f.alice();
            AtomicReference<Outcome<JsonNode>> ended = new AtomicReference<>();
            Thread caller = Thread.ofVirtual()
                    .start(() -> ended.set(Fixture.json(session, "desk.tick", "{}")));
            Waiting.until(() -> desk.ticks.get() > 2);
            caller.interrupt();
            Waiting.join(caller);
            assertEquals(Reason.CANCELLED, Fixture.reason(ended.get()));
            Waiting.until(desk.cancelled::get);
        }
    }
}
