package dev.cnv.runtime.certificate;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.certificate.ReceiptClaims.Caller;
import dev.cnv.runtime.certificate.ReceiptClaims.Position;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * What a signed milestone says: a call came this far, as the signer's ledger has it. Plain data, which
 * anybody can make: it counts only under the signature of a trusted key.
 *
 * @param issuer the name of the runtime, empty when it has none
 * @param invocation the call's id
 * @param correlation the id shared by all calls of one request
 * @param capability what was asked for
 * @param version the verb's version
 * @param caller who called, for whom, on whose authority
 * @param arguments the SHA-256 of the arguments as recorded
 * @param ordinal its place among the call's milestones, from 0 without gaps
 * @param name its name
 * @param value the SHA-256 of its canonical value
 * @param link what chains it to those before it, and the first to the decision
 * @param decisionEvent the id of the event of the decision that the call ran by
 * @param reached when it was reached, to the millisecond
 * @param signed when this was signed, to the millisecond
 * @param decision where the ledger has the decision
 * @param milestone where the ledger has the milestone
 */
public record MilestoneClaims(
        String issuer,
        UUID invocation,
        String correlation,
        String capability,
        String version,
        Caller caller,
        Optional<Digest> arguments,
        long ordinal,
        String name,
        Digest value,
        Digest link,
        UUID decisionEvent,
        Instant reached,
        Instant signed,
        Position decision,
        Position milestone) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when one is negative, or the milestone is not behind the decision
     */
    public MilestoneClaims {
        Objects.requireNonNull(caller);
        if (ordinal < 0 || decision.index() < 0 || milestone.index() <= decision.index()) {
            throw new IllegalArgumentException("ordinal=" + ordinal + " is negative, or milestone="
                    + milestone.index() + " is not behind decision=" + decision.index());
        }
    }

    /**
     * Whether this is what was reached.
     *
     * @param given a value
     * @return whether its canonical bytes have the milestone's digest
     */
    public boolean isOf(JsonNode given) {
        return CanonicalJson.digest(given).equals(value);
    }

    /** {@return whether this is the call's first milestone, chained to the decision} */
    public boolean begins() {
        return ordinal == 0
                && link.equals(Digest.linked(Digest.of(decisionEvent.toString()), value));
    }

    /**
     * Whether this is the milestone right behind another.
     *
     * @param before the other, under a signature of the same runtime
     * @return whether it is of the same call, and chained to it
     */
    public boolean follows(MilestoneClaims before) {
        return issuer.equals(before.issuer)
                && invocation.equals(before.invocation)
                && decisionEvent.equals(before.decisionEvent)
                && decision.equals(before.decision)
                && ordinal == before.ordinal + 1
                && milestone.index() > before.milestone.index()
                && link.equals(Digest.linked(before.link, value));
    }
}
