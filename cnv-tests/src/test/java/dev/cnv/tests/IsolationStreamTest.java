package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.governance.CallEvent.MilestoneReached;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.stream.StreamAnswer;
import dev.cnv.runtime.stream.StreamControl;
import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.runtime.stream.StreamEvent.Kind;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import dev.cnv.runtime.stream.StreamStatus.State;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a verb in a process of its own says is heard as that of any verb: all of it, in order. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IsolationStreamTest {

    private final MemoryLedger ledger = new MemoryLedger();
    private final Cells cells = new Cells(ledger);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        cells.close();
    }

    private StreamHandle open(String verb, String arguments, int capacity) {
        return cells.session()
                .open(
                        new CapabilityId(verb),
                        StrictJson.parse(arguments),
                        new StreamOptions(capacity));
    }

    private StreamHandle count(Path file, int below, int capacity) {
        return open("cell.count", "{\"file\":\"" + file + "\",\"below\":" + below + "}", capacity);
    }

    private static Outcome<JsonNode> outcome(StreamHandle handle) throws Exception {
        return handle.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static void assertNumbers(int below, List<StreamEvent> heard) {
        assertEquals(
                LongStream.range(0, heard.size()).boxed().toList(),
                heard.stream().map(StreamEvent::sequence).toList());
        assertEquals(
                IntStream.range(0, below).boxed().toList(),
                heard.stream()
                        .filter(StreamEvent.PartialResult.class::isInstance)
                        .map(event -> ((StreamEvent.PartialResult) event)
                                .value()
                                .get("number")
                                .intValue())
                        .toList());
    }

    private List<MilestoneReached> milestones() {
        return ledger.events().stream()
                .filter(MilestoneReached.class::isInstance)
                .map(MilestoneReached.class::cast)
                .toList();
    }

    @Test
    void verb_inAWorker_isHeardInEveryKind() throws Exception {
        StreamHandle handle = open("cell.talk", "{}", 16);
        List<StreamEvent> heard = Hearing.all(handle).untilTheEnd();
        assertEquals(
                List.of(
                        Kind.STARTED,
                        Kind.PROGRESS,
                        Kind.LOG,
                        Kind.WARNING,
                        Kind.PARTIAL_RESULT,
                        Kind.PARTIAL_RESULT,
                        Kind.PARTIAL_RESULT,
                        Kind.COMPLETED),
                heard.stream().map(StreamEvent::kind).toList());
        StreamEvent.Progressed progressed = (StreamEvent.Progressed) heard.get(1);
        assertEquals(
                List.of(1L, 2L, "half"),
                List.of(progressed.done(), progressed.total(), progressed.what()));
        assertEquals("a log", ((StreamEvent.Logged) heard.get(2)).message());
        assertEquals("a warning", ((StreamEvent.Warned) heard.get(3)).message());
        StreamEvent.PartialResult row = (StreamEvent.PartialResult) heard.get(4);
        assertEquals("{\"row\":1}", CanonicalJson.text(row.value()));
        assertTrue(row.milestone().isEmpty());
    }

    @Test
    void milestones_ofAWorker_areInTheLedgerAndTheVerbHasTheirReceipts() throws Exception {
        StreamHandle handle = open("cell.talk", "{}", 16);
        List<StreamEvent> heard = Hearing.all(handle).untilTheEnd();
        List<MilestoneReached> recorded = milestones();
        assertEquals(
                List.of("first", "second"),
                recorded.stream().map(MilestoneReached::name).toList());
        long first = ledger.events().indexOf(recorded.get(0));
        long second = ledger.events().indexOf(recorded.get(1));
        assertEquals(first * 1000 + second, outcome(handle).orThrow().longValue());
        var receipt = ((StreamEvent.PartialResult) heard.get(5)).milestone().orElseThrow();
        assertEquals(recorded.get(0).link(), receipt.link());
        assertEquals(first, receipt.record());
    }

    @Test
    void milestones_ofAWorkerThatNobodyListensTo_areInTheLedgerAllTheSame() {
        cells.calls().talk().orThrow();
        assertEquals(2, milestones().size());
    }

    @Test
    void subscriber_thatAsksForLittle_holdsUpTheVerbInItsWorker() throws Exception {
        Path file = folder.resolve("at");
        StreamHandle handle = count(file, 50, 4);
        Hearing hearing = Hearing.of(handle, 3);
        Waiting.until(() -> hearing.heard.size() == 3 && handle.status().blocked());
        // STARTED, 0 and 1 were given, 2 to 5 wait, and the verb stands at 6.
        assertEquals("6", Cells.noted(file));
        Thread.sleep(200);
        assertEquals("6", Cells.noted(file), "no number runs ahead in the connection");
        hearing.subscription.request(Long.MAX_VALUE);
        assertNumbers(50, hearing.untilTheEnd());
        assertEquals(50, outcome(handle).orThrow().intValue());
    }

    @Test
    void pause_ofAVerbInAWorker_standsUntilItIsResumed() throws Exception {
        Path file = folder.resolve("at");
        StreamHandle handle = count(file, 50, 4);
        Hearing hearing = Hearing.of(handle, 3);
        Waiting.until(() -> hearing.heard.size() == 3 && handle.status().blocked());
        assertInstanceOf(StreamAnswer.Applied.class, handle.control(StreamControl.PAUSE));
        hearing.subscription.request(Long.MAX_VALUE);
        Waiting.until(() -> handle.status().bufferedCount() == 0);
        Thread.sleep(200);
        assertEquals("6", Cells.noted(file));
        assertEquals(State.PAUSED, handle.status().state());
        handle.control(StreamControl.RESUME);
        assertNumbers(50, hearing.untilTheEnd());
    }

    @Test
    void cancel_ofAVerbThatStandsInAWorker_endsItAndIsInTheLedger() throws Exception {
        StreamHandle handle = count(folder.resolve("at"), 50, 1);
        Waiting.until(() -> handle.status().blocked());
        handle.control(StreamControl.CANCEL);
        assertEquals(Reason.CANCELLED, Cells.failure(outcome(handle)));
        assertEquals(Reason.CANCELLED, ledger.completions().getLast().reason().orElseThrow());
        assertEquals(
                List.of(Kind.STARTED, Kind.CANCELLED),
                Hearing.all(handle).untilTheEnd().stream()
                        .map(StreamEvent::kind)
                        .toList());
    }

    @Test
    void word_thatCannotBeCarried_failsTheVerbAndSaysWhy() throws Exception {
        Outcome<JsonNode> large = outcome(open("cell.mumble", "{\"what\":\"large\"}", 16));
        assertEquals(Reason.HANDLER_FAILED, Cells.failure(large));
        assertTrue(large.toString().contains("messageBytes=1048576"), large::toString);
        Outcome<JsonNode> nameless = outcome(open("cell.mumble", "{\"what\":\"nameless\"}", 16));
        assertEquals(Reason.HANDLER_FAILED, Cells.failure(nameless));
        assertTrue(nameless.toString().contains("nameLength=0"), nameless::toString);
    }
}
