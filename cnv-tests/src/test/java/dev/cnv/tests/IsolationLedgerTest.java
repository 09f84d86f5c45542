package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.SystemTime;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However a worker ends, the ledger on disk has one outcome of each call, and the next call has its permit. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IsolationLedgerTest {

    @TempDir
    private Path folder;

    private Path logged() {
        return folder.resolve("ledger");
    }

    /** Makes calls, closes the runtime, and reads what the ledger has of them. */
    private List<InvocationCompleted> after(Function<Cells, List<Outcome<?>>> calls) {
        List<Outcome<?>> outcomes;
        try (SystemTime time = new SystemTime(Clock.systemUTC())) {
            try (Cells cells = new Cells(FileLedger.open(logged(), time))) {
                outcomes = calls.apply(cells);
            }
        }
        assertTrue(FileLedger.verify(logged()).intact());
        List<LedgerEvent> events = new ArrayList<>();
        FileLedger.read(logged(), record -> events.add(record.event()));
        return ended(outcomes, events);
    }

    private static List<InvocationCompleted> ended(
            List<Outcome<?>> outcomes, List<LedgerEvent> events) {
        Map<UUID, List<InvocationCompleted>> ended = events.stream()
                .filter(InvocationCompleted.class::isInstance)
                .map(InvocationCompleted.class::cast)
                .collect(Collectors.groupingBy(InvocationCompleted::invocation));
        long decided = events.stream().filter(PolicyDecision.class::isInstance).count();
        assertEquals(outcomes.size(), decided, "each call was decided once");
        assertEquals(outcomes.size(), ended.size(), "and ended");
        List<InvocationCompleted> inOrder = new ArrayList<>();
        for (Outcome<?> outcome : outcomes) {
            List<InvocationCompleted> of = ended.get(outcome.receipt().invocation());
            assertEquals(1, of.size(), "exactly once");
            assertEquals(reason(outcome), of.getFirst().reason());
            inOrder.add(of.getFirst());
        }
        return inOrder;
    }

    private static Optional<Reason> reason(Outcome<?> outcome) {
        return outcome instanceof Outcome.Failed<?> failed
                ? Optional.of(failed.failure().reason())
                : Optional.empty();
    }

    private static List<Optional<Reason>> reasons(List<InvocationCompleted> ended) {
        return ended.stream().map(InvocationCompleted::reason).toList();
    }

    private static void killed(String pid) {
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    }

    @Test
    void death_ofAWorker_isOneOutcomeAndGivesThePermitBack() {
        // Of this verb one call may run at a time: the second runs only with the permit of the
        // first.
        List<InvocationCompleted> ended = after(cells -> {
            List<Outcome<?>> outcomes = new ArrayList<>();
            for (String name : List.of("a", "b")) {
                Path file = folder.resolve(name);
                CompletableFuture<Outcome<Void>> call =
                        CompletableFuture.supplyAsync(() -> cells.calls().await(file.toString()));
                killed(Cells.noted(file));
                outcomes.add(call.join());
            }
            outcomes.add(cells.calls().end2("halt"));
            outcomes.add(cells.calls().say("hi"));
            return outcomes;
        });
        Optional<Reason> lost = Optional.of(Reason.WORKER_LOST);
        assertEquals(List.of(lost, lost, lost, Optional.empty()), reasons(ended));
    }

    @Test
    void hang_ofAWorker_isOneOutcomeAndGivesThePermitBack() {
        List<InvocationCompleted> ended = after(cells -> List.of(
                cells.calls().spin(folder.resolve("a").toString()),
                cells.calls().spin(folder.resolve("b").toString())));
        Optional<Reason> late = Optional.of(Reason.TIMED_OUT);
        assertEquals(List.of(late, late), reasons(ended));
    }

    @Test
    void limit_ofAWorker_isOneOutcome() {
        List<InvocationCompleted> ended = after(cells -> List.of(
                cells.calls().eat(40),
                cells.calls().end2("out-of-memory"),
                cells.calls().flood(2 << 20),
                cells.calls().eat(1)));
        Optional<Reason> exceeded = Optional.of(Reason.LIMIT_EXCEEDED);
        assertEquals(List.of(exceeded, exceeded, exceeded, Optional.empty()), reasons(ended));
    }

    @Test
    void retry_afterADeath_isOneOutcomeOfTwoAttempts() {
        List<InvocationCompleted> ended = after(
                cells -> List.of(cells.calls().flaky(folder.resolve("once").toString())));
        assertEquals(2, ended.getFirst().attempts());
        assertEquals("completed", ended.getFirst().status());
    }

    @Test
    void close_whileAWorkerRuns_isOneOutcome() {
        List<InvocationCompleted> ended = after(cells -> {
            Path file = folder.resolve("wait");
            CompletableFuture<Outcome<Void>> call =
                    CompletableFuture.supplyAsync(() -> cells.calls().await(file.toString()));
            Cells.noted(file);
            cells.close();
            Outcome<Void> outcome = call.join();
            assertInstanceOf(Outcome.Failed.class, outcome);
            return List.of(outcome);
        });
        assertEquals(List.of(Optional.of(Reason.CANCELLED)), reasons(ended));
    }
}
