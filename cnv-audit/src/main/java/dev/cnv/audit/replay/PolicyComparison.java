package dev.cnv.audit.replay;

import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what a policy says of a request with its record, or with what could have been.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class PolicyComparison {

    private final Optional<RulePolicyEngine> other;
    private final Alterations alterations;
    private final ContractReplay contracts;

    /**
     * A comparison with what could have been.
     *
     * @param other the policy that decides instead
     * @param alterations what else is otherwise for one call alone
     * @param contracts which verbs have to have turns
     */
    PolicyComparison(
            Optional<RulePolicyEngine> other, Alterations alterations, ContractReplay contracts) {
        this.other = other;
        this.alterations = alterations;
        this.contracts = contracts;
    }

    /** What a policy says of a request, compared with the record. */
    static ReplayedDecision withRecord(
            long index, PolicyDecision decision, PolicyRequest request, RulePolicyEngine engine) {
        Optional<String> secret = secretAskedAbout(engine, request);
        if (secret.isPresent()) {
            return undetermined(index, secret.get());
        }
        PolicyVerdict verdict = engine.evaluate(request);
        Explanation again = Explanation.of(verdict);
        Explanation recorded = Explanation.recorded(decision, verdict);
        return recorded.equals(again)
                ? new ReplayedDecision.Same(index, again.permits())
                : new ReplayedDecision.Different(index, decision, recorded, again);
    }

    /** What the policy that decided says of a request, compared with what could have been. */
    Step compare(
            long index, PolicyDecision decision, PolicyRequest request, RulePolicyEngine engine) {
        RulePolicyEngine instead = other.orElse(engine);
        Optional<String> secret =
                secretAskedAbout(engine, request).or(() -> secretAskedAbout(instead, request));
        if (secret.isPresent()) {
            return new Step.Done(undetermined(index, secret.get()));
        }
        Explanation before = Explanation.of(engine.evaluate(request));
        Explanation after = other.isPresent() ? Explanation.of(instead.evaluate(request)) : before;
        // What a later stage refused is refused still, and takes no turn.
        boolean goesOn = after.permits() && (decision.permitted() || !before.permits());
        if (!goesOn) {
            return new Step.Done(result(index, decision, before, after));
        }
        return switch (alterations.of(decision, request)) {
            case Alterations.Answer.GoesOn() -> {
                ReplayedDecision result = result(index, decision, before, after);
                boolean takesTurn = contracts.concerns(decision.capability())
                        && !DecisionStage.REPEATED.of(decision);
                yield takesTurn
                        ? new Step.Admitted(result, decision, before)
                        : new Step.Done(result);
            }
            case Alterations.Answer.Refused(Reason reason) ->
                new Step.Done(result(index, decision, before, refused(reason)));
            case Alterations.Answer.Unknown(String why) ->
                new Step.Done(new ReplayedDecision.Undetermined(index, why));
        };
    }

    private static ReplayedDecision result(
            long index, PolicyDecision decision, Explanation before, Explanation after) {
        return before.permits() == after.permits()
                ? new ReplayedDecision.Same(index, before.permits())
                : new ReplayedDecision.Different(index, decision, before, after);
    }

    private static Explanation refused(Reason reason) {
        return new Explanation("refuse", Optional.of(reason.code()), Optional.empty(), List.of());
    }

    private static ReplayedDecision undetermined(long index, String secret) {
        return new ReplayedDecision.Undetermined(
                index, "a rule asks about the sensitive argument=" + secret);
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
