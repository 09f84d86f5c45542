package dev.cnv.runtime.certificate;

import dev.cnv.runtime.canonical.Digest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a signed receipt says: what became of one call, as the signer's ledger has it. Plain data,
 * which anybody can make: it counts only under the signature of a trusted key.
 *
 * @param issuer the name of the runtime, empty when it has none
 * @param invocation the call's id
 * @param correlation the id shared by all calls of one request
 * @param parent the call from within which this one was made
 * @param capability what was asked for
 * @param version the verb's version, empty when there is no such verb
 * @param effects what the verb may do, by name
 * @param caller who called, for whom, on whose authority
 * @param chain the digest of the caller's chain
 * @param certificate the certificate of another runtime that the call was made with
 * @param certificateIssuer the runtime that exported that certificate
 * @param policy the hash of the policy; empty when the call did not get as far
 * @param considered the rules evaluated
 * @param matched the rule that decided
 * @param arguments the SHA-256 of the arguments as recorded: sensitive ones as salted commitments
 * @param dryRun whether the verb was asked only to say what it would do
 * @param status {@code completed}, {@code failed}, {@code withheld}, {@code denied}, or {@code begun}
 *     when the ledger has no end of the call
 * @param reason the code of the reason why it was denied or failed
 * @param result the SHA-256 of the canonical result
 * @param attempts how many times the handler was run
 * @param queuedNanos how long the call waited for a permit, in nanoseconds
 * @param runNanos how long the handler ran, in nanoseconds
 * @param decided when it was decided, to the millisecond
 * @param ended when it ended, to the millisecond
 * @param signed when the receipt was signed, to the millisecond
 * @param decision where the ledger has the decision
 * @param outcome where the ledger has the outcome
 * @param inclusion bytes of a proof that the leaves are in the ledger's tree; empty when the ledger
 *     gives none
 * @param checkpoint bytes of the signed head of that tree
 */
public record ReceiptClaims(
        String issuer,
        UUID invocation,
        String correlation,
        Optional<UUID> parent,
        String capability,
        String version,
        List<String> effects,
        Caller caller,
        Optional<Digest> chain,
        Optional<UUID> certificate,
        Optional<String> certificateIssuer,
        Optional<Digest> policy,
        List<String> considered,
        Optional<String> matched,
        Optional<Digest> arguments,
        boolean dryRun,
        String status,
        Optional<String> reason,
        Optional<Digest> result,
        int attempts,
        long queuedNanos,
        long runNanos,
        Instant decided,
        Optional<Instant> ended,
        Instant signed,
        Position decision,
        Optional<Position> outcome,
        Optional<Evidence> inclusion,
        Optional<Evidence> checkpoint) {

    /**
     * Who called. Texts, because a ledger keeps what it was told.
     *
     * @param agent who acts
     * @param agentType what kind of agent it is
     * @param tenant whose data and quotas
     * @param principal on whose authority: the principal kind's name
     * @param root the agent at the root of the chain
     */
    public record Caller(
            String agent, String agentType, String tenant, String principal, String root) {}

    /**
     * A place in the ledger.
     *
     * @param index the record's index, counted from 0
     * @param leaf the hash of its leaf, see {@link dev.cnv.runtime.governance.LedgerLeaf}
     */
    public record Position(long index, Digest leaf) {}

    /** Bytes of another format, kept as they are. Immutable. */
    public static final class Evidence {

        private final byte[] bytes;

        /**
         * Keeps bytes.
         *
         * @param bytes the bytes; copied
         */
        public Evidence(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        /** {@return the bytes, in a new array} */
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Evidence that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Evidence[bytes=" + bytes.length + "]";
        }
    }

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException when a number is negative
     */
    public ReceiptClaims {
        Objects.requireNonNull(caller);
        effects = List.copyOf(effects);
        considered = List.copyOf(considered);
        if (attempts < 0 || queuedNanos < 0 || runNanos < 0 || decision.index() < 0) {
            throw new IllegalArgumentException("attempts=" + attempts + ", queuedNanos="
                    + queuedNanos + ", runNanos=" + runNanos + " or decision=" + decision.index()
                    + " is negative");
        }
    }
}
