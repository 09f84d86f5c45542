package dev.cnv.runtime.certificate;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.ReceiptClaims.Evidence;
import dev.cnv.runtime.certificate.ReceiptClaims.Position;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.RuntimeName;
import dev.cnv.runtime.identity.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Claims with every field, and keys that everybody knows. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** The secret keys of RFC 8032 section 7.1, tests 1 and 2. */
    static final SigningKey KEY =
            key("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    static final SigningKey OTHER =
            key("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");

    private Samples() {}

    private static SigningKey key(String seed) {
        return SigningKey.ofRawSecretKey(
                SignatureSuite.ED25519, java.util.HexFormat.of().parseHex(seed));
    }

    static ExportedClaims certificate() {
        return certificate(NOON, NOON.plusSeconds(3600), Optional.of("{\"cents\":500}"));
    }

    static ExportedClaims certificate(Instant issued, Instant expires, Optional<String> carried) {
        return new ExportedClaims(
                new UUID(1, 2),
                new RuntimeName("gateway"),
                new RuntimeName("worker"),
                new CapabilityId("account.transfer"),
                "1.2.0",
                Set.of(Effect.MUTATE_STATE, Effect.NETWORK_ACCESS),
                Digest.of("in"),
                Digest.of("out"),
                Digest.of("{\"cents\":500}"),
                carried,
                new Principal(
                        Agent.of("alice/bot", "llm"),
                        new TenantId("acme"),
                        PrincipalKind.DELEGATED,
                        new AgentId("alice")),
                Digest.of("chain"),
                List.of(
                        new Revocations.Link(Digest.of("first"), Digest.of("root-key")),
                        new Revocations.Link(Digest.of("second"), Digest.of("alice-key"))),
                "rules/1",
                Digest.of("policy"),
                List.of("daytime", "people-pay"),
                Optional.of("people-pay"),
                3,
                4,
                new UUID(5, 6),
                "request-7",
                Optional.of(new UUID(8, 9)),
                true,
                false,
                issued,
                expires,
                true);
    }

    static MilestoneClaims milestone() {
        Digest value = Digest.of("{\"part\":0}");
        java.util.UUID event = new java.util.UUID(3, 4);
        return new MilestoneClaims(
                "gateway",
                new java.util.UUID(1, 2),
                "request-7",
                "bank.report",
                "1.0.0",
                new ReceiptClaims.Caller("alice", "person", "default", "DIRECT", "alice"),
                Optional.of(Digest.of("{}")),
                0,
                "part-0",
                value,
                Digest.linked(Digest.of(event.toString()), value),
                event,
                NOON,
                NOON.plusMillis(5),
                new ReceiptClaims.Position(7, Digest.of("decision")),
                new ReceiptClaims.Position(8, Digest.of("milestone")));
    }

    static ReceiptClaims receipt() {
        return new ReceiptClaims(
                "gateway",
                new UUID(5, 6),
                "request-7",
                Optional.of(new UUID(8, 9)),
                "account.transfer",
                "1.2.0",
                List.of("MUTATE_STATE", "NETWORK_ACCESS"),
                new ReceiptClaims.Caller("alice/bot", "llm", "acme", "DELEGATED", "alice"),
                Optional.of(Digest.of("chain")),
                Optional.of(new UUID(1, 2)),
                Optional.of("other"),
                Optional.of(Digest.of("policy")),
                List.of("daytime", "people-pay"),
                Optional.of("people-pay"),
                Optional.of(Digest.of("{\"cents\":500}")),
                false,
                "failed",
                Optional.of("handler-failed"),
                Optional.of(Digest.of("result")),
                2,
                1_000,
                2_000_000,
                NOON,
                Optional.of(NOON.plusMillis(12)),
                NOON.plusMillis(15),
                new Position(40, Digest.of("leaf-40")),
                Optional.of(new Position(41, Digest.of("leaf-41"))),
                Optional.of(new Evidence("proof".getBytes(StandardCharsets.UTF_8))),
                Optional.of(new Evidence("checkpoint".getBytes(StandardCharsets.UTF_8))));
    }

    /** A receipt with nothing but what every one has. */
    static ReceiptClaims bareReceipt() {
        return new ReceiptClaims(
                "",
                new UUID(5, 6),
                "",
                Optional.empty(),
                "no.such",
                "",
                List.of(),
                new ReceiptClaims.Caller(
                        "anonymous", "anonymous", "default", "ANONYMOUS", "anonymous"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                true,
                "denied",
                Optional.of("verb-unknown"),
                Optional.empty(),
                0,
                0,
                0,
                NOON,
                Optional.empty(),
                NOON,
                new Position(0, Digest.of("leaf-0")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
