package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.EndpointFault;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.RemoteStream;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.protocol.Feature;
import dev.cnv.runtime.protocol.FeatureSet;
import dev.cnv.runtime.protocol.ProtocolVersion;
import dev.cnv.runtime.protocol.WireLimits;
import dev.cnv.runtime.stream.StreamAnswer;
import dev.cnv.runtime.stream.StreamControl;
import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.runtime.stream.StreamEvent.Kind;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import dev.cnv.runtime.stream.StreamStatus.State;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Streams over real sockets: what a local stream does, and what only a connection can do to one. */
@Timeout(60)
class RemoteStreamTest {

    private static final JsonNode NOTHING = StrictJson.parse("{}");

    private static final EndpointAddress LOOPBACK =
            EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0);

    /** Events that the server keeps of a stream that nobody asks, and the one the verb stands at. */
    private static final int AHEAD = 16 + 1;

    private Feed feed;
    private Fixture fixture;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        feed = new Feed();
        fixture = new Fixture(builder -> builder.verbs(new FeedVerbs(feed)));
        serve(EndpointSettings.DEFAULT);
    }

    private void serve(EndpointSettings settings) throws IOException {
        server = Server.of(fixture.cnv).settings(settings).start(LOOPBACK);
    }

    private void serveAnew(EndpointSettings settings) throws IOException {
        server.close();
        serve(settings);
    }

    @AfterEach
    void nothingIsLeft() {
        Waiting.until(() -> server.connectionCount() == 0);
        server.close();
        Waiting.close(fixture);
    }

    private Client connect() throws EndpointException {
        return Client.to(server.address()).connect();
    }

    private RemoteSession alice(Client client) {
        return client.open(credential());
    }

    private Credential.Held credential() {
        return fixture.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED));
    }

    private static RemoteStream open(RemoteSession session, String verb, long below, int capacity)
            throws EndpointException {
        return session.open(
                new CapabilityId(verb),
                below < 0 ? NOTHING : StrictJson.parse("{\"below\":" + below + "}"),
                new StreamOptions(capacity));
    }

    private static RemoteStream open(RemoteSession session, String verb) throws EndpointException {
        return open(session, verb, -1, 16);
    }

    private static List<Kind> kinds(List<StreamEvent> heard) {
        return heard.stream().map(StreamEvent::kind).toList();
    }

    private static void assertGapless(List<StreamEvent> heard) {
        for (int i = 0; i < heard.size(); i++) {
            assertEquals(i, heard.get(i).sequence());
        }
    }

    private static Outcome<JsonNode> outcome(StreamHandle handle) throws Exception {
        return handle.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static EndpointException failure(StreamHandle handle) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> outcome(handle));
        return assertInstanceOf(EndpointException.class, failed.getCause());
    }

    private Reason lastReason() {
        return fixture.ledger.completions().getLast().reason().orElseThrow();
    }

    private void awaitCancelled() {
        Waiting.until(() -> !fixture.ledger.completions().isEmpty());
        assertEquals(Reason.CANCELLED, lastReason());
        assertTrue(feed.stopped.get(), "the verb was interrupted");
    }

    @Test
    void open_overASocket_isHeardAsALocalStream() throws Exception {
        List<StreamEvent> local = Hearing.all(fixture.alice()
                        .open(new CapabilityId("feed.kinds"), NOTHING, StreamOptions.DEFAULT))
                .untilTheEnd();
        try (Client client = connect()) {
            RemoteStream stream = open(alice(client), "feed.kinds");
            List<StreamEvent> heard = Hearing.all(stream).untilTheEnd();
            assertEquals(kinds(local), kinds(heard));
            assertGapless(heard);
            StreamEvent.Progressed progress = (StreamEvent.Progressed) heard.get(1);
            assertEquals(List.of(1L, 2L), List.of(progress.done(), progress.total()));
            assertEquals("half", progress.what());
            assertEquals("a log", ((StreamEvent.Logged) heard.get(2)).message());
            assertEquals("a warning", ((StreamEvent.Warned) heard.get(3)).message());
            assertEquals(local.get(1).time(), progress.time());
            StreamEvent.Completed last = (StreamEvent.Completed) heard.getLast();
            assertEquals("done", last.outcome().orThrow().stringValue());
            assertEquals(last.outcome(), outcome(stream));
            assertEquals(
                    ((StreamEvent.Started) heard.getFirst()).invocation(),
                    last.outcome().receipt().invocation());
            assertEquals("alice", last.outcome().receipt().agent());
            assertEquals(2, fixture.ledger.decisions().size());
            assertEquals(State.ENDED, stream.status().state());
        }
    }

    @Test
    void open_ofACallThatIsDenied_saysSoAndNothingElse() throws Exception {
        try (Client client = connect()) {
            RemoteStream stream = open(client.open(Credential.anonymous()), "feed.kinds");
            List<StreamEvent> heard = Hearing.all(stream).untilTheEnd();
            StreamEvent.Erred erred = assertInstanceOf(StreamEvent.Erred.class, heard.getFirst());
            assertEquals(1, heard.size());
            assertInstanceOf(Outcome.Denied.class, outcome(stream));
            assertTrue(erred.receipt().decision().isPresent());
        }
    }

    @Test
    void subscriber_thatAsksForLittle_holdsUpTheVerbAndNoOtherCall() throws Exception {
        try (Client client = connect()) {
            RemoteStream stream = open(alice(client), "feed.count", 100, 4);
            Hearing hearing = Hearing.of(stream, 3);
            Waiting.until(() -> hearing.heard.size() == 3 && stream.status().blocked());
            // STARTED and two numbers were asked for.
            assertEquals(2 + AHEAD, feed.said.get());
            assertEquals(16, stream.status().bufferedCount());
            assertEquals(0, stream.status().demand());
            for (int i = 0; i < 20; i++) {
                alice(client)
                        .call(
                                new CapabilityId("bank.balance"),
                                StrictJson.parse("{\"account\":\"alice\"}"))
                        .outcome()
                        .orThrow();
            }
            assertEquals(2 + AHEAD, feed.said.get());
            hearing.subscription.request(10);
            Waiting.until(() -> hearing.heard.size() == 13 && stream.status().blocked());
            assertEquals(12 + AHEAD, feed.said.get());
            hearing.subscription.request(Long.MAX_VALUE);
            List<StreamEvent> heard = hearing.untilTheEnd();
            assertGapless(heard);
            assertEquals(102, heard.size());
            for (int i = 0; i < 100; i++) {
                StreamEvent.PartialResult part = (StreamEvent.PartialResult) heard.get(i + 1);
                assertEquals(i, part.value().get("number").longValue());
            }
            assertEquals(100, outcome(stream).orThrow().longValue());
        }
    }

    @Test
    void subscriber_thatNeverAsks_hearsOfTheOutcomeAllTheSame() throws Exception {
        try (Client client = connect()) {
            RemoteStream stream = open(alice(client), "feed.count", 5, 4);
            assertEquals(5, outcome(stream).orThrow().longValue());
            Hearing hearing = Hearing.all(stream);
            assertEquals(7, hearing.untilTheEnd().size());
        }
    }

    @Test
    void streams_sideBySide_areHeardWhole() throws Exception {
        try (Client client = connect()) {
            List<Hearing> all = new java.util.ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(Hearing.all(open(alice(client), "feed.count", 200 + i, 1 + i)));
            }
            for (int i = 0; i < 20; i++) {
                List<StreamEvent> heard = all.get(i).untilTheEnd();
                assertGapless(heard);
                assertEquals(202 + i, heard.size());
            }
        }
    }

    @Test
    void publisherOfAVerb_isGivenElementByElement() throws Exception {
        try (Client client = connect()) {
            RemoteStream stream = open(alice(client), "feed.numbers", 50, 4);
            List<StreamEvent> heard = Hearing.all(stream).untilTheEnd();
            assertEquals(52, heard.size());
            assertEquals(
                    "49", CanonicalJson.text(((StreamEvent.PartialResult) heard.get(50)).value()));
            assertEquals(50, outcome(stream).orThrow().get("elements").intValue());
        }
    }

    @Test
    void pause_ofAVerbElsewhere_standsUntilItIsResumed() throws Exception {
        try (Client client = connect()) {
            RemoteStream stream = open(alice(client), "feed.count", 100_000_000, 4);
            Hearing hearing = Hearing.of(stream, 3);
            Waiting.until(() -> stream.status().blocked());
            assertInstanceOf(StreamAnswer.Applied.class, stream.control(StreamControl.PAUSE));
            assertInstanceOf(StreamAnswer.Refused.class, stream.control(StreamControl.PAUSE));
            hearing.subscription.request(Long.MAX_VALUE);
            // What waited is given; the verb stands although there is room.
            Waiting.until(() -> hearing.heard.size() == 3 + 16);
            assertEquals(State.PAUSED, stream.status().state());
            long said = feed.said.get();
            Waiting.until(() -> stream.status().blocked());
            assertEquals(said, feed.said.get());
            assertEquals(
                    State.RUNNING, stream.control(StreamControl.RESUME).status().state());
            Waiting.until(() -> feed.said.get() > said + 100);
            stream.control(StreamControl.CANCEL);
            List<StreamEvent> heard = hearing.untilTheEnd();
            assertGapless(heard);
            assertEquals(Kind.CANCELLED, heard.getLast().kind());
            assertInstanceOf(StreamAnswer.Refused.class, stream.control(StreamControl.CANCEL));
        }
    }

    @Test
    void cancel_ofAVerbThatWaits_interruptsItAndIsInTheLedger() throws Exception {
        try (Client client = connect()) {
            RemoteStream stream = open(alice(client), "feed.wait");
            Hearing hearing = Hearing.all(stream);
            feed.waiting.await();
            assertInstanceOf(StreamAnswer.Applied.class, stream.control(StreamControl.CANCEL));
            assertEquals(List.of(Kind.STARTED, Kind.CANCELLED), kinds(hearing.untilTheEnd()));
            assertEquals(Reason.CANCELLED, Fixture.reason(outcome(stream)));
            awaitCancelled();
        }
    }

    @Test
    void subscription_cancelled_cancelsTheCallAndFreesItsPlace() throws Exception {
        serveAnew(EndpointSettings.DEFAULT.withLimits(new WireLimits(1 << 20, 1)));
        try (Client client = connect()) {
            RemoteStream stream = open(alice(client), "feed.numbers", Long.MAX_VALUE, 4);
            Hearing hearing = Hearing.of(stream, 2);
            Waiting.until(() -> hearing.heard.size() == 2);
            hearing.subscription.cancel();
            assertEquals(Reason.CANCELLED, Fixture.reason(outcome(stream)));
            awaitCancelled();
            assertEquals(2, hearing.heard.size());
            // The only place of the connection.
            assertEquals(
                    5,
                    Hearing.all(open(alice(client), "feed.kinds")).untilTheEnd().size());
        }
    }

    @Test
    void subscriber_thatThrows_cancelsTheCall() throws Exception {
        try (Client client = connect()) {
            RemoteStream stream = open(alice(client), "feed.wait");
            Hearing hearing = new ThrowingHearing().of(stream);
            assertEquals(Reason.CANCELLED, Fixture.reason(outcome(stream)));
            assertFalse(hearing.completed.await(0, TimeUnit.SECONDS));
        }
    }

    @Test
    void subscribe_twice_isRefused() throws Exception {
        try (Client client = connect()) {
            RemoteStream stream = open(alice(client), "feed.kinds");
            Hearing first = Hearing.all(stream);
            Hearing second = Hearing.all(stream);
            second.untilTheEnd();
            assertInstanceOf(IllegalStateException.class, second.error);
            assertEquals(5, first.untilTheEnd().size());
        }
    }

    @Test
    void request_ofNothing_isMisuseAndCancels() throws Exception {
        try (Client client = connect()) {
            RemoteStream stream = open(alice(client), "feed.wait");
            Hearing hearing = Hearing.of(stream, 1);
            hearing.subscription.request(0);
            hearing.untilTheEnd();
            assertInstanceOf(IllegalArgumentException.class, hearing.error);
            assertEquals(Reason.CANCELLED, Fixture.reason(outcome(stream)));
        }
    }

    @Test
    void client_thatGoes_cancelsTheVerb() throws Exception {
        Client client = Client.to(server.address())
                .settings(EndpointSettings.DEFAULT.withDrain(Duration.ofMillis(50)))
                .connect();
        RemoteStream stream = open(alice(client), "feed.wait");
        Hearing hearing = Hearing.all(stream);
        feed.waiting.await();
        client.close();
        awaitCancelled();
        assertTrue(failure(stream).mayHaveRun());
        hearing.untilTheEnd();
        assertInstanceOf(EndpointException.class, hearing.error);
        assertEquals(State.ENDED, stream.status().state());
        assertInstanceOf(StreamAnswer.Refused.class, stream.control(StreamControl.PAUSE));
    }

    @Test
    void server_thatCloses_cancelsTheVerbAfterTheDrain() throws Exception {
        serveAnew(EndpointSettings.DEFAULT.withDrain(Duration.ofMillis(100)));
        try (Client client = connect()) {
            RemoteStream stream = open(alice(client), "feed.wait");
            feed.waiting.await();
            server.close();
            awaitCancelled();
            assertTrue(failure(stream).mayHaveRun());
        }
    }

    @Test
    void stream_ofWhichNothingIsAsked_isEndedWhenItWasIdle() throws Exception {
        EndpointSettings hasty = EndpointSettings.DEFAULT.withTimes(
                Duration.ofSeconds(5),
                Duration.ofMillis(50),
                Duration.ofSeconds(10),
                Duration.ofMillis(400));
        VirtualTime time = new VirtualTime(Fixture.NOON);
        server.close();
        server = Server.of(fixture.cnv).settings(hasty).time(time).start(LOOPBACK);
        try (Client client = connect()) {
            RemoteStream asked = open(alice(client), "feed.wait");
            Hearing waits = Hearing.all(asked);
            Waiting.until(() -> waits.heard.size() == 1);
            RemoteStream idle = open(alice(client), "feed.numbers", Long.MAX_VALUE, 4);
            // Of a stream that has a state to tell, the server knows.
            Waiting.until(() -> idle.status().blocked());
            time.advance(Duration.ofMillis(500));
            EndpointException gone = failure(idle);
            assertEquals(EndpointFault.PEER_DEAD, gone.fault());
            assertTrue(gone.mayHaveRun());
            awaitCancelled();
            // One that is asked and says nothing goes on.
            assertEquals(State.RUNNING, asked.status().state());
            asked.control(StreamControl.CANCEL);
            waits.untilTheEnd();
        }
    }

    @Test
    void deadline_ofAStream_endsTheVerb() throws Exception {
        try (Client client = connect()) {
            RemoteSession hasty =
                    alice(client).with(CallOptions.NONE.timeAllowed(Duration.ofSeconds(30)));
            RemoteStream stream = open(hasty, "feed.count", 1_000_000, 4);
            Waiting.until(() -> stream.status().blocked());
            fixture.time.advance(Duration.ofSeconds(31));
            assertEquals(Reason.DEADLINE_PASSED, Fixture.reason(outcome(stream)));
            assertEquals(Reason.DEADLINE_PASSED, lastReason());
            assertEquals(Kind.ERROR, Hearing.all(stream).untilTheEnd().getLast().kind());
        }
    }

    @Test
    void waitForAStream_thatIsOver_isSaidAndTheVerbCancelled() throws Exception {
        try (Client client = connect()) {
            RemoteSession hasty =
                    alice(client).with(CallOptions.NONE.timeAllowed(Duration.ofMillis(200)));
            // The time there stands, so that the deadline does not end the call.
            RemoteStream heard = open(hasty, "feed.numbers", Long.MAX_VALUE, 4);
            Hearing hearing = Hearing.of(heard, 2);
            RemoteStream unheard = open(hasty, "feed.numbers", Long.MAX_VALUE, 4);
            assertEquals(EndpointFault.WAIT_ENDED, failure(heard).fault());
            assertEquals(EndpointFault.WAIT_ENDED, failure(unheard).fault());
            hearing.untilTheEnd();
            assertInstanceOf(EndpointException.class, hearing.error);
            Waiting.until(() -> fixture.ledger.completions().size() == 2);
            awaitCancelled();
        }
    }

    @Test
    void streams_countAsCalls() throws Exception {
        serveAnew(EndpointSettings.DEFAULT.withLimits(new WireLimits(1 << 20, 2)));
        try (Client client = connect()) {
            RemoteStream first = open(alice(client), "feed.wait");
            Hearing hearing = Hearing.all(first);
            RemoteStream second = open(alice(client), "feed.count", 100, 1);
            Thread third = Thread.ofVirtual().start(() -> {
                try {
                    Hearing.all(open(alice(client), "feed.kinds")).untilTheEnd();
                } catch (EndpointException e) {
                    throw new AssertionError(e);
                }
            });
            feed.waiting.await();
            assertFalse(third.join(Duration.ofMillis(200)), "both places are taken");
            first.control(StreamControl.CANCEL);
            hearing.untilTheEnd();
            Waiting.join(third);
            assertEquals(102, Hearing.all(second).untilTheEnd().size());
        }
    }

    @Test
    void event_aboveTheAgreedSize_endsItsStreamAlone() throws Exception {
        serveAnew(EndpointSettings.DEFAULT.withLimits(
                new WireLimits(WireLimits.MIN_MESSAGE_BYTES, 10)));
        try (Client client = connect()) {
            RemoteStream stream = open(alice(client), "feed.large");
            Hearing hearing = Hearing.all(stream);
            hearing.untilTheEnd();
            EndpointException large = assertInstanceOf(EndpointException.class, hearing.error);
            assertEquals(EndpointFault.MESSAGE_TOO_LARGE, large.fault());
            assertEquals(1, hearing.heard.size());
            assertEquals(
                    5,
                    Hearing.all(open(alice(client), "feed.kinds")).untilTheEnd().size());
        }
    }

    @Test
    void open_byAVersionWithoutStreams_isRefusedAndNothingRuns() throws Exception {
        assertNotAgreed(EndpointSettings.DEFAULT.withVersions(List.of(ProtocolVersion.V1_0)));
    }

    @Test
    void open_withoutTheFeature_isRefusedAndNothingRuns() throws Exception {
        assertNotAgreed(EndpointSettings.DEFAULT.withFeatures(
                FeatureSet.of(java.util.Arrays.stream(Feature.values())
                        .filter(each -> each != Feature.STREAMING)
                        .toArray(Feature[]::new))));
    }

    private void assertNotAgreed(EndpointSettings settings) throws Exception {
        try (Client client = Client.to(server.address()).settings(settings).connect()) {
            EndpointException refused = assertThrows(
                    EndpointException.class, () -> open(alice(client), "feed.count", 5, 4));
            assertEquals(EndpointFault.NEGOTIATION_REFUSED, refused.fault());
            assertFalse(refused.mayHaveRun());
            assertEquals(0, fixture.ledger.decisions().size());
            assertEquals(0, feed.said.get());
        }
    }

    /** Throws at the first event. */
    private static final class ThrowingHearing {

        Hearing of(StreamHandle stream) {
            Hearing hearing = Hearing.unheard(1);
            stream.subscribe(new java.util.concurrent.Flow.Subscriber<>() {
                @Override
                public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
                    hearing.onSubscribe(subscription);
                }

                @Override
                public void onNext(StreamEvent event) {
                    throw new IllegalStateException("a subscriber must not do this");
                }

                @Override
                public void onError(Throwable thrown) {
                    hearing.onError(thrown);
                }

                @Override
                public void onComplete() {
                    hearing.onComplete();
                }
            });
            return hearing;
        }
    }
}
