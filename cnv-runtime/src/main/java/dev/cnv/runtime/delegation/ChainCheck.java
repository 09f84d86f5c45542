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

    private final Chain chain;
    private final Trust trust;
    private final Instant now;
    private final List<Token> links = new ArrayList<>();
    private final List<Digest> ids = new ArrayList<>();

    private Optional<KeyVouching> vouching = Optional.empty();

    private ChainCheck(Chain chain, Trust trust, Instant now) {
        this.chain = chain;
        this.trust = trust;
        this.now = now;
    }

    /** Checks all but uses and possession. Nothing is thrown. */
    static ChainVerdict check(Chain chain, Trust trust, Instant now) {
        try {
            ChainCheck check = new ChainCheck(chain, trust, now);
            Optional<Denial> denial = check.links()
                    .or(() -> revoked(trust, check.ids))
                    .or(() -> elsewhere(trust, check.links))
                    .or(() -> outsideWindow(check.links, now));
            return denial.<ChainVerdict>map(ChainVerdict.Refused::new)
                    .orElseGet(() -> new ChainVerdict.Holds(new VerifiedChain(
                            chain, trust, check.links, check.ids, check.vouching)));
        } catch (RuntimeException e) {
            return new ChainVerdict.Refused(Denial.of(
                    Reason.CREDENTIAL_MALFORMED,
                    "the credential could not be checked: " + e.getClass().getSimpleName()));
        }
    }

    /**
     * Checks the links, and neither trust's revocations nor their time. Nothing is thrown.
     *
     * @param now for a certificate path
     */
    static ChainInspection inspect(Chain chain, Trust trust, Instant now) {
        try {
            ChainCheck check = new ChainCheck(chain, trust, now);
            return check.links()
                    .<ChainInspection>map(ChainInspection.Refused::new)
                    .orElseGet(() -> new ChainInspection.Sound(
                            Delegation.of(chain, check.links, check.ids)));
        } catch (RuntimeException e) {
            return new ChainInspection.Refused(Denial.of(
                    Reason.CREDENTIAL_MALFORMED,
                    "the chain could not be checked: " + e.getClass().getSimpleName()));
        }
    }

    /** The first key of a chain that held, under another trust. Nothing is thrown. */
    static RootKey.Found root(Chain chain, Token first, Trust present, Instant now) {
        return switch (RootKey.of(chain, present, now)) {
            case RootKey.Found.Refused refused -> refused;
            case RootKey.Found.Trusted trusted ->
                trusted.root()
                        .mismatch(first)
                        .<RootKey.Found>map(RootKey.Found.Refused::new)
                        .orElse(trusted);
        };
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

    private Optional<Denial> links() {
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
        if (!links.isEmpty()) {
            return next(signed, links.getLast().holder());
        }
        return switch (RootKey.of(chain, trust, now)) {
            case RootKey.Found.Refused(Denial denial) -> Optional.of(denial);
            case RootKey.Found.Trusted(RootKey root) -> first(signed, root);
        };
    }

    private Optional<Denial> first(SignedToken signed, RootKey root) {
        vouching = root.vouching();
        return says(signed, root.key())
                .or(() -> root.mismatch(links.getFirst()))
                .or(() -> first(links.getFirst(), root.key()));
    }

    private static Optional<Denial> first(Token token, PublicKey root) {
        if (!token.issuer().equals(root)) {
            return Optional.of(broken(1, token.issuer().id(), root.id()));
        }
        return token.depth() == 1
                ? Optional.empty()
                : Optional.of(link(
                        1,
                        Reason.CHAIN_TOO_DEEP,
                        "the first link says that it is depth=" + token.depth()));
    }

    private Optional<Denial> next(SignedToken signed, PublicKey holder) {
        if (!holder.id().equals(signed.key())) {
            return Optional.of(broken(links.size() + 1, signed.key(), holder.id()));
        }
        Token parent = links.getLast();
        return says(signed, holder).or(() -> widened(parent, links.getLast()));
    }

    /** Reads a link whose signature holds, and adds it. */
    private Optional<Denial> says(SignedToken signed, PublicKey signer) {
        int number = links.size() + 1;
        Optional<byte[]> payload = signed.signedBy(signer);
        if (payload.isEmpty()) {
            return Optional.of(unsigned(number));
        }
        try {
            links.add(TokenFormat.read(payload.get()));
            return Optional.empty();
        } catch (CborRefusedException e) {
            return Optional.of(malformed(number, String.valueOf(e.getMessage())));
        }
    }

    private Optional<Denial> widened(Token parent, Token token) {
        Map<Narrowing.Part, String> parts = Narrowing.widened(parent, ids.getLast(), token);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        // The map is in the order of the parts, of which the first gives the reason.
        Narrowing.Part first = parts.keySet().iterator().next();
        return Optional.of(link(
                        links.size(),
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

    private static Denial unsigned(int number) {
        return link(
                number,
                Reason.SIGNATURE_INVALID,
                number == 1
                        ? "the first link is not signed by the key it names"
                        : "link=" + number + " is not signed by the holder of the link before");
    }

    private static Denial broken(int number, Digest issuer, Digest expected) {
        return link(
                number,
                Reason.CHAIN_BROKEN,
                "link=" + number + " is issued by key=" + issuer.shortHex() + ", not by key="
                        + expected.shortHex() + ", whose link comes before");
    }

    private static Denial malformed(int number, String why) {
        return link(
                number, Reason.CREDENTIAL_MALFORMED, "link=" + number + " cannot be read: " + why);
    }

    private static Denial link(int number, Reason reason, String message) {
        return Denial.of(reason, message).with(LINK, Integer.toString(number));
    }
}
