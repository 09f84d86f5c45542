package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks a chain, link by link from the root: first who signed, then what it says, then that it is not
 * more than the link before says. Whatever goes wrong refuses.
 */
final class ChainCheck {

    private static final String LINK = "link";

    private final Trust trust;
    private final List<Token> links = new ArrayList<>();
    private final List<Digest> ids = new ArrayList<>();

    private ChainCheck(Trust trust) {
        this.trust = trust;
    }

    /** Checks all but uses and possession. Nothing is thrown. */
    static ChainVerdict check(Chain chain, Trust trust, Instant now) {
        try {
            ChainCheck check = new ChainCheck(trust);
            Optional<Denial> denial = check.links(chain)
                    .or(() -> revoked(trust, check.ids))
                    .or(() -> elsewhere(trust, check.links))
                    .or(() -> outsideWindow(check.links, now));
            return denial.<ChainVerdict>map(ChainVerdict.Refused::new)
                    .orElseGet(() -> new ChainVerdict.Holds(
                            new VerifiedChain(chain, trust, check.links, check.ids)));
        } catch (RuntimeException e) {
            return new ChainVerdict.Refused(Denial.of(
                    Reason.CREDENTIAL_MALFORMED,
                    "the credential could not be checked: " + e.getClass().getSimpleName()));
        }
    }

    /** Checks the links, and neither trust's revocations nor time. Nothing is thrown. */
    static ChainInspection inspect(Chain chain, Trust trust) {
        try {
            ChainCheck check = new ChainCheck(trust);
            return check.links(chain)
                    .<ChainInspection>map(ChainInspection.Refused::new)
                    .orElseGet(() -> new ChainInspection.Sound(
                            Delegation.of(chain, check.links, check.ids)));
        } catch (RuntimeException e) {
            return new ChainInspection.Refused(Denial.of(
                    Reason.CREDENTIAL_MALFORMED,
                    "the chain could not be checked: " + e.getClass().getSimpleName()));
        }
    }

    static Denial unknown(Digest key) {
        return Denial.of(
                        Reason.CREDENTIAL_UNKNOWN,
                        "the chain begins with key=" + key.shortHex()
                                + ", which is no trusted root")
                .with("key", key.hex());
    }

    static Optional<Denial> revoked(Trust trust, List<Digest> ids) {
        return ids.stream()
                .filter(trust.revoked()::contains)
                .findFirst()
                .map(id -> revoked(id, ids));
    }

    static Denial revoked(Digest id, List<Digest> ids) {
        return Denial.of(Reason.CREDENTIAL_REVOKED, "token=" + id.shortHex() + " was revoked")
                .with("token", id.hex())
                .with(LINK, Integer.toString(ids.indexOf(id) + 1));
    }

    static Optional<Denial> elsewhere(Trust trust, List<Token> links) {
        return links.stream()
                .filter(link -> !link.conditions().audience().isEmpty())
                .filter(link -> !link.conditions().audience().contains(trust.audience()))
                .findFirst()
                .map(link -> Denial.of(
                                Reason.AUDIENCE_MISMATCH,
                                "the chain's link to agent=" + link.agent().id() + " is for "
                                        + String.join(", ", link.conditions().audience())
                                        + ", not for this runtime, audience="
                                        + (trust.audience().isEmpty() ? "none" : trust.audience()))
                        .with(LINK, Integer.toString(link.depth())));
    }

    static Optional<Denial> outsideWindow(List<Token> links, Instant now) {
        return links.stream()
                .filter(link -> !link.current(now))
                .findFirst()
                .map(link -> Denial.of(
                                Reason.CREDENTIAL_EXPIRED,
                                "the chain's link to agent=" + link.agent().id() + " is good from "
                                        + link.notBefore() + " until " + link.expires()
                                        + ", not at "
                                        + now)
                        .with(LINK, Integer.toString(link.depth())));
    }

    private Optional<Denial> links(Chain chain) {
        for (SignedToken signed : chain.tokens()) {
            Optional<Denial> denial = link(signed);
            if (denial.isPresent()) {
                return denial;
            }
            ids.add(signed.id());
        }
        return Optional.empty();
    }

    private Optional<Denial> link(SignedToken signed) {
        PublicKey signer;
        if (links.isEmpty()) {
            Optional<PublicKey> root = trust.root(signed.key());
            if (root.isEmpty()) {
                return Optional.of(unknown(signed.key()));
            }
            signer = root.get();
        } else {
            signer = links.getLast().holder();
            if (!signer.id().equals(signed.key())) {
                return Optional.of(broken(signed.key(), signer.id()));
            }
        }
        Optional<byte[]> payload = signed.signedBy(signer);
        if (payload.isEmpty()) {
            return Optional.of(unsigned());
        }
        return says(payload.get(), signer);
    }

    private Optional<Denial> says(byte[] payload, PublicKey signer) {
        Token token;
        try {
            token = TokenFormat.read(payload);
        } catch (CborRefusedException e) {
            return Optional.of(malformed(String.valueOf(e.getMessage())));
        }
        Optional<Denial> denial = links.isEmpty() ? first(token, signer) : widened(token);
        links.add(token);
        return denial;
    }

    private Optional<Denial> first(Token token, PublicKey root) {
        if (!token.issuer().equals(root)) {
            return Optional.of(broken(token.issuer().id(), root.id()));
        }
        return token.depth() == 1
                ? Optional.empty()
                : Optional.of(link(
                        Reason.CHAIN_TOO_DEEP,
                        "the first link says that it is depth=" + token.depth()));
    }

    private Optional<Denial> widened(Token token) {
        Map<Narrowing.Part, String> parts =
                Narrowing.widened(links.getLast(), ids.getLast(), token);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        // The map is in the order of the parts, of which the first gives the reason.
        Narrowing.Part first = parts.keySet().iterator().next();
        return Optional.of(link(
                        first.reason(),
                        "the chain's link to agent=" + token.agent().id()
                                + " says more than the link before: "
                                + String.join("; ", parts.values()))
                .with(
                        "parts",
                        parts.keySet().stream()
                                .map(Narrowing.Part::toString)
                                .collect(Collectors.joining(","))));
    }

    private Denial unsigned() {
        return link(
                Reason.SIGNATURE_INVALID,
                links.isEmpty()
                        ? "the first link is not signed by the root it names"
                        : "link=" + (links.size() + 1)
                                + " is not signed by the holder of the link before");
    }

    private Denial broken(Digest issuer, Digest expected) {
        return link(
                Reason.CHAIN_BROKEN,
                "link=" + (links.size() + 1) + " is issued by key=" + issuer.shortHex()
                        + ", not by key=" + expected.shortHex()
                        + ", whose link comes before");
    }

    private Denial malformed(String why) {
        return link(
                Reason.CREDENTIAL_MALFORMED,
                "link=" + (links.size() + 1) + " cannot be read: " + why);
    }

    private Denial link(Reason reason, String message) {
        return Denial.of(reason, message).with(LINK, Integer.toString(links.size() + 1));
    }
}
