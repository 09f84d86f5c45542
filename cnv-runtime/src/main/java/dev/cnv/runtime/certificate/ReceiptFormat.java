package dev.cnv.runtime.certificate;

import static dev.cnv.runtime.certificate.ReceiptDescriptor.*;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.certificate.ReceiptClaims.Caller;
import dev.cnv.runtime.certificate.ReceiptClaims.Evidence;
import dev.cnv.runtime.certificate.ReceiptClaims.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The payload of a signed receipt, as {@link ReceiptDescriptor} draws it. */
final class ReceiptFormat {

    private ReceiptFormat() {}

    static byte[] write(ReceiptClaims claims) {
        Caller caller = claims.caller();
        return new ClaimFields()
                .integer(VERSION_KEY, VERSION)
                .text(ISSUER, claims.issuer())
                .uuid(INVOCATION, claims.invocation())
                .text(CORRELATION, claims.correlation())
                .optional(PARENT, claims.parent(), (out, id) -> out.bytes(ClaimFields.bytes(id)))
                .text(CAPABILITY, claims.capability())
                .text(VERB_VERSION, claims.version())
                .texts(EFFECTS, claims.effects())
                .texts(CALLER, texts(caller))
                .optional(CHAIN, claims.chain(), CborWriter::digest)
                .optional(
                        CERTIFICATE,
                        claims.certificate(),
                        (out, id) -> out.bytes(ClaimFields.bytes(id)))
                .optional(CERTIFICATE_ISSUER, claims.certificateIssuer(), CborWriter::text)
                .optional(POLICY, claims.policy(), CborWriter::digest)
                .texts(CONSIDERED, claims.considered())
                .optional(MATCHED, claims.matched(), CborWriter::text)
                .optional(ARGUMENTS, claims.arguments(), CborWriter::digest)
                .bool(DRY_RUN, claims.dryRun())
                .text(STATUS, claims.status())
                .optional(REASON, claims.reason(), CborWriter::text)
                .optional(RESULT, claims.result(), CborWriter::digest)
                .integer(ATTEMPTS, claims.attempts())
                .integer(QUEUED, claims.queuedNanos())
                .integer(RAN, claims.runNanos())
                .integer(DECIDED, claims.decided().toEpochMilli())
                .optional(ENDED, claims.ended(), (out, time) -> out.integer(time.toEpochMilli()))
                .integer(SIGNED, claims.signed().toEpochMilli())
                .put(DECISION, out -> position(out, claims.decision()))
                .optional(OUTCOME, claims.outcome(), ReceiptFormat::position)
                .optional(INCLUSION, claims.inclusion(), (out, proof) -> out.bytes(proof.bytes()))
                .optional(CHECKPOINT, claims.checkpoint(), (out, head) -> out.bytes(head.bytes()))
                .toBytes();
    }

