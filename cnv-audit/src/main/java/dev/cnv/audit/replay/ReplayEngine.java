package dev.cnv.audit.replay;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.governance.EventJson;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.LedgerLines;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Evaluates recorded decisions again: each request is built anew from the ledger, and given to the policy
 * whose hash the decision names, or to another one beside it. What is recorded of the answer is only
 * compared, never used.
 *
 * <p>Lines are read by the calling thread and evaluated by others, in batches; results come in the order of
 * the ledger. At most {@value #BATCHES} batches of {@value #BATCH_LINES} lines are in memory.
 *
 * <p><b>Threading:</b> immutable; each replay belongs to the thread that asks for it.
 */
@EffectBoundary(
        value = Effect.READ_ONLY,
        reason =
                "it reads a ledger and evaluates rules, whose compiled form are classes of its own")
public final class ReplayEngine {

    static final int BATCH_LINES = 512;
    static final int BATCHES = 16;

    private static final byte[] DECISION =
            "\"type\":\"policy-decision\"}".getBytes(StandardCharsets.US_ASCII);

    private final ExecutorService workers;

    /**
     * An engine.
     *
     * @param workers evaluate batches of decisions; not closed with the engine
     */
    public ReplayEngine(ExecutorService workers) {
        this.workers = workers;
    }

    /** A line that is a decision. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Line(long index, byte[] bytes) {}

    /**
     * Evaluates decisions again, by the policies that made them.
     *
     * @param ledger the ledger's directory
     * @param from the index of the first record to look at
     * @param to the index behind the last one; past the end is the end
     * @param progress sees how many records were read, now and then
     * @param results sees each decision, in order
     * @throws LedgerException when the ledger cannot be read or is damaged
     */
    public void replay(
            Path ledger,
            long from,
            long to,
            LongConsumer progress,
            Consumer<ReplayedDecision> results) {
        run(ledger, from, to, Optional.empty(), progress, results);
    }

    /**
     * Evaluates decisions by another policy, beside the policies that made them.
     *
     * @param ledger the ledger's directory
     * @param from the index of the first record to look at
     * @param to the index behind the last one; past the end is the end
     * @param other the other policy
     * @param progress sees how many records were read, now and then
     * @param results sees each decision, in order
     * @throws LedgerException when the ledger cannot be read or is damaged
     */
    public void whatIf(
            Path ledger,
            long from,
            long to,
            PolicySet other,
            LongConsumer progress,
            Consumer<ReplayedDecision> results) {
        run(ledger, from, to, Optional.of(RulePolicyEngine.of(other)), progress, results);
    }

    private void run(
            Path ledger,
            long from,
            long to,
            Optional<RulePolicyEngine> other,
            LongConsumer progress,
            Consumer<ReplayedDecision> results) {
        try (LedgerLines lines = LedgerLines.open(ledger)) {
            new Run(ledger, from, other, progress, results).over(lines, to);
        }
    }

    /** One pass over a ledger. */
    private final class Run {
        private final Path ledger;
        private final long from;
        private final Optional<RulePolicyEngine> other;
        private final LongConsumer progress;
        private final Consumer<ReplayedDecision> results;
        private final Deque<Future<List<ReplayedDecision>>> pending = new ArrayDeque<>();
        private List<Line> batch = new ArrayList<>();
        private ReplayState state = ReplayState.NONE;

        Run(
                Path ledger,
                long from,
                Optional<RulePolicyEngine> other,
                LongConsumer progress,
                Consumer<ReplayedDecision> results) {
            this.ledger = ledger;
            this.from = from;
            this.other = other;
            this.progress = progress;
            this.results = results;
        }

        /** Reads from the beginning, because what a decision was made by stands before it. */
        void over(LedgerLines lines, long to) {
            try {
                lines.scan(
                        0,
                        to,
                        (index, _, _, buffer, offset, length) ->
                                take(index, buffer, offset, length));
                hand();
                while (!pending.isEmpty()) {
                    deliver();
                }
            } finally {
                pending.forEach(future -> future.cancel(true));
            }
        }

        private void take(long index, byte[] buffer, int offset, int length) {
            if (index % BATCH_LINES == 0) {
                progress.accept(index);
            }
            if (endsWith(buffer, offset + length, DECISION)) {
                if (index >= from) {
                    batch.add(new Line(index, Arrays.copyOfRange(buffer, offset, offset + length)));
                }
                if (batch.size() >= BATCH_LINES) {
                    hand();
                }
                return;
            }
            JsonNode line = parsed(buffer, offset, length);
            String type = line.path("type").stringValue();
            if (ReplayState.isChanged(type)) {
                hand();
                state = state.after(event(index, line), this::payload);
            }
        }

        private void hand() {
            if (batch.isEmpty()) {
                return;
            }
            List<Line> lines = batch;
            ReplayState now = state;
            batch = new ArrayList<>();
            pending.add(workers.submit(() -> evaluate(lines, now)));
            if (pending.size() >= BATCHES) {
                deliver();
            }
        }

        private void deliver() {
            try {
                pending.remove().get().forEach(results);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LedgerException("the replay was interrupted", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException fault) {
                    throw fault;
                }
                throw new IllegalStateException(e.getCause());
            }
        }

        private List<ReplayedDecision> evaluate(List<Line> lines, ReplayState now) {
            List<ReplayedDecision> replayed = new ArrayList<>(lines.size());
            for (Line line : lines) {
                JsonNode json = parsed(line.bytes(), 0, line.bytes().length);
                replayed.add(
                        event(line.index(), json) instanceof PolicyDecision decision
                                ? evaluate(line.index(), decision, now)
                                : new ReplayedDecision.Undetermined(
                                        line.index(), "its members were erased"));
            }
            return replayed;
        }

        private ReplayedDecision evaluate(long index, PolicyDecision decision, ReplayState now) {
            if (decision.request().isEmpty()) {
                return new ReplayedDecision.Skipped(index, decision.stage());
            }
            Optional<RulePolicyEngine> engine = decision.policy().map(now.engines()::get);
            if (engine.isEmpty()) {
                return new ReplayedDecision.Undetermined(
                        index,
                        "the text of policy="
                                + decision.policy().map(Digest::shortHex).orElse("")
                                + " is not in the ledger");
            }
            return switch (RecordedRequests.of(
                    decision,
                    Optional.ofNullable(now.verbs().get(decision.capability())),
                    this::payload)) {
                case RecordedRequests.Rebuilt.Lost lost ->
                    new ReplayedDecision.Undetermined(index, lost.why());
                case RecordedRequests.Rebuilt.Whole whole ->
                    evaluate(index, decision, whole.request(), engine.get());
            };
        }

        private ReplayedDecision evaluate(
                long index,
                PolicyDecision decision,
                PolicyRequest request,
                RulePolicyEngine engine) {
            Optional<String> secret = secretAskedAbout(engine, request)
                    .or(() -> other.flatMap(rules -> secretAskedAbout(rules, request)));
            if (secret.isPresent()) {
                return new ReplayedDecision.Undetermined(
                        index, "a rule asks about the sensitive argument=" + secret.get());
            }
            Explanation again = Explanation.of(verdict(engine, request));
            if (other.isEmpty()) {
                Explanation recorded = Explanation.recorded(decision);
                return recorded.equals(again)
                        ? new ReplayedDecision.Same(index, again.permits())
                        : new ReplayedDecision.Different(index, decision, recorded, again);
            }
            Explanation instead = Explanation.of(verdict(other.get(), request));
            return again.permits() == instead.permits()
                    ? new ReplayedDecision.Same(index, again.permits())
                    : new ReplayedDecision.Different(index, decision, again, instead);
        }

        private Optional<byte[]> payload(Digest digest) {
            return FileLedger.payload(ledger, digest);
        }

        private LedgerEvent event(long index, JsonNode line) {
            ObjectNode members = (ObjectNode) line.get("event");
            try {
                JsonNode spilled = members.get("spilled");
                if (spilled != null) {
                    Optional<byte[]> bytes = payload(new Digest(spilled.stringValue()));
                    if (bytes.isPresent()) {
                        members = (ObjectNode)
                                StrictJson.parse(new String(bytes.get(), StandardCharsets.UTF_8));
                    } else {
                        return EventJson.read("erased", members);
                    }
                }
                return EventJson.read(line.get("type").stringValue(), members);
            } catch (IllegalArgumentException e) {
                throw new LedgerException(
                        "record=" + index + " cannot be read: " + e.getMessage(), e);
            }
        }
    }

    private static PolicyVerdict verdict(RulePolicyEngine engine, PolicyRequest request) {
        return engine.evaluate(request);
    }

    /** A sensitive argument whose value a rule about the verb would look at. */
    private static Optional<String> secretAskedAbout(
            RulePolicyEngine engine, PolicyRequest request) {
        List<String> secrets = request.arguments().properties().stream()
                .filter(argument -> RecordedRequests.isCommitment(argument.getValue()))
                .map(java.util.Map.Entry::getKey)
                .toList();
        if (secrets.isEmpty()) {
            return Optional.empty();
        }
        return engine.asked(request.verb().id()).stream()
                .map(name -> engine.rules().rule(name).orElseThrow())
                .flatMap(rule -> AskedArguments.of(rule).stream())
                .filter(secrets::contains)
                .findFirst();
    }

    private static JsonNode parsed(byte[] buffer, int offset, int length) {
        return StrictJson.parse(new String(buffer, offset, length, StandardCharsets.UTF_8));
    }

    private static boolean endsWith(byte[] buffer, int end, byte[] with) {
        return end >= with.length
                && Arrays.equals(buffer, end - with.length, end, with, 0, with.length);
    }
}
