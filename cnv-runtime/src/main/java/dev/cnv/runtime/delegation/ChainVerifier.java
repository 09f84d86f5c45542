package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks a chain, link by link from the root: first who signed, then what it says, then that it is not
 * more than the link before says. Whatever goes wrong refuses.
 */
final class ChainVerifier {

    private final Trust trust;
    private final List<Token> links = new ArrayList<>();
    private final List<Digest> digests = new ArrayList<>();

    private ChainVerifier(Trust trust) {
        this.trust = trust;
    }

    static AuthenticationResult authenticate(
            Trust trust, Chain chain, byte[] challenge, byte[] possession, Instant now) {
        try {
            ChainVerifier verifier = new ChainVerifier(trust);
            Optional<Denial> denial = verifier.links(chain)
                    .or(() -> revoked(trust, verifier.digests))
                    .or(() -> outsideWindow(verifier.links, now))
                    .or(() -> verifier.possession(chain, challenge, possession));
            return denial.<AuthenticationResult>map(AuthenticationResult.Refused::new)
                    .orElseGet(() -> new AuthenticationResult.Authenticated(
                            Authority.of(chain, verifier.links)));
        } catch (RuntimeException e) {
            return new AuthenticationResult.Refused(Denial.of(
                    Reason.CREDENTIAL_MALFORMED,
                    "the credential could not be checked: " + e.getClass().getSimpleName()));
        }
    }

    static Denial unknown(Digest key) {
        return Denial.of(
                        Reason.CREDENTIAL_UNKNOWN,
                        "the chain begins with key=" + key.shortHex()
                                + ", which is no trusted root")
                .with("key", key.hex());
    }

    static Optional<Denial> revoked(Trust trust, List<Digest> digests) {
        return digests.stream()
                .filter(trust.revoked()::contains)
                .findFirst()
                .map(digest -> Denial.of(
                                Reason.CREDENTIAL_REVOKED,
                                "token=" + digest.shortHex() + " was revoked")
                        .with("token", digest.hex()));
    }

    static Optional<Denial> outsideWindow(List<Token> links, Instant now) {
        return links.stream()
                .filter(link -> !link.current(now))
                .findFirst()
                .map(link -> Denial.of(
                        Reason.CREDENTIAL_EXPIRED,
                        "the chain's link to agent=" + link.agent().id() + " is good from "
                                + link.notBefore() + " until " + link.expires() + ", not at "
                                + now));
    }

    private Optional<Denial> links(Chain chain) {
        for (SignedToken signed : chain.tokens()) {
            Optional<Denial> denial = link(signed);
            if (denial.isPresent()) {
                return denial;
            }
        }
        return Optional.empty();
    }

    private Optional<Denial> link(SignedToken signed) {
        Optional<PublicKey> signer = signer(signed);
        if (signer.isEmpty()) {
            return Optional.of(links.isEmpty() ? unknown(signed.key()) : unsigned());
        }
        if (!signed.signedBy(signer.get())) {
            return Optional.of(unsigned());
        }
        Token token;
        try {
            token = TokenFormat.read(signed.payload());
        } catch (JsonRefusedException e) {
            return Optional.of(malformed(String.valueOf(e.getMessage())));
        }
        Optional<Denial> denial = links.isEmpty() ? first(token, signer.get()) : widened(token);
        links.add(token);
        digests.add(signed.digest());
        return denial;
    }

    /** The key that must have signed: a trusted root, or the holder of the link before. */
    private Optional<PublicKey> signer(SignedToken signed) {
        return links.isEmpty()
                ? trust.root(signed.key())
                : Optional.of(links.getLast().holder())
                        .filter(holder -> holder.id().equals(signed.key()));
    }

    private Optional<Denial> first(Token token, PublicKey root) {
        if (token.depth() != 1 || !token.issuer().equals(root)) {
            return Optional.of(malformed("depth=" + token.depth() + " and issuer="
                    + token.issuer().id().shortHex() + " are not those of a first link"));
        }
        return Optional.empty();
    }

    private Optional<Denial> widened(Token token) {
        Map<String, String> parts = Narrowing.widened(links.getLast(), digests.getLast(), token);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Denial.of(
                        Reason.CHAIN_WIDENS,
                        "the chain's link to agent=" + token.agent().id()
                                + " says more than the link before: "
                                + String.join("; ", parts.values()))
                .with("parts", String.join(",", parts.keySet()))
                .with("link", Integer.toString(links.size() + 1)));
    }

    private Optional<Denial> possession(Chain chain, byte[] challenge, byte[] possession) {
        PublicKey holder = links.getLast().holder();
        boolean proven = challenge.length == Trust.CHALLENGE_BYTES
                && holder.verify(possessionMessage(chain, challenge), possession);
        return proven
                ? Optional.empty()
                : Optional.of(Denial.of(
                        Reason.POSSESSION_UNPROVEN,
                        "the caller did not sign this session's challenge with the holder's key="
                                + holder.id().shortHex()));
    }

    static byte[] possessionMessage(Chain chain, byte[] challenge) {
        return Domain.POSSESSION.message(chain.digest().bytes(), challenge);
    }

    private Denial unsigned() {
        return Denial.of(
                        Reason.SIGNATURE_INVALID,
                        links.isEmpty()
                                ? "the first link is not signed by the root it names"
                                : "link=" + (links.size() + 1)
                                        + " is not signed by the holder of the link before")
                .with("link", Integer.toString(links.size() + 1));
    }

    private Denial malformed(String why) {
        return Denial.of(
                        Reason.CREDENTIAL_MALFORMED,
                        "link=" + (links.size() + 1) + " cannot be read: " + why)
                .with("link", Integer.toString(links.size() + 1));
    }
}
