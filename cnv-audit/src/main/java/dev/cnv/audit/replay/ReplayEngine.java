package dev.cnv.audit.replay;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.LedgerLines;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Evaluates recorded decisions again: each request is built anew from the ledger, and given to the policy
 * whose hash the decision names, or to another one beside it. What is recorded of the answer is only
 * compared, never used.
 *
 * <p>Lines are read by the calling thread and evaluated by others, in batches; results come in the order of
 * the ledger. At most {@value ReplayRun#BATCHES} batches of {@value LineBatch#LINES} lines are in memory.
 *
 * <p><b>Threading:</b> immutable; each replay belongs to the thread that asks for it.
 */
@EffectBoundary(
        value = Effect.READ_ONLY,
        reason =
                "it reads a ledger and evaluates rules, whose compiled form are classes of its own")
public final class ReplayEngine {

    private final ExecutorService workers;
    private final Optional<String> audience;

    /**
     * An engine for ledgers of a runtime without a name.
     *
     * @param workers evaluate batches of decisions; not closed with the engine
     */
    public ReplayEngine(ExecutorService workers) {
        this(workers, Optional.empty());
    }

    /**
     * An engine.
     *
     * @param workers evaluate batches of decisions; not closed with the engine
     * @param audience the name that tokens call the runtime by whose ledger is read, which no record says;
     *     without it, whether a chain that is for certain runtimes holds is undetermined
     */
    public ReplayEngine(ExecutorService workers, Optional<String> audience) {
        this.workers = workers;
        this.audience = audience;
    }

    /**
     * Evaluates decisions again, by the policies that made them, and checks the chain of each: its
     * signatures and narrowing, its window at the time of the decision, what was revoked before it, and
     * that it grants the call.
     *
     * @param ledger the ledger's directory
     * @param slice which decisions to look at
     * @param progress sees how many records were read, now and then
     * @param results sees each decision, in order
     * @throws LedgerException when the ledger cannot be read or is damaged
     */
    public void replay(
            Path ledger,
            ReplaySlice slice,
            LongConsumer progress,
            Consumer<ReplayedDecision> results) {
        whatIf(ledger, slice, WhatIf.NOTHING, progress, results);
    }

    /**
     * Evaluates decisions as they could have been, beside what the policies that made them say.
     *
     * @param ledger the ledger's directory
     * @param slice which decisions to look at
     * @param whatIf what could have been otherwise; with nothing this is {@link #replay}
     * @param progress sees how many records were read, now and then
     * @param results sees each decision, in order
     * @throws LedgerException when the ledger cannot be read or is damaged
     */
    public void whatIf(
            Path ledger,
            ReplaySlice slice,
            WhatIf whatIf,
            LongConsumer progress,
            Consumer<ReplayedDecision> results) {
        ContractReplay contracts = new ContractReplay(whatIf);
        DecisionReplay replay = new DecisionReplay(ledger, slice, whatIf, contracts, audience);
        try (LedgerLines lines = LedgerLines.open(ledger)) {
            new ReplayRun(workers, replay, contracts, slice, progress, results).over(lines);
        }
    }
}
