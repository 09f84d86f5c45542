package dev.cnv.remote;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.remote.decision.PolicyPoint;
import java.util.function.Function;

/** A verb of the name of a decision point's, which answers what a test likes. */
public final class LyingPoint {

    private final Function<String, PolicyPoint.Answer> answers;

    /**
     * A point.
     *
     * @param answers what it answers to a question
     */
    public LyingPoint(Function<String, PolicyPoint.Answer> answers) {
        this.answers = answers;
    }

    /**
     * Answers.
     *
     * @param question the question
     * @param facts the digest of what is asked about
     * @return an answer
     */
    @Capability(id = "policy.decide")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH)
    public PolicyPoint.Answer decide(@Param(sensitive = true) String question, String facts) {
        return answer(question);
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the test's own function")
    private PolicyPoint.Answer answer(String question) {
        return answers.apply(question);
    }
}
