package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.certificate.CertificateDescriptor;
import dev.cnv.runtime.certificate.ExportedClaims;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.CallEvent.VouchedBy;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * The word of another runtime for one call: what stands in the place of the caller's chain. It grants
 * this call and no other.
 *
 * @param claims what the certificate says
 * @param key the issuer's key, whose signature was checked
 */
record Vouched(ExportedClaims claims, PublicKey key) {

    VouchedBy recorded() {
        return new VouchedBy(claims.id(), claims.issuer().value(), key.id());
    }

    /** How the issuer says that the caller came by its authority. */
    DelegationFacts facts() {
        return new DelegationFacts(
                claims.principal().root(),
                claims.originIsPerson(),
                claims.principal().agent().id(),
                claims.tokens().size(),
                Optional.of(claims.chain()));
    }

    /** Whether the call is the one vouched for. */
    Optional<Denial> grants(Call call) {
        boolean same = call.verb().id().equals(claims.capability())
                && call.verb().version().equals(claims.version())
                && call.digest().equals(claims.arguments());
        return same
                ? Optional.empty()
                : Optional.of(Denial.of(
                        Reason.AUTHORITY_MISSING,
                        "certificate=" + claims.id() + " is for one call of "
                                + claims.capability()
                                + "; it grants no other call, so nothing grants "
                                + call.verb().id() + " with these arguments"));
    }

    /** Whether the issuer is still trusted, no token of the chain revoked, and the window open. */
    Optional<Denial> valid(Instant now, Trust trust) {
        return untrusted(trust).or(() -> revoked(trust)).or(() -> window(now));
    }

    private Optional<Denial> untrusted(Trust trust) {
        boolean trusted = trust.certificateIssuer(key.id())
                .filter(issuer -> issuer.name().equals(claims.issuer()))
                .isPresent();
        return trusted
                ? Optional.empty()
                : Optional.of(Denial.of(
                                Reason.CERTIFICATE_UNTRUSTED,
                                "runtime=" + claims.issuer() + " with key="
                                        + key.id().shortHex()
                                        + " is no trusted issuer of certificates here")
                        .with("issuer", claims.issuer().value()));
    }

    private Optional<Denial> revoked(Trust trust) {
        Optional<Digest> found = claims.tokens().stream()
                .map(Revocations.Link::token)
                .filter(trust.revoked()::contains)
                .findFirst();
        return found.map(token -> Denial.of(
                        Reason.CREDENTIAL_REVOKED,
                        "token=" + token.shortHex() + " of the chain behind certificate="
                                + claims.id() + " was revoked")
                .with("token", token.hex()));
    }

    private Optional<Denial> window(Instant now) {
        Instant from = claims.issued().minus(CertificateDescriptor.MAX_CLOCK_SKEW);
        return !now.isBefore(from) && now.isBefore(claims.expires())
                ? Optional.empty()
                : Optional.of(Denial.of(
                        Reason.CERTIFICATE_EXPIRED,
                        "certificate=" + claims.id() + " is good from " + claims.issued()
                                + " until " + claims.expires() + ", not at " + now));
    }
}
