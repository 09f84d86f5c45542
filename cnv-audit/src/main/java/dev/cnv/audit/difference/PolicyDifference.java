package dev.cnv.audit.difference;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Compares two policies by what they permit, over every request there is.
 *
 * <p>A policy permits a request when {@link RulePolicyEngine} permits it as it is. A request that is
 * rewritten or redirected is asked about again in its new form, and that form counts as a request of
 * its own. So when a policy is no wider than another, every call that it lets run is one that the other
 * permits, asked for as it runs.
 *
 * <p>A request is anything an engine may be handed: arguments of any type, whatever the verb's schema
 * says, and an executor that need not be the agent. A proof therefore holds for every verb; a request
 * that is found may be one that something before the policy refuses.
 *
 * <p>With Z3 on the path (module {@code tools.aqua.turnkey.z3}) the answer is a proof or a request.
 * Without it requests are drawn at random, and only a difference can be shown.
 *
 * <p><b>Threading:</b> immutable; an answer is found by the thread that asks.
 */
@EffectBoundary(
        value = Effect.READ_ONLY,
        reason = "it asks a solver in native code, which computes")
public final class PolicyDifference {

    /** How many requests are drawn when there is no solver. */
    public static final int DRAWS = 20_000;

    private final Duration timeout;
    private final RandomGenerator random;

    /**
     * A comparison.
     *
     * @param timeout how long the solver may take for one direction, at least a millisecond
     * @param random draws requests when there is no solver
     * @throws IllegalArgumentException when the time is shorter, or longer than an hour
     */
    public PolicyDifference(Duration timeout, RandomGenerator random) {
        if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("timeout=" + timeout + " is not 1 ms to 1 h");
        }
        this.timeout = timeout;
        this.random = random;
    }

    /**
     * Looks for a request that the second policy permits and the first does not.
     *
     * @param before the first policy
     * @param after the second policy
     * @return a proof that there is none, a request, or why neither was found
     */
    public Answer wider(PolicySet before, PolicySet after) {
        Vocabulary words;
        try {
            words = new Vocabulary(List.of(before, after));
        } catch (UntranslatableException e) {
            return new Answer.Undecided(String.valueOf(e.getMessage()));
        }
        if (before.equals(after)) {
            return new Answer.NoWider();
        }
        try {
            Answer answer = SolverSearch.wider(words, before, after, timeout);
            boolean asks = before.asksForWays() || after.asksForWays();
            return asks && answer instanceof Answer.NoWider
                    ? new Answer.Undecided(
                            "a rule asks which ways lead through the application's verbs,"
                                    + " which no proof here knows; where there are none, the second policy"
                                    + " permits no more")
                    : answer;
        } catch (LinkageError e) {
            return searched(words, before, after);
        }
    }

    /** What {@link #wider} does without a solver. */
    Answer searched(Vocabulary words, PolicySet before, PolicySet after) {
        RulePolicyEngine narrow = RulePolicyEngine.of(before);
        RulePolicyEngine wide = RulePolicyEngine.of(after);
        for (int i = 0; i < DRAWS; i++) {
            Optional<Answer> found = draw(words).flatMap(r -> confirmed(r, narrow, wide));
            if (found.isPresent()) {
                return found.get();
            }
        }
        return new Answer.Undecided(
                "Z3 is not on the path or does not load, so nothing is proved; of " + DRAWS
                        + " drawn requests none is permitted by the second policy alone");
    }

    private Optional<PolicyRequest> draw(Vocabulary words) {
        Map<String, Long> values = new HashMap<>();
        words.variables()
                .forEach((name, range) ->
                        values.put(name, random.nextLong(range.least(), range.most() + 1)));
        try {
            return Optional.of(new Situation(words, values).request());
        } catch (IllegalArgumentException _) {
            // No request has these numbers.
            return Optional.empty();
        }
    }

    /** The request with both verdicts, when the engines themselves differ on it. */
    static Optional<Answer> confirmed(
            PolicyRequest request, RulePolicyEngine narrow, RulePolicyEngine wide) {
        PolicyVerdict first = narrow.evaluate(request);
        PolicyVerdict second = wide.evaluate(request);
        return second instanceof PolicyVerdict.Permit && !(first instanceof PolicyVerdict.Permit)
                ? Optional.of(new Answer.Wider(request, first, second))
                : Optional.empty();
    }
}
