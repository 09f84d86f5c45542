package dev.cnv.audit.replay;

import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyVerdict;
import java.util.List;
import java.util.Optional;

/**
 * What a policy decided, and why.
 *
 * @param verdict {@code permit}, {@code refuse}, {@code rewrite} or {@code redirect}
 * @param reason the code of the refusal
 * @param matched the rule that decided
 * @param considered the rules that were asked
 */
public record Explanation(
        String verdict,
        Optional<String> reason,
        Optional<String> matched,
        List<String> considered) {

    /** The stage at which a policy refuses. */
    static final String POLICY = "policy";

    /** Copies the list. */
    public Explanation {
        considered = List.copyOf(considered);
    }

    static Explanation of(PolicyVerdict verdict) {
        return switch (verdict) {
            case PolicyVerdict.Permit permit -> explanation("permit", permit, Optional.empty());
            case PolicyVerdict.Refuse refuse ->
                explanation(
                        "refuse", refuse, Optional.of(refuse.denial().reason().code()));
            case PolicyVerdict.Rewrite rewrite -> explanation("rewrite", rewrite, Optional.empty());
            case PolicyVerdict.Redirect redirect ->
                explanation("redirect", redirect, Optional.empty());
        };
    }

    private static Explanation explanation(
            String what, PolicyVerdict verdict, Optional<String> reason) {
        return new Explanation(what, reason, verdict.matched(), verdict.considered());
    }

    /**
     * What the ledger says of the policy's part in a decision; later stages are not the policy's. Of a
     * decision that mode AUDIT passed over, the ledger has the remark about it and no reason code.
     *
     * @param again what the policy says again, which an equal remark stands for
     */
    static Explanation recorded(PolicyDecision decision, PolicyVerdict again) {
        Optional<String> overlooked = decision.overlooked();
        if (overlooked.isPresent()) {
            return overlooked(decision, overlooked.get(), again);
        }
        boolean refused = decision.stage().equals(POLICY);
        return new Explanation(
                refused ? "refuse" : "permit",
                refused ? decision.reason().map(Reason::code) : Optional.empty(),
                decision.ruleMatched(),
                decision.rulesConsidered());
    }

    private static Explanation overlooked(
            PolicyDecision decision, String remark, PolicyVerdict again) {
        Explanation now = of(again);
        boolean same = remark.equals(remark(again));
        return new Explanation(
                same ? now.verdict() : "overlooked: " + remark,
                same ? now.reason() : Optional.empty(),
                decision.ruleMatched(),
                decision.rulesConsidered());
    }

    /** What mode AUDIT remarks about a verdict. */
    private static String remark(PolicyVerdict verdict) {
        return switch (verdict) {
            case PolicyVerdict.Permit _ -> "";
            case PolicyVerdict.Refuse refuse -> "refused: " + refuse.denial().message();
            case PolicyVerdict.Rewrite _ -> "rewritten the arguments";
            case PolicyVerdict.Redirect redirect -> "redirected to " + redirect.to();
        };
    }

    /** {@return whether the call could go on as it was asked for} */
    public boolean permits() {
        return verdict.equals("permit");
    }

    @Override
    public String toString() {
        return verdict
                + reason.map(code -> " (" + code + ")").orElse("")
                + matched.map(rule -> " by rule " + rule).orElse("");
    }
}
