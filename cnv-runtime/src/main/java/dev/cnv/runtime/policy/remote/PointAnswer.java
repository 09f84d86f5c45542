package dev.cnv.runtime.policy.remote;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.policy.PolicyVerdict;
import java.time.Duration;

/**
 * What a decision point answers.
 *
 * @param policy the SHA-256 of the policy that it decided by
 * @param verdict the verdict
 * @param goodFor how long it holds for all calls alike; zero for this one only
 */
public record PointAnswer(Digest policy, PolicyVerdict verdict, Duration goodFor) {

    /**
     * Checks the duration.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public PointAnswer {
        if (goodFor.isNegative()) {
            throw new IllegalArgumentException("goodFor=" + goodFor + " is negative");
        }
    }
}
