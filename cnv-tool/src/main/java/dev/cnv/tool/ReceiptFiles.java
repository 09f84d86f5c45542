package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.certificate.ReceiptClaims;
import dev.cnv.runtime.certificate.ReceiptDescriptor;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Signed receipts, checked with public keys and nothing else. */
public final class ReceiptFiles {

    /**
     * What a receipt says.
     *
     * @param verdict what was found out about the receipt itself
     * @param signer the id of the key that signed, or is said to have
     * @param issuer the runtime's name
     * @param capability what was asked for
     * @param version the verb's version
     * @param effects what the verb may do
     * @param status what became of the call
     * @param reason why it was denied or failed
     * @param agent who acted
     * @param agentType what kind of agent it is
     * @param tenant whose data and quotas
     * @param principal on whose authority
     * @param root the agent at the root of the chain
     * @param chain the digest of the chain
     * @param certificate the certificate of another runtime that the call was made with
     * @param certificateIssuer the runtime that exported that certificate
     * @param policy the hash of the policy
     * @param rule the rule that decided
     * @param considered the rules evaluated
     * @param arguments the SHA-256 of the arguments as recorded
     * @param result the SHA-256 of the result
     * @param dryRun whether the verb was asked only to say what it would do
     * @param attempts how many times the handler was run
     * @param queued how long the call waited
     * @param ran how long the handler ran
     * @param decided when it was decided
     * @param ended when it ended
     * @param signed when the receipt was signed
     * @param invocation the call's id
     * @param correlation the id shared by all calls of one request
     * @param parent the call from within which it was made
     * @param decision the ledger's index of the decision
     * @param decisionLeaf the hash of its leaf
     * @param outcome the ledger's index of the outcome
     * @param outcomeLeaf the hash of its leaf
     * @param inclusion whether there is a proof that the leaves are in the ledger's tree
     */
    public record Shown(
            String verdict,
            String signer,
            String issuer,
            String capability,
            String version,
            List<String> effects,
            String status,
            Optional<String> reason,
            String agent,
            String agentType,
            String tenant,
            String principal,
            String root,
            Optional<String> chain,
            Optional<UUID> certificate,
            Optional<String> certificateIssuer,
            Optional<String> policy,
            Optional<String> rule,
            List<String> considered,
            Optional<String> arguments,
            Optional<String> result,
            boolean dryRun,
            int attempts,
            Duration queued,
            Duration ran,
            Instant decided,
            Optional<Instant> ended,
            Instant signed,
            UUID invocation,
            String correlation,
            Optional<UUID> parent,
            long decision,
            String decisionLeaf,
            Optional<Long> outcome,
            Optional<String> outcomeLeaf,
            String inclusion) {}

    /**
     * Checks a receipt: that one of the given keys signed these very bytes. Needs no ledger and no
     * application. Ends with status 3 when the receipt is refused.
     *
     * @param file the receipt, as {@code --receipt} wrote it
     * @param trust files of public keys whose word counts: one key as PEM, or one key a line
     * @return what the receipt says
     */
    @Capability(id = "cnv.receipt.verify")
    @Effects(Effect.READ_ONLY)
    @Contract(idempotent = true)
    public Shown verify(
            @Param(flag = 'f') Path file, @Param(flag = 't', minLength = 1) List<Path> trust) {
        List<PublicKey> keys = InputFiles.read(trust);
        return switch (receipt(file).check(keys)) {
            case SignedReceipt.Checked.Held(ReceiptClaims claims, PublicKey key) ->
                shown("signature holds", claims, key.id());
            case SignedReceipt.Checked.Refused(Denial denial) ->
                throw new VerbRefusedException(denial);
        };
    }

    /**
     * Shows what a receipt says without asking whether it is true: nobody checks who signed it.
     *
     * @param file the receipt
     * @return what the receipt says
     */
    @Capability(id = "cnv.receipt.show")
    @Effects(Effect.READ_ONLY)
    @Contract(idempotent = true)
    public Shown show(@Param(flag = 'f') Path file) {
        return switch (receipt(file).untrusted()) {
            case SignedReceipt.Untrusted.Read(ReceiptClaims claims, Digest key) ->
                shown("NOT VERIFIED: nobody checked who signed it", claims, key);
            case SignedReceipt.Untrusted.Unreadable(Denial denial) ->
                throw new VerbRefusedException(denial);
        };
    }

    private static SignedReceipt receipt(Path file) {
        return SignedReceipt.of(InputFiles.bytes(file, ReceiptDescriptor.MAX_BYTES));
    }

    private static Shown shown(String verdict, ReceiptClaims claims, Digest key) {
        ReceiptClaims.Caller caller = claims.caller();
        return new Shown(
                verdict,
                key.hex(),
                claims.issuer(),
                claims.capability(),
                claims.version(),
                claims.effects(),
                claims.status(),
                claims.reason(),
                caller.agent(),
                caller.agentType(),
                caller.tenant(),
                caller.principal(),
                caller.root(),
                claims.chain().map(Digest::hex),
                claims.certificate(),
                claims.certificateIssuer(),
                claims.policy().map(Digest::hex),
                claims.matched(),
                claims.considered(),
                claims.arguments().map(Digest::hex),
                claims.result().map(Digest::hex),
                claims.dryRun(),
                claims.attempts(),
                Duration.ofNanos(claims.queuedNanos()),
                Duration.ofNanos(claims.runNanos()),
                claims.decided(),
                claims.ended(),
                claims.signed(),
                claims.invocation(),
                claims.correlation(),
                claims.parent(),
                claims.decision().index(),
                claims.decision().leaf().hex(),
                claims.outcome().map(ReceiptClaims.Position::index),
                claims.outcome().map(position -> position.leaf().hex()),
                claims.inclusion().isPresent()
                        ? "there is one, which this version does not check"
                        : "none");
    }
}
