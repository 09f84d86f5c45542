package dev.cnv.remote.decision;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.remote.PolicyQuestion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Decides for runtimes elsewhere. Who may ask is decided by the policy of the runtime that serves it, as for
 * any verb; what is decided by here is another one.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class PolicyPoint {

    private final AtomicReference<PolicyEngine> engine;
    private final Duration goodFor;

    /** How a question is answered. */
    public enum Verdict {
        /** The call may go on. */
        PERMIT,
        /** The call may not go on. */
        REFUSE
    }

    /**
     * An answer.
     *
     * @param question the SHA-256 of the question that it answers
     * @param policy the SHA-256 of the policy that was decided by
     * @param verdict the verdict
     * @param considered the rules whose conditions were evaluated
     * @param rule the rule that decided; none when none did
     * @param errors the rules that could not be asked
     * @param reason the code of the refusal's reason
     * @param message the refusal in words
     * @param details facts about the refusal, by name
     * @param goodForMillis how long the answer holds for all calls alike
     */
    public record Answer(
            String question,
            String policy,
            Verdict verdict,
            List<String> considered,
            Optional<String> rule,
            List<String> errors,
            Optional<String> reason,
            Optional<String> message,
            Map<String, String> details,
            long goodForMillis) {}

    /**
     * A point.
     *
     * @param engine decides
     * @param goodFor how long its verdicts hold for calls alike; zero for an engine whose rules look at
     *     the time
     */
    public PolicyPoint(PolicyEngine engine, Duration goodFor) {
        this.engine = new AtomicReference<>(engine);
        this.goodFor = goodFor;
    }

    /**
     * Decides by another engine from now on.
     *
     * @param other the engine
     */
    public void use(PolicyEngine other) {
        engine.set(other);
    }

    /**
     * Decides about a call in another runtime.
     *
     * @param question the question; it may hold secrets, so the ledger has its commitment only
     * @param facts the digest of what is asked about, by which the other runtime's ledger has it
     * @return the answer
     */
    @Capability(id = "policy.decide")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public Answer decide(@Param(sensitive = true) String question, String facts) {
        PolicyQuestion asked;
        try {
            asked = PolicyQuestion.parse(question);
        } catch (JsonRefusedException e) {
            throw new VerbRefusedException(
                    Denial.of(Reason.PARAMETER_MALFORMED, String.valueOf(e.getMessage())));
        }
        if (!asked.request().factsDigest().hex().equals(facts)) {
            throw new VerbRefusedException(Denial.of(
                    Reason.PARAMETER_CONFLICT, "facts=" + facts + " are not the question's"));
        }
        PolicyEngine decides = engine.get();
        return answer(asked, decides, evaluate(decides, asked));
    }

    @EffectBoundary(
            value = Effect.READ_ONLY,
            reason = "an engine keeps what it compiled and remembers, which no verdict depends on")
    private static PolicyVerdict evaluate(PolicyEngine decides, PolicyQuestion asked) {
        return decides.evaluate(asked.request());
    }

    private Answer answer(PolicyQuestion asked, PolicyEngine by, PolicyVerdict verdict) {
        return switch (verdict) {
            case PolicyVerdict.Permit _ ->
                answer(asked, by, verdict, Verdict.PERMIT, Optional.empty());
            case PolicyVerdict.Refuse refuse ->
                answer(asked, by, verdict, Verdict.REFUSE, Optional.of(refuse.denial()));
            case PolicyVerdict.Rewrite _, PolicyVerdict.Redirect _ ->
                answer(
                        asked,
                        by,
                        verdict,
                        Verdict.REFUSE,
                        Optional.of(Denial.of(
                                Reason.POLICY_FAULT,
                                "the rule makes another call of this one, which a decision point"
                                        + " elsewhere cannot do")));
        };
    }

    private Answer answer(
            PolicyQuestion asked,
            PolicyEngine by,
            PolicyVerdict verdict,
            Verdict said,
            Optional<Denial> denial) {
        return new Answer(
                asked.digest().hex(),
                by.policy().hex(),
                said,
                verdict.considered(),
                verdict.matched(),
                verdict.errors(),
                denial.map(why -> why.reason().code()),
                denial.map(Denial::message),
                denial.map(Denial::details).orElse(Map.of()),
                goodFor.toMillis());
    }
}
