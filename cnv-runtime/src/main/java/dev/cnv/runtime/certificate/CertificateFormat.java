package dev.cnv.runtime.certificate;

import static dev.cnv.runtime.certificate.CertificateDescriptor.*;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.RuntimeName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The payload of an exported certificate, as {@link CertificateDescriptor} draws it. */
final class CertificateFormat {

    private CertificateFormat() {}

    static byte[] write(ExportedClaims claims) {
        return new ClaimFields()
                .integer(VERSION_KEY, VERSION)
                .uuid(ID, claims.id())
                .text(ISSUER, claims.issuer().value())
                .text(AUDIENCE, claims.audience().value())
                .text(CAPABILITY, claims.capability().path())
                .text(VERB_VERSION, claims.version())
                .texts(
                        EFFECTS,
                        claims.effects().stream().map(Enum::name).sorted().toList())
                .digest(INPUT_SCHEMA, claims.inputSchema())
                .digest(OUTPUT_SCHEMA, claims.outputSchema())
                .digest(ARGUMENTS, claims.arguments())
                .optional(CARRIED, claims.carried(), CborWriter::text)
                .principal(PRINCIPAL, claims.principal())
                .digest(CHAIN, claims.chain())
                .put(TOKENS, out -> {
                    out.array(claims.tokens().size());
                    claims.tokens()
                            .forEach(link ->
                                    out.array(2).digest(link.token()).digest(link.issuer()));
                })
                .text(ENGINE, claims.engine())
                .digest(POLICY, claims.policy())
                .texts(CONSIDERED, claims.considered())
                .optional(MATCHED, claims.matched(), CborWriter::text)
                .integer(POLICY_EPOCH, claims.policyEpoch())
                .integer(REVOCATION_EPOCH, claims.revocationEpoch())
                .uuid(INVOCATION, claims.invocation())
                .text(CORRELATION, claims.correlation())
                .optional(PARENT, claims.parent(), (out, id) -> out.bytes(ClaimFields.bytes(id)))
                .bool(SINGLE_USE, claims.singleUse())
                .bool(DRY_RUN, claims.dryRun())
                .integer(ISSUED, claims.issued().toEpochMilli())
                .integer(EXPIRES, claims.expires().toEpochMilli())
                .bool(ORIGIN_IS_PERSON, claims.originIsPerson())
                .toBytes();
    }

    /**
     * Reads a payload whose signature was checked.
     *
     * @throws dev.cnv.runtime.canonical.CborRefusedException when it is not in the one form
     */
    static ExportedClaims read(byte[] payload) {
        CborReader in = CborReader.of("certificate", payload, MAX_BYTES);
        in.openMap();
        in.key(VERSION_KEY, "version of the format");
        in.integer(VERSION, VERSION);
        in.key(ID, "id");
        UUID id = ClaimFields.uuid(in);
        in.key(ISSUER, "issuer");
        RuntimeName issuer = in.value(ClaimFields.MAX_NAME_BYTES, RuntimeName::new);
        in.key(AUDIENCE, "audience");
        RuntimeName audience = in.value(ClaimFields.MAX_NAME_BYTES, RuntimeName::new);
        in.key(CAPABILITY, "capability");
        CapabilityId capability = in.value(ClaimFields.MAX_NAME_BYTES, CapabilityId::new);
        in.key(VERB_VERSION, "version");
        String version = in.text(ClaimFields.MAX_TEXT_BYTES);
        in.key(EFFECTS, "effects");
        List<Effect> effects =
                ClaimFields.ascending(in, Effect.values().length, ClaimFields::name).stream()
                        .map(name -> in.checked(() -> Effect.valueOf(name)))
                        .toList();
        in.key(INPUT_SCHEMA, "inputSchema");
        Digest inputSchema = in.digest();
        in.key(OUTPUT_SCHEMA, "outputSchema");
        Digest outputSchema = in.digest();
        in.key(ARGUMENTS, "arguments");
        Digest arguments = in.digest();
        Optional<String> carried =
                ClaimFields.optional(in, CARRIED, "carried", from -> from.text(MAX_CARRIED_BYTES));
        in.key(PRINCIPAL, "principal");
        Principal principal = ClaimFields.principal(in);
        in.key(CHAIN, "chain");
        Digest chain = in.digest();
        in.key(TOKENS, "tokens");
        List<Revocations.Link> tokens =
                ClaimFields.list(in, MAX_TOKEN_COUNT, CertificateFormat::link);
        in.key(ENGINE, "engine");
        String engine = in.text(ClaimFields.MAX_TEXT_BYTES);
        in.key(POLICY, "policy");
        Digest policy = in.digest();
        in.key(CONSIDERED, "considered");
        List<String> considered = ClaimFields.texts(in);
        Optional<String> matched = ClaimFields.optional(
                in, MATCHED, "matched", from -> from.text(ClaimFields.MAX_TEXT_BYTES));
        in.key(POLICY_EPOCH, "policyEpoch");
        long policyEpoch = in.integer(0, Long.MAX_VALUE);
        in.key(REVOCATION_EPOCH, "revocationEpoch");
        long revocationEpoch = in.integer(0, Long.MAX_VALUE);
        in.key(INVOCATION, "invocation");
        UUID invocation = ClaimFields.uuid(in);
        in.key(CORRELATION, "correlation");
        String correlation = in.text(ClaimFields.MAX_TEXT_BYTES);
        Optional<UUID> parent = ClaimFields.optional(in, PARENT, "parent", ClaimFields::uuid);
        in.key(SINGLE_USE, "singleUse");
        boolean singleUse = in.bool();
        in.key(DRY_RUN, "dryRun");
        boolean dryRun = in.bool();
        in.key(ISSUED, "issued");
        Instant issued = ClaimFields.millis(in);
        in.key(EXPIRES, "expires");
        Instant expires = ClaimFields.millis(in);
        in.key(ORIGIN_IS_PERSON, "originIsPerson");
        boolean originIsPerson = in.bool();
        in.close();
        in.end();
        return in.checked(() -> new ExportedClaims(
                id,
                issuer,
                audience,
                capability,
                version,
                EnumSet.copyOf(effects),
                inputSchema,
                outputSchema,
                arguments,
                carried,
                principal,
                chain,
                tokens,
                engine,
                policy,
                considered,
                matched,
                policyEpoch,
                revocationEpoch,
                invocation,
                correlation,
                parent,
                singleUse,
                dryRun,
                issued,
                expires,
                originIsPerson));
    }

    private static Revocations.Link link(CborReader in) {
        in.openTuple(2);
        Revocations.Link link = new Revocations.Link(in.digest(), in.digest());
        in.close();
        return link;
    }
}
