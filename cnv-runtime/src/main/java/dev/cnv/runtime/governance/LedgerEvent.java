package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Something that happened, in the past tense. */
public sealed interface LedgerEvent
        permits DelegationEvent,
                LedgerEvent.PolicyChanged,
                LedgerEvent.CallDecided,
                LedgerEvent.CallCompleted,
                LedgerEvent.CertificateExported,
                LedgerEvent.Unrecognised {

    /** The invocation of an event that belongs to no call. */
    UUID NO_INVOCATION = new UUID(0, 0);

    /** {@return when it happened} */
    Instant time();

    /** {@return the call that it belongs to; {@link #NO_INVOCATION} for one that belongs to none} */
    UUID invocation();

    /**
     * A call was decided. For a call that changes something this is durable before the verb runs.
     *
     * @param time when
     * @param invocation the call's id
     * @param correlation the id shared by all calls of one request
     * @param parent the call from within which this one was made
     * @param capability the verb's path
     * @param version the verb's version
     * @param agent who acts
     * @param agentType what kind of agent it is
     * @param tenant whose data and quotas
     * @param principal on whose authority: the principal kind's name
     * @param root the agent at the root of the chain
     * @param chain the SHA-256 of the chain's tokens; empty for a caller without one
     * @param effects the verb's effects, sorted
     * @param argumentsDigest the SHA-256 of the canonical form of {@code arguments}
     * @param arguments the arguments; a sensitive value is an object with the members {@code salt}
     *     and {@code commitment} instead
     * @param policy the policy's hash; empty when the call did not get as far
     * @param rulesConsidered the rules evaluated
     * @param ruleMatched the rule that decided
     * @param permitted whether the verb may run
     * @param reason why not
     * @param stage how far the call came: {@code resolve}, {@code decode}, {@code authenticate},
     *     {@code policy}, {@code capability}, {@code verify}, {@code admit} or {@code decided}
     * @param message the denial's sentence, or why an AUDIT policy let the call go on; may be empty
     * @param idempotencyKey the caller's name for this very call
     * @param dryRun whether the verb was asked only to say what it would do
     * @param ruleErrors the rules that could not be asked
     * @param facts the SHA-256 of what the policy could look at besides the arguments; empty when the
     *     call did not get as far
     * @param spending what the decision used up
     * @param vouched the certificate of another runtime that the call was made with, and has used up
     *     when it was permitted and its verb is not idempotent; empty for every other call
     */
    record CallDecided(
            Instant time,
            UUID invocation,
            String correlation,
            Optional<UUID> parent,
            String capability,
            String version,
            String agent,
            String agentType,
            String tenant,
            String principal,
            String root,
            Optional<Digest> chain,
            List<String> effects,
            Optional<Digest> argumentsDigest,
            ObjectNode arguments,
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
            Spending spending,
            Optional<VouchedBy> vouched)
            implements LedgerEvent {

        /**
         * Copies the lists.
         *
         * @throws IllegalArgumentException when there are errors of rules and no facts
         */
        public CallDecided {
            if (facts.isEmpty() && !ruleErrors.isEmpty()) {
                throw new IllegalArgumentException(
                        "ruleErrors=" + ruleErrors + " without the facts that they are about");
            }
            effects = List.copyOf(effects);
            rulesConsidered = List.copyOf(rulesConsidered);
            ruleErrors = List.copyOf(ruleErrors);
        }
    }

    /**
     * A certificate that came from another runtime.
     *
     * @param certificate its id
     * @param issuer the name of the runtime that exported it
     * @param key the id of the key that signed it
     */
    record VouchedBy(UUID certificate, String issuer, Digest key) {}

    /**
     * A verified certificate was signed and given away: another runtime may run the call.
     *
     * @param time when
     * @param invocation the call's id
     * @param certificate the certificate's id
     * @param capability the verb's path
     * @param agent who acts
     * @param tenant whose data and quotas
     * @param audience the runtime that it is for
     * @param key the id of the key that signed it
     * @param exported the SHA-256 of the exported bytes
     */
    record CertificateExported(
            Instant time,
            UUID invocation,
            UUID certificate,
            String capability,
            String agent,
            String tenant,
            String audience,
            Digest key,
            Digest exported)
            implements LedgerEvent {}

    /**
     * A permitted call ended.
     *
     * @param time when
     * @param invocation the call's id
     * @param decision the index of its {@link CallDecided}
     * @param status {@code completed}, {@code failed} or {@code withheld}
     * @param reason why it failed
     * @param message the failure's sentence, empty when it did not fail
     * @param attempts how many times the handler was run
     * @param queuedNanos how long the call waited for a permit, in nanoseconds
     * @param runNanos how long the handler ran, all attempts together, in nanoseconds
     * @param resultDigest the SHA-256 of the canonical result, when there is one
     * @param result the result as canonical JSON, kept only for a call with an idempotency key
     * @param notes what the contract noticed, such as a missed soft deadline
     */
    record CallCompleted(
            Instant time,
            UUID invocation,
            OptionalLong decision,
            String status,
            Optional<Reason> reason,
            String message,
            int attempts,
            long queuedNanos,
            long runNanos,
            Optional<Digest> resultDigest,
            Optional<String> result,
            List<String> notes)
            implements LedgerEvent {

        /** Copies the list. */
        public CallCompleted {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The policy was changed. It is durable before the change takes effect.
     *
     * @param time when
     * @param kind what happened to the rules: {@code created}, {@code updated}, {@code deleted}, {@code
     *     deprecated}, {@code enabled} or {@code disabled}
     * @param direction what the change was declared as: {@code tighten}, {@code relax}, {@code
     *     deprecate}, {@code enable} or {@code disable}
     * @param rules the names of the rules, sorted
     * @param before the hash of the policy before
     * @param after the hash of the policy after
     * @param epoch how often the runtime's policy has been changed, this time included
     * @param by who changed it
     * @param approvers whose approval was needed and given, sorted
     * @param delta the change itself
     */
    record PolicyChanged(
            Instant time,
            String kind,
            String direction,
            List<String> rules,
            Digest before,
            Digest after,
            long epoch,
            String by,
            List<String> approvers,
            ObjectNode delta)
            implements LedgerEvent {

        /** Copies the lists. */
        public PolicyChanged {
            rules = List.copyOf(rules);
            approvers = List.copyOf(approvers);
        }

        /** {@return all zeros: it belongs to no call} */
        @Override
        public UUID invocation() {
            return new UUID(0, 0);
        }
    }

    /**
     * An event of a type that this version does not know: a later version wrote it. It is kept and
     * shown, and cannot be appended.
     *
     * @param time when, {@link Instant#EPOCH} when the event does not say
     * @param invocation the call that it belongs to, all zeros when the event does not say
     * @param type the name of its type
     * @param raw its members as they are
     */
    record Unrecognised(Instant time, UUID invocation, String type, ObjectNode raw)
            implements LedgerEvent {}
}
