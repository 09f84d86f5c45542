package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.ChainInspection;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.Delegation;
import dev.cnv.runtime.delegation.RevocationList;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.DelegationEvent;
import dev.cnv.runtime.governance.DelegationEvent.DelegationExpired;
import dev.cnv.runtime.governance.DelegationEvent.DelegationRevoked;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.outcome.Denial;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of one page come to, found out before any of it takes effect. Tokens are believed for
 * their own signatures, by this side's trust; of what the source says about them nothing is taken.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class FeedEvents {

    /** More links than any chain has. */
    private static final int MAX_DEPTH = 64;

    /** A token whose root this side does not trust, kept for those below it. */
    record LeftOut(Optional<Digest> parent, String encoded) {}

    /** An event and its place. */
    record Placed(long sequence, DelegationEvent event) {}

    private final DelegationBook book;
    private final Map<Digest, LeftOut> leftOut;
    private final Trust trust;
    private final EventOrigins origins;
    private final boolean lenient;

    private final List<Placed> events = new ArrayList<>();
    private final Map<Digest, Delegation> fresh = new HashMap<>();
    private final Map<Digest, RevocationList> lists = new HashMap<>();
    private final Map<Digest, LeftOut> freshLeftOut = new HashMap<>();
    private int revokedCount;

    /**
     * Nothing yet.
     *
     * @param lenient whether a token that does not hold is left out rather than refused: it held when it
     *     was applied first
     */
    FeedEvents(
            DelegationBook book,
            Map<Digest, LeftOut> leftOut,
            Trust trust,
            EventOrigins origins,
            boolean lenient) {
        this.book = book;
        this.leftOut = leftOut;
        this.trust = trust;
        this.origins = origins;
        this.lenient = lenient;
        this.revokedCount = book.revokedCount();
    }

    List<Placed> events() {
        return events;
    }

    Map<Digest, LeftOut> leftOut() {
        return freshLeftOut;
    }

    /**
     * Takes an entry.
     *
     * @throws FeedRefusedException when it does not hold
     */
    void take(FeedEntry entry) throws FeedRefusedException {
        switch (entry) {
            case FeedEntry.Created created -> created(created);
            case FeedEntry.Listed(long sequence, RevocationList list) -> listed(sequence, list);
            case FeedEntry.Revoked(long sequence, String why, List<Digest> tokens) ->
                revoked(
                        sequence,
                        new DelegationRevoked(
                                origins.own(), Optional.empty(), 0, tokens, why, Optional.empty()));
            case FeedEntry.Expired(long sequence, List<Digest> tokens) -> expired(sequence, tokens);
        }
    }

    private void created(FeedEntry.Created created) throws FeedRefusedException {
        Chain chain = chain(created);
        Digest token = chain.tokenDigests().getLast();
        if (book.knows(token) || fresh.containsKey(token) || isLeftOut(token)) {
            // The first place holds: so each token stands behind the one above it, and no line is a
            // ring.
            return;
        }
        if (created.parent().filter(this::isLeftOut).isPresent()) {
            leaveOut(token, created);
            return;
        }
        switch (ChainVerifier.inspect(chain, trust, origins.time().now())) {
            case ChainInspection.Sound(List<Delegation> links) -> add(created, links.getLast());
            case ChainInspection.Refused(Denial denial) -> unsound(token, created, denial);
        }
    }

    private Chain chain(FeedEntry.Created created) throws FeedRefusedException {
        ArrayDeque<String> encoded = new ArrayDeque<>();
        encoded.addFirst(created.encoded());
        Optional<Digest> above = created.parent();
        while (above.isPresent()) {
            LeftOut link = link(above.get());
            if (link == null) {
                throw refused(created, "its parent=" + above.get().shortHex() + " was not told of");
            }
            encoded.addFirst(link.encoded());
            above = link.parent();
            if (encoded.size() > MAX_DEPTH) {
                throw refused(created, "its chain is too deep");
            }
        }
        try {
            return Chain.ofEncodedTokens(List.copyOf(encoded));
        } catch (RuntimeException e) {
            throw new FeedRefusedException(
                    "sequence=" + created.sequence() + ": the token is not in form", e);
        }
    }

    private @Nullable LeftOut link(Digest token) {
        Delegation known = fresh.get(token);
        Optional<Delegation> found = known == null ? book.known(token) : Optional.of(known);
        if (found.isPresent()) {
            return new LeftOut(found.get().parent(), found.get().encoded());
        }
        LeftOut out = freshLeftOut.get(token);
        return out == null ? leftOut.get(token) : out;
    }

    private boolean isLeftOut(Digest token) {
        return freshLeftOut.containsKey(token) || leftOut.containsKey(token);
    }

    private void unsound(Digest token, FeedEntry.Created created, Denial denial)
            throws FeedRefusedException {
        boolean ofNobodyKnown = switch (denial.reason()) {
            case CREDENTIAL_UNKNOWN, KEY_NOT_VOUCHED, KEY_NAME_MISMATCH -> true;
            default -> false;
        };
        if (!ofNobodyKnown && !lenient) {
            throw refused(created, denial.message());
        }
        leaveOut(token, created);
    }

    private void leaveOut(Digest token, FeedEntry.Created created) throws FeedRefusedException {
        requireRoom(created);
        freshLeftOut.put(token, new LeftOut(created.parent(), created.encoded()));
    }

    private void add(FeedEntry.Created created, Delegation link) throws FeedRefusedException {
        if (!link.parent().equals(created.parent())) {
            throw refused(created, "the token is another's child");
        }
        requireRoom(created);
        fresh.put(link.token(), link);
        events.add(new Placed(created.sequence(), DelegationBook.created(link, origins)));
    }

    private void requireRoom(FeedEntry entry) throws FeedRefusedException {
        int count = book.size() + leftOut.size() + fresh.size() + freshLeftOut.size();
        if (count >= DelegationRegistry.MAX_DELEGATION_COUNT) {
            throw refused(entry, "delegationCount=" + count + " leaves no room");
        }
    }

    private void listed(long sequence, RevocationList list) throws FeedRefusedException {
        Digest issuer = list.issuer().id();
        Optional<RevocationList> before =
                Optional.ofNullable(lists.get(issuer)).or(() -> book.list(issuer));
        if (before.filter(list::equals).isPresent()) {
            return;
        }
        Optional<String> rolledBack = before.flatMap(known -> known.rolledBackBy(list));
        if (rolledBack.isPresent()) {
            throw new FeedRefusedException("sequence=" + sequence + ": the list of key="
                    + issuer.shortHex() + ": " + rolledBack.get());
        }
        lists.put(issuer, list);
        revoked(
                sequence,
                new DelegationRevoked(
                        origins.own(),
                        Optional.of(issuer),
                        list.version(),
                        List.copyOf(list.entries().keySet()),
                        "",
                        Optional.of(Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(list.bytes()))));
    }

    private void revoked(long sequence, DelegationRevoked event) throws FeedRefusedException {
        revokedCount += event.tokens().size();
        if (revokedCount > DelegationRegistry.MAX_REVOKED_COUNT) {
            throw new FeedRefusedException(
                    "sequence=" + sequence + ": revokedCount=" + revokedCount + " leaves no room");
        }
        events.add(new Placed(sequence, event));
    }

    /** Removes what is over by this side's clock too, and nothing else. */
    private void expired(long sequence, List<Digest> tokens) {
        List<Digest> over = tokens.stream()
                .filter(token -> Optional.ofNullable(fresh.get(token))
                        .or(() -> book.known(token))
                        .filter(link -> !origins.time().now().isBefore(link.expires()))
                        .isPresent())
                .toList();
        if (!over.isEmpty()) {
            events.add(new Placed(sequence, new DelegationExpired(origins.own(), over)));
        }
    }

    private static FeedRefusedException refused(FeedEntry entry, String why) {
        return new FeedRefusedException("sequence=" + entry.sequence() + ": " + why);
    }
}