    /**
     * Reads a payload whose signature was checked.
     *
     * @throws dev.cnv.runtime.canonical.CborRefusedException when it is not in the one form
     */
    static ReceiptClaims read(byte[] payload) {
        CborReader in = CborReader.of("receipt", payload, MAX_BYTES);
        in.openMap();
        in.key(VERSION_KEY, "version of the format");
        in.integer(VERSION, VERSION);
        String issuer = text(in, ISSUER, "issuer");
        in.key(INVOCATION, "invocation");
        UUID invocation = ClaimFields.uuid(in);
        String correlation = text(in, CORRELATION, "correlation");
        Optional<UUID> parent = ClaimFields.optional(in, PARENT, "parent", ClaimFields::uuid);
        String capability = text(in, CAPABILITY, "capability");
        String version = text(in, VERB_VERSION, "version");
        in.key(EFFECTS, "effects");
        List<String> effects = ClaimFields.texts(in);
        in.key(CALLER, "caller");
        Caller caller = caller(in);
        Optional<Digest> chain = digest(in, CHAIN, "chain");
        Optional<UUID> certificate =
                ClaimFields.optional(in, CERTIFICATE, "certificate", ClaimFields::uuid);
        Optional<String> certificateIssuer =
                optionalText(in, CERTIFICATE_ISSUER, "certificateIssuer");
        Optional<Digest> policy = digest(in, POLICY, "policy");
        in.key(CONSIDERED, "considered");
        List<String> considered = ClaimFields.texts(in);
        Optional<String> matched = optionalText(in, MATCHED, "matched");
        Optional<Digest> arguments = digest(in, ARGUMENTS, "arguments");
        in.key(DRY_RUN, "dryRun");
        boolean dryRun = in.bool();
        String status = text(in, STATUS, "status");
        Optional<String> reason = optionalText(in, REASON, "reason");
        Optional<Digest> result = digest(in, RESULT, "result");
        in.key(ATTEMPTS, "attempts");
        int attempts = (int) in.integer(0, Integer.MAX_VALUE);
        in.key(QUEUED, "queuedNanos");
        long queuedNanos = in.integer(0, Long.MAX_VALUE);
        in.key(RAN, "runNanos");
        long runNanos = in.integer(0, Long.MAX_VALUE);
        in.key(DECIDED, "decided");
        Instant decided = ClaimFields.millis(in);
        Optional<Instant> ended = ClaimFields.optional(in, ENDED, "ended", ClaimFields::millis);
        in.key(SIGNED, "signed");
        Instant signed = ClaimFields.millis(in);
        in.key(DECISION, "decision");
        Position decision = position(in);
        Optional<Position> outcome =
                ClaimFields.optional(in, OUTCOME, "outcome", ReceiptFormat::position);
        Optional<Evidence> inclusion = evidence(in, INCLUSION, "inclusion");
        Optional<Evidence> checkpoint = evidence(in, CHECKPOINT, "checkpoint");
        in.close();
        in.end();
        return in.checked(() -> new ReceiptClaims(
                issuer,
                invocation,
                correlation,
                parent,
                capability,
                version,
                effects,
                caller,
                chain,
                certificate,
                certificateIssuer,
                policy,
                considered,
                matched,
                arguments,
                dryRun,
                status,
                reason,
                result,
                attempts,
                queuedNanos,
                runNanos,
                decided,
                ended,
                signed,
                decision,
                outcome,
                inclusion,
                checkpoint));
    }

    static String text(CborReader in, long key, String name) {
        in.key(key, name);
        return in.text(ClaimFields.MAX_TEXT_BYTES);
    }

    private static Optional<String> optionalText(CborReader in, long key, String name) {
        return ClaimFields.optional(in, key, name, from -> from.text(ClaimFields.MAX_TEXT_BYTES));
    }

    static Optional<Digest> digest(CborReader in, long key, String name) {
        return ClaimFields.optional(in, key, name, CborReader::digest);
    }

    private static Optional<Evidence> evidence(CborReader in, long key, String name) {
        return ClaimFields.optional(
                in, key, name, from -> new Evidence(from.bytes(MAX_EVIDENCE_BYTES)));
    }

    static List<String> texts(Caller caller) {
        return List.of(
                caller.agent(),
                caller.agentType(),
                caller.tenant(),
                caller.principal(),
                caller.root());
    }

    static Caller caller(CborReader in) {
        in.openTuple(5);
        Caller caller = new Caller(
                in.text(ClaimFields.MAX_TEXT_BYTES),
                in.text(ClaimFields.MAX_TEXT_BYTES),
                in.text(ClaimFields.MAX_TEXT_BYTES),
                in.text(ClaimFields.MAX_TEXT_BYTES),
                in.text(ClaimFields.MAX_TEXT_BYTES));
        in.close();
        return caller;
    }

    static void position(CborWriter out, Position position) {
        out.array(2).integer(position.index()).digest(position.leaf());
    }

    static Position position(CborReader in) {
        in.openTuple(2);
        Position position = new Position(in.integer(0, Long.MAX_VALUE), in.digest());
        in.close();
        return position;
    }
}
