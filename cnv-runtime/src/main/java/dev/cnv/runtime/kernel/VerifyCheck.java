package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The stage verify: the certificate's window, what revokes it, the schemas and arguments that it names,
 * and whether it was used.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class VerifyCheck {

    private final Registry registry;
    private final Revocations revocations;
    private final TrustControl trust;
    private final CertificateUses uses;
    private final Time time;

    VerifyCheck(KernelParts parts, TrustControl trust, CertificateUses uses) {
        this.registry = parts.registry();
        this.revocations = parts.revocations();
        this.trust = trust;
        this.uses = uses;
        this.time = parts.time();
    }

    Examined check(Call call) {
        Optional<Denial> denial = standing(call)
                .or(() -> schemas(call))
                .or(() -> digest(call))
                .or(() -> singleUse(call));
        return Examined.refusedOr(call, DecisionStage.VERIFY, denial);
    }

    /** Checks what time and others may have changed since the certificate was verified. */
    Examined stillHolds(Call call) {
        return Examined.refusedOr(call, DecisionStage.VERIFY, standing(call));
    }

    private Optional<Denial> standing(Call call) {
        return window(call)
                .or(() -> call.caller().valid(time.now(), trust.current()))
                .or(() -> revoked(call));
    }

    private Optional<Denial> window(Call call) {
        Instant now = time.now();
        if (now.isBefore(call.expires())) {
            return Optional.empty();
        }
        return Optional.of(Denial.of(
                Reason.CERTIFICATE_EXPIRED,
                "the certificate was good until " + call.expires() + ", now is " + now
                        + "; call again"));
    }

    private Optional<Denial> revoked(Call call) {
        List<Revocations.Link> links = call.caller().revocationLinks();
        Optional<Denial> unknown = links.isEmpty() ? Optional.empty() : revocations.unknown();
        return unknown.or(() -> revoked(links));
    }

    private Optional<Denial> revoked(List<Revocations.Link> links) {
        return revocations
                .revoked(links)
                .map(token -> Denial.of(
                                Reason.CREDENTIAL_REVOKED,
                                "token=" + token.shortHex() + " was revoked")
                        .with("token", token.hex()));
    }

    private Optional<Denial> schemas(Call call) {
        boolean same = registry.find(call.verb().id())
                .filter(entry -> entry.verb().inputSchema().equals(call.verb().inputSchema()))
                .filter(entry -> entry.verb().outputSchema().equals(call.verb().outputSchema()))
                .isPresent();
        return same
                ? Optional.empty()
                : Optional.of(Denial.of(
                        Reason.SCHEMA_MISMATCH,
                        "the schemas of " + call.verb().id()
                                + " are not those that the certificate names"));
    }

    private static Optional<Denial> digest(Call call) {
        Digest actual = CanonicalJson.digest(call.arguments());
        if (actual.equals(call.digest())) {
            return Optional.empty();
        }
        return Optional.of(Denial.of(
                Reason.DIGEST_MISMATCH,
                "the arguments' digest=" + actual + " is not the certificate's digest="
                        + call.digest()));
    }

    private Optional<Denial> singleUse(Call call) {
        return call.once() ? uses.used(call) : Optional.empty();
    }
}
