package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.outcome.Reason;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call was decided. For a call that changes something this is durable before the verb runs.
 *
 * @param origin who acts, when, as part of what; caused by the decision of the call from within which
 *     this one was made
 * @param invocation the call's id
 * @param parent the call from within which this one was made
 * @param capability the verb's path
 * @param version the verb's version
 * @param agentType what kind of agent acts
 * @param principal on whose authority: the principal kind's name
 * @param root the agent at the root of the chain
 * @param chain the SHA-256 of the chain's tokens; empty for a caller without one
 * @param effects the verb's effects, sorted
 * @param argumentsDigest the SHA-256 of the canonical form of {@code arguments}, or of the payload
 * @param arguments the arguments; a sensitive value is an object with the members {@code salt} and
 *     {@code commitment} instead; none when they are in a payload
 * @param argumentsPayload the payload that has the arguments instead, because they are large or
 *     personal: canonical JSON with the members {@code arguments} and {@code salt}
 * @param policy the policy's hash; empty when the call did not get as far
 * @param rulesConsidered the rules evaluated
 * @param ruleMatched the rule that decided
 * @param permitted whether the verb may run
 * @param reason why not
 * @param stage how far the call came: the {@link DecisionStage#key} of a stage
 * @param message the denial's sentence, or why an AUDIT policy let the call go on; may be empty
 * @param idempotencyKey the caller's name for this very call
 * @param dryRun whether the verb was asked only to say what it would do
 * @param ruleErrors the rules that could not be asked
 * @param facts the SHA-256 of what the policy could look at besides the arguments; empty when the call
 *     did not get as far
 * @param request what the policy could look at; there exactly when {@code facts} is
 * @param spending what the decision used up
 * @param vouched the certificate of another runtime that the call was made with, and has used up when
 *     it was permitted and its verb is not idempotent; empty for every other call
 */
public record PolicyDecision(
        EventOrigin origin,
        UUID invocation,
        Optional<UUID> parent,
        String capability,
        String version,
        String agentType,
        String principal,
        String root,
        Optional<Digest> chain,
        List<String> effects,
        Optional<Digest> argumentsDigest,
        ObjectNode arguments,
        Optional<Digest> argumentsPayload,
        Optional<Digest> policy,
        List<String> rulesConsidered,
        Optional<String> ruleMatched,
        boolean permitted,
        Optional<Reason> reason,
        String stage,
        String message,
        Optional<String> idempotencyKey,
        boolean dryRun,
        List<String> ruleErrors,
        Optional<Digest> facts,
        Optional<DecisionFacts> request,
        Spending spending,
        Optional<CallEvent.VouchedBy> vouched)
        implements CallEvent {

    /** The fact in the metadata of a decision that a policy in mode AUDIT would have made otherwise. */
    public static final String OVERLOOKED = "overlooked";

    /** How the fact {@value #OVERLOOKED} begins; what the policy would have done comes behind it. */
    public static final String AUDIT_REMARK = "policy in mode AUDIT would have ";

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException when there are errors of rules and no facts, facts without the
     *     request or a request without facts, or arguments both here and in a payload
     */
    public PolicyDecision {
        if (facts.isEmpty() && !ruleErrors.isEmpty()) {
            throw new IllegalArgumentException(
                    "ruleErrors=" + ruleErrors + " without the facts that they are about");
        }
        if (facts.isPresent() != request.isPresent()) {
            throw new IllegalArgumentException(
                    "facts=" + facts.map(Digest::shortHex).orElse("none")
                            + " and request=" + (request.isPresent() ? "given" : "none")
                            + " are not there together");
        }
        if (argumentsPayload.isPresent() && !arguments.isEmpty()) {
            throw new IllegalArgumentException(
                    "argumentsPayload=" + argumentsPayload.get().shortHex() + " beside arguments");
        }
        effects = List.copyOf(effects);
        rulesConsidered = List.copyOf(rulesConsidered);
        ruleErrors = List.copyOf(ruleErrors);
    }

    /** {@return what a policy in mode AUDIT would have done; empty when it would have let the call be} */
    public Optional<String> overlooked() {
        String remark = origin.metadata().getOrDefault(OVERLOOKED, message);
        return remark.startsWith(AUDIT_REMARK)
                ? Optional.of(remark.substring(AUDIT_REMARK.length()))
                : Optional.empty();
    }

    /** {@return who acts} */
    public String agent() {
        return origin.agent();
    }

    /** {@return whose data and quotas} */
    public String tenant() {
        return origin.tenant();
    }

    /** {@return the id shared by all calls of one request} */
    public String correlation() {
        return origin.correlation();
    }
}
