package dev.cnv.runtime.certificate;

import dev.cnv.runtime.canonical.Digest;
import java.util.List;
import java.util.Optional;

/**
 * How the policy came to its decision.
 *
 * @param engine the engine's name and version
 * @param policy the SHA-256 of the policy's canonical form
 * @param considered the names of the rules whose conditions were evaluated, sorted
 * @param matched the name of the rule that decided
 * @param evaluationNanos how long the evaluation took, in nanoseconds
 */
public record PolicyTrace(
        String engine,
        Digest policy,
        List<String> considered,
        Optional<String> matched,
        long evaluationNanos) {

    /** Copies the list. */
    public PolicyTrace {
        considered = List.copyOf(considered);
    }
}
