package dev.cnv.runtime.certificate;

import static dev.cnv.runtime.certificate.MilestoneDescriptor.*;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.certificate.ReceiptClaims.Caller;
import dev.cnv.runtime.certificate.ReceiptClaims.Position;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The payload of a signed milestone, as {@link MilestoneDescriptor} draws it. */
final class MilestoneFormat {

    private MilestoneFormat() {}

    static byte[] write(MilestoneClaims claims) {
        return new ClaimFields()
                .integer(VERSION_KEY, VERSION)
                .text(ISSUER, claims.issuer())
                .uuid(INVOCATION, claims.invocation())
                .text(CORRELATION, claims.correlation())
                .text(CAPABILITY, claims.capability())
                .text(VERB_VERSION, claims.version())
                .texts(CALLER, ReceiptFormat.texts(claims.caller()))
                .optional(ARGUMENTS, claims.arguments(), CborWriter::digest)
                .integer(ORDINAL, claims.ordinal())
                .text(NAME, claims.name())
                .digest(VALUE, claims.value())
                .digest(LINK, claims.link())
                .uuid(DECISION_EVENT, claims.decisionEvent())
                .integer(REACHED, claims.reached().toEpochMilli())
                .integer(SIGNED, claims.signed().toEpochMilli())
                .put(DECISION, out -> ReceiptFormat.position(out, claims.decision()))
                .put(MILESTONE, out -> ReceiptFormat.position(out, claims.milestone()))
                .toBytes();
    }

    /**
     * Reads a payload whose signature was checked.
     *
     * @throws dev.cnv.runtime.canonical.CborRefusedException when it is not in the one form
     */
    static MilestoneClaims read(byte[] payload) {
        CborReader in = CborReader.of("milestone", payload, MAX_BYTES);
        in.openMap();
        in.key(VERSION_KEY, "version of the format");
        in.integer(VERSION, VERSION);
        String issuer = ReceiptFormat.text(in, ISSUER, "issuer");
        in.key(INVOCATION, "invocation");
        UUID invocation = ClaimFields.uuid(in);
        String correlation = ReceiptFormat.text(in, CORRELATION, "correlation");
        String capability = ReceiptFormat.text(in, CAPABILITY, "capability");
        String version = ReceiptFormat.text(in, VERB_VERSION, "version");
        in.key(CALLER, "caller");
        Caller caller = ReceiptFormat.caller(in);
        Optional<Digest> arguments = ReceiptFormat.digest(in, ARGUMENTS, "arguments");
        in.key(ORDINAL, "ordinal");
        long ordinal = in.integer(0, Long.MAX_VALUE);
        String name = ReceiptFormat.text(in, NAME, "name");
        in.key(VALUE, "value");
        Digest value = in.digest();
        in.key(LINK, "link");
        Digest link = in.digest();
        in.key(DECISION_EVENT, "decisionEvent");
        UUID decisionEvent = ClaimFields.uuid(in);
        in.key(REACHED, "reached");
        Instant reached = ClaimFields.millis(in);
        in.key(SIGNED, "signed");
        Instant signed = ClaimFields.millis(in);
        in.key(DECISION, "decision");
        Position decision = ReceiptFormat.position(in);
        in.key(MILESTONE, "milestone");
        Position milestone = ReceiptFormat.position(in);
        in.close();
        in.end();
        return in.checked(() -> new MilestoneClaims(
                issuer,
                invocation,
                correlation,
                capability,
                version,
                caller,
                arguments,
                ordinal,
                name,
                value,
                link,
                decisionEvent,
                reached,
                signed,
                decision,
                milestone));
    }
}
