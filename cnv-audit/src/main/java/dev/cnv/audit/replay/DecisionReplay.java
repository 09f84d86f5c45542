package dev.cnv.audit.replay;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.DecisionReader;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Evaluates decisions again: each by the policy that made it, or by another one beside it.
 *
 * <p><b>Threading:</b> one thread adds changes, in the order of the ledger; any number evaluate lines that
 * stand behind what was added when they were handed over.
 */
final class DecisionReplay {

    private final Path ledger;
    private final Optional<RulePolicyEngine> other;
    private final ReplayHistory history;
    private final ChainReplay chains;
    private final Queue<Tools> idle = new ConcurrentLinkedQueue<>();

    /** What one thread at a time works with. */
    private record Tools(DecisionReader reader, RecordedRequests requests) {}

    /**
     * A replay of a ledger.
     *
     * @param other the policy beside the one that decided; with none, chains are checked too
     * @param audience the name that tokens call the runtime by
     */
    DecisionReplay(Path ledger, Optional<RulePolicyEngine> other, Optional<String> audience) {
        this.ledger = ledger;
        this.other = other;
        TrustHistory trust = new TrustHistory(audience);
        this.history = new ReplayHistory(this::payload, trust);
        this.chains = new ChainReplay(
                trust, new RecordedChains(trust, this::payload, audience.isPresent()));
    }

    /** Takes a line that changes what decisions are made by. */
    void add(long index, byte[] buffer, int offset, int length) {
        history.add(index, EventLine.read(index, buffer, offset, length, this::payload));
    }

    /** Evaluates lines of decisions. */
    List<ReplayedDecision> evaluate(LineBatch lines) {
        Tools pooled = idle.poll();
        Tools tools =
                pooled == null ? new Tools(new DecisionReader(), new RecordedRequests()) : pooled;
        List<ReplayedDecision> replayed = new ArrayList<>(lines.count());
        for (int i = 0; i < lines.count(); i++) {
            replayed.add(evaluate(tools, lines, i));
        }
        idle.add(tools);
        return replayed;
    }

    private ReplayedDecision evaluate(Tools tools, LineBatch lines, int line) {
        long index = lines.index(line);
        int from = lines.from(line);
        int length = lines.length(line);
        Optional<PolicyDecision> read = tools.reader().read(lines.bytes(), from, length);
        if (read.isPresent()) {
            return evaluate(tools, index, read.get());
        }
        return EventLine.read(index, lines.bytes(), from, length, this::payload)
                        instanceof PolicyDecision decision
                ? evaluate(tools, index, decision)
                : new ReplayedDecision.Undetermined(index, "its members were erased");
    }

    private ReplayedDecision evaluate(Tools tools, long index, PolicyDecision decision) {
        if (decision.request().isEmpty()) {
            return new ReplayedDecision.Skipped(index, decision.stage());
        }
        Optional<RulePolicyEngine> engine =
                decision.policy().flatMap(hash -> history.policy(hash, index));
        if (engine.isEmpty()) {
            return new ReplayedDecision.Undetermined(
                    index,
                    "the text of policy="
                            + decision.policy().map(Digest::shortHex).orElse("")
                            + " is not in the ledger");
        }
        return switch (tools.requests()
                .of(decision, history.verb(decision.capability(), index), this::payload)) {
            case RecordedRequests.Rebuilt.Lost lost ->
                new ReplayedDecision.Undetermined(index, lost.why());
            case RecordedRequests.Rebuilt.Whole whole ->
                other.isPresent()
                        ? evaluate(index, decision, whole.request(), engine.get())
                        : withChain(index, decision, whole.request(), engine.get());
        };
    }

    /** A chain that does not hold weighs more than what the policy says, and a difference than a doubt. */
    private ReplayedDecision withChain(
            long index, PolicyDecision decision, PolicyRequest request, RulePolicyEngine engine) {
        return switch (chains.check(index, decision, request)) {
            case ChainReplay.Answer.Broken(Denial denial) ->
                new ReplayedDecision.ChainBroken(index, decision, denial);
            case ChainReplay.Answer.Holds() -> evaluate(index, decision, request, engine);
            case ChainReplay.Answer.Unknown(String why) ->
                evaluate(index, decision, request, engine)
                                instanceof ReplayedDecision.Different different
                        ? different
                        : new ReplayedDecision.Undetermined(index, why);
        };
    }

    private ReplayedDecision evaluate(
            long index, PolicyDecision decision, PolicyRequest request, RulePolicyEngine engine) {
        Optional<String> secret = secretAskedAbout(engine, request)
                .or(() -> other.flatMap(rules -> secretAskedAbout(rules, request)));
        if (secret.isPresent()) {
            return new ReplayedDecision.Undetermined(
                    index, "a rule asks about the sensitive argument=" + secret.get());
        }
        PolicyVerdict verdict = engine.evaluate(request);
        Explanation again = Explanation.of(verdict);
        if (other.isEmpty()) {
            Explanation recorded = Explanation.recorded(decision, verdict);
            return recorded.equals(again)
                    ? new ReplayedDecision.Same(index, again.permits())
                    : new ReplayedDecision.Different(index, decision, recorded, again);
        }
        Explanation instead = Explanation.of(other.get().evaluate(request));
        return again.permits() == instead.permits()
                ? new ReplayedDecision.Same(index, again.permits())
                : new ReplayedDecision.Different(index, decision, again, instead);
    }

    private Optional<byte[]> payload(Digest digest) {
        return FileLedger.payload(ledger, digest);
    }

    /** A sensitive argument whose value a rule about the verb would look at. */
    private static Optional<String> secretAskedAbout(
            RulePolicyEngine engine, PolicyRequest request) {
        List<String> secrets = request.arguments().properties().stream()
                .filter(argument -> RecordedRequests.isCommitment(argument.getValue()))
                .map(Map.Entry::getKey)
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
}
