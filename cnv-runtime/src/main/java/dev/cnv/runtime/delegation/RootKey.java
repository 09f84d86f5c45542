package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CertificateVerdict;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The key that a chain begins with, and why it is trusted: as a root, or by a certificate path. */
final class RootKey {

    private final PublicKey key;
    private final Optional<Vouched> vouched;

    /** A path that holds, and the tenant that its authorities are trusted for. */
    private record Vouched(CertificateVerdict.Vouched path, TenantId tenant) {}

    /** Whether there is such a key. */
    sealed interface Found {
        /** There is. */
        record Trusted(RootKey root) implements Found {}

        /** There is not. */
        record Refused(Denial denial) implements Found {}
    }

    private RootKey(PublicKey key, Optional<Vouched> vouched) {
        this.key = key;
        this.vouched = vouched;
    }

    /** Finds the key that a chain says it begins with. A root needs no certificate. */
    static Found of(Chain chain, Trust trust, Instant now) {
        Digest id = chain.tokens().getFirst().key();
        Optional<PublicKey> root = trust.root(id);
        if (root.isPresent()) {
            return new Found.Trusted(new RootKey(root.get(), Optional.empty()));
        }
        List<byte[]> path =
                chain.certificates().isEmpty() ? trust.certificatePath(id) : chain.certificates();
        if (path.isEmpty() || trust.authorities().isEmpty()) {
            return new Found.Refused(unknown(id, !path.isEmpty()));
        }
        PrincipalAuthorities authorities = trust.authorities().get();
        return switch (authorities.certificates().checkEncoded(path, now)) {
            case CertificateVerdict.Refused(var fault, String message) ->
                new Found.Refused(notVouched(id, fault.name(), message));
            case CertificateVerdict.Vouched good
            when !good.key().id().equals(id) ->
                new Found.Refused(notVouched(
                        id,
                        "OTHER_KEY",
                        "the certificate is for key=" + good.key().id().shortHex()));
            case CertificateVerdict.Vouched good ->
                new Found.Trusted(new RootKey(
                        good.key(), Optional.of(new Vouched(good, authorities.tenant()))));
        };
    }

    PublicKey key() {
        return key;
    }

    /** By which certificate; empty for a root. */
    Optional<KeyVouching> vouching() {
        return vouched.map(Vouched::path)
                .map(path -> new KeyVouching(
                        path.certificate(),
                        path.subject(),
                        path.root(),
                        path.notBefore(),
                        path.expires()));
    }

    /** Why a first link, whose signature holds, is not for the agent that the key stands for. */
    Optional<Denial> mismatch(Token first) {
        return vouched.flatMap(by -> mismatch(by, first));
    }

    private static Optional<Denial> mismatch(Vouched by, Token first) {
        Optional<PrincipalName> name = PrincipalName.of(by.path().uris());
        if (name.isEmpty()) {
            return Optional.of(otherName("names no agent: it needs exactly one alternative name"
                    + " that is a URI of the form cnv://HOST/NAME?type=TYPE"));
        }
        if (!name.get().names(first.agent())) {
            return Optional.of(otherName("names " + name.get() + ", and the chain begins with "
                    + first.agent().id() + " (" + first.agent().type() + ")"));
        }
        return first.tenant().equals(by.tenant())
                ? Optional.empty()
                : Optional.of(otherName("is of an authority for tenant=" + by.tenant()
                        + ", and the chain begins with tenant=" + first.tenant()));
    }

    private static Denial unknown(Digest key, boolean path) {
        return Denial.of(
                        Reason.CREDENTIAL_UNKNOWN,
                        "the chain begins with key=" + key.shortHex() + ", which is no trusted root"
                                + (path ? ", and no certificate authority is trusted here" : ""))
                .with("key", key.hex());
    }

    private static Denial notVouched(Digest key, String fault, String message) {
        return Denial.of(
                        Reason.KEY_NOT_VOUCHED,
                        "no certificate vouches for the chain's first key=" + key.shortHex() + ": "
                                + message)
                .with("key", key.hex())
                .with("fault", fault);
    }

    private static Denial otherName(String what) {
        return Denial.of(
                Reason.KEY_NAME_MISMATCH, "the certificate of the chain's first key " + what);
    }
}
