package dev.cnv.runtime.certificate;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.DecisionFacts;
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
 * @param errors the names of the rules that could not be asked, sorted
 * @param facts the SHA-256 of what the policy could look at besides the arguments; empty when that is
 *     not known
 * @param epoch how often the runtime's policy had been changed
 * @param request what the policy could look at, for the ledger; empty when that is not known
 */
public record PolicyTrace(
        String engine,
        Digest policy,
        List<String> considered,
        Optional<String> matched,
        long evaluationNanos,
        List<String> errors,
        Optional<Digest> facts,
        long epoch,
        Optional<DecisionFacts> request) {

    /** Copies the lists. */
    public PolicyTrace {
        considered = List.copyOf(considered);
        errors = List.copyOf(errors);
    }

    /**
     * A trace of a decision without errors, of which the facts are not known, by the first policy.
     *
     * @param engine the engine's name and version
     * @param policy the SHA-256 of the policy's canonical form
     * @param considered the names of the rules whose conditions were evaluated, sorted
     * @param matched the name of the rule that decided
     * @param evaluationNanos how long the evaluation took, in nanoseconds
     */
    public PolicyTrace(
            String engine,
            Digest policy,
            List<String> considered,
            Optional<String> matched,
            long evaluationNanos) {
        this(
                engine,
                policy,
                considered,
                matched,
                evaluationNanos,
                List.of(),
                Optional.empty(),
                0,
                Optional.empty());
    }
}
