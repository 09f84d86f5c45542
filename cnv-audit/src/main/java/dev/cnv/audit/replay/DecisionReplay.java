package dev.cnv.audit.replay;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.DecisionReader;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Evaluates decisions again: each by the policy that made it, or as it could have been beside that.
 *
 * <p><b>Threading:</b> one thread adds changes, in the order of the ledger; any number evaluate lines that
 * stand behind what was added when they were handed over.
 */
final class DecisionReplay {

    private final Path ledger;
    private final ReplaySlice slice;
    private final Optional<PolicyComparison> comparison;
    private final ReplayHistory history;
    private final ChainReplay chains;
    private final Queue<Tools> idle = new ConcurrentLinkedQueue<>();

    /** What one thread at a time works with. */
    private record Tools(DecisionReader reader, RecordedRequests requests) {}

    /**
     * A replay of a ledger.
     *
     * @param slice which decisions to look at, of those that are given
     * @param whatIf what could have been otherwise; with nothing, chains are checked too
     * @param contracts which verbs have to have turns
     * @param audience the name that tokens call the runtime by
     */
    DecisionReplay(
            Path ledger,
            ReplaySlice slice,
            WhatIf whatIf,
            ContractReplay contracts,
            Optional<String> audience) {
        this.ledger = ledger;
        this.slice = slice;
        TrustHistory trust = new TrustHistory(audience);
        this.history = new ReplayHistory(this::payload, trust);
        RecordedChains recorded = new RecordedChains(trust, this::payload, audience.isPresent());
        this.chains = new ChainReplay(trust, recorded);
        this.comparison = whatIf.isNothing()
                ? Optional.empty()
                : Optional.of(new PolicyComparison(
                        whatIf.policy().map(RulePolicyEngine::of),
                        new Alterations(whatIf, recorded),
                        contracts));
    }

    /** Takes a line that changes what decisions are made by. */
    void add(long index, byte[] buffer, int offset, int length) {
        history.add(index, EventLine.read(index, buffer, offset, length, this::payload));
    }

    /** Evaluates lines of decisions, and reads which calls ended. */
    List<Step> evaluate(LineBatch lines) {
        Tools pooled = idle.poll();
        Tools tools =
                pooled == null ? new Tools(new DecisionReader(), new RecordedRequests()) : pooled;
        List<Step> steps = new ArrayList<>(lines.count());
        for (int i = 0; i < lines.count(); i++) {
            steps.add(evaluate(tools, lines, i));
        }
        idle.add(tools);
        return steps;
    }

    private Step evaluate(Tools tools, LineBatch lines, int line) {
        long index = lines.index(line);
        int from = lines.from(line);
        int length = lines.length(line);
        Optional<PolicyDecision> read = tools.reader().read(lines.bytes(), from, length);
        LedgerEvent event = read.isPresent()
                ? read.get()
                : EventLine.read(index, lines.bytes(), from, length, this::payload);
        return switch (event) {
            case PolicyDecision decision ->
                slice.includes(decision.time())
                        ? evaluate(tools, index, decision)
                        : new Step.Outside();
            case InvocationCompleted ended -> new Step.Ended(ended.decision().orElse(-1));
            default -> undetermined(index, "its members were erased");
        };
    }

    private Step evaluate(Tools tools, long index, PolicyDecision decision) {
        if (decision.request().isEmpty()) {
            return new Step.Done(new ReplayedDecision.Skipped(index, decision.stage()));
        }
        Optional<RulePolicyEngine> engine =
                decision.policy().flatMap(hash -> history.policy(hash, index));
        if (engine.isEmpty()) {
            String policy = decision.policy().map(Digest::shortHex).orElse("");
            return undetermined(index, "the text of policy=" + policy + " is not in the ledger");
        }
        return switch (tools.requests()
                .of(decision, history.verb(decision.capability(), index), this::payload)) {
            case RecordedRequests.Rebuilt.Lost lost -> undetermined(index, lost.why());
            case RecordedRequests.Rebuilt.Whole whole ->
                evaluate(index, decision, whole.request(), engine.get());
        };
    }

    private Step evaluate(
            long index, PolicyDecision decision, PolicyRequest request, RulePolicyEngine engine) {
        return comparison
                .map(with -> with.compare(index, decision, request, engine))
                .orElseGet(() -> new Step.Done(again(index, decision, request, engine)));
    }

    /** A chain that does not hold weighs more than what the policy says, and a difference than a doubt. */
    private ReplayedDecision again(
            long index, PolicyDecision decision, PolicyRequest request, RulePolicyEngine engine) {
        return switch (chains.check(index, decision, request)) {
            case ChainReplay.Answer.Broken(Denial denial) ->
                new ReplayedDecision.ChainBroken(index, decision, denial);
            case ChainReplay.Answer.Holds() ->
                PolicyComparison.withRecord(index, decision, request, engine);
            case ChainReplay.Answer.Unknown(String why) ->
                PolicyComparison.withRecord(index, decision, request, engine)
                                instanceof ReplayedDecision.Different different
                        ? different
                        : new ReplayedDecision.Undetermined(index, why);
        };
    }

    private static Step undetermined(long index, String why) {
        return new Step.Done(new ReplayedDecision.Undetermined(index, why));
    }

    private Optional<byte[]> payload(Digest digest) {
        return FileLedger.payload(ledger, digest);
    }
}
