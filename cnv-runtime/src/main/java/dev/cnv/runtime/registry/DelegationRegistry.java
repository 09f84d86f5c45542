package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.ChainInspection;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.Delegation;
import dev.cnv.runtime.delegation.RevocationList;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.ChangeOrder;
import dev.cnv.runtime.governance.DelegationEvent;
import dev.cnv.runtime.governance.DelegationEvent.DelegationExpired;
import dev.cnv.runtime.governance.DelegationEvent.DelegationRevoked;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.registry.RegistryResult.Changed;
import dev.cnv.runtime.registry.RegistryResult.Refused;
import dev.cnv.runtime.registry.RegistryResult.Unchanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The delegations that a runtime knows, and the revocations that hold in it. A chain need not be known
 * here to be good: registering makes it visible, and lets those in its middle revoke. Revocations hold for
 * all chains.
 *
 * <p>Every change is on disk in the ledger before it takes effect; a registry that is built anew from the
 * ledger is the same.
 *
 * <p><b>Threading:</b> safe for use by several threads; changes happen one after the other. A change
 * waits for the disk: {@link #async} does not.
 */
public final class DelegationRegistry extends BookView {

    /** The most delegations. */
    public static final int MAX_DELEGATION_COUNT = 100_000;

    /** The most revoked tokens. */
    public static final int MAX_REVOKED_COUNT = 1_000_000;

    private final Ledger ledger;
    private final EventOrigins origins;
    private final ChangeOrder order;
    private final Supplier<Trust> trust;
    private final int maxDelegationCount;
    private final int maxRevokedCount;

    /* Held from the check of a change until it is applied, so that the order here is the ledger's. */
    private final ReentrantLock writing = new ReentrantLock();

    DelegationRegistry(
            Ledger ledger,
            EventOrigins origins,
            ChangeOrder order,
            DelegationBook book,
            Supplier<Trust> trust) {
        this(ledger, origins, order, book, trust, MAX_DELEGATION_COUNT, MAX_REVOKED_COUNT);
    }

    DelegationRegistry(
            Ledger ledger,
            EventOrigins origins,
            ChangeOrder order,
            DelegationBook book,
            Supplier<Trust> trust,
            int maxDelegationCount,
            int maxRevokedCount) {
        super(book);
        this.ledger = ledger;
        this.origins = origins;
        this.order = order;
        this.trust = trust;
        this.maxDelegationCount = maxDelegationCount;
        this.maxRevokedCount = maxRevokedCount;
    }

    /**
     * Makes the links of a chain known.
     *
     * @param chain the chain
     * @return the tokens that were not known before; refused when the chain does not hold, is over or
     *     revoked, or no more fit
     * @throws LedgerException when the ledger cannot take it; nothing is changed then
     */
    public RegistryResult register(Chain chain) {
        return switch (ChainVerifier.inspect(chain, trust.get(), origins.time().now())) {
            case ChainInspection.Refused(Denial denial) -> new Refused(denial);
            case ChainInspection.Sound(List<Delegation> links) ->
                change(() ->
                        unfit(links).<RegistryResult>map(Refused::new).orElseGet(() -> add(links)));
        };
    }

    /**
     * Takes a signed list. It takes effect at once, for open sessions too.
     *
     * @param list the list
     * @return the tokens that its issuer had not revoked before; refused when the issuer is neither a
     *     trusted root nor in a known chain, the list names a known token which the issuer issued no part
     *     of, it would roll back a list that is known, or no more fit
     * @throws LedgerException when the ledger cannot take it; nothing is changed then
     */
    public RegistryResult revoke(RevocationList list) {
        return change(() -> {
            if (book.list(list.issuer().id()).filter(list::equals).isPresent()) {
                return new Unchanged();
            }
            return unfit(list).<RegistryResult>map(Refused::new).orElseGet(() -> add(list));
        });
    }

    /**
     * Revokes a token as this runtime's operator, with all that descends from it. It takes effect at once,
     * for open sessions too.
     *
     * @param token the token's digest; it need not be known
     * @param why in words, for the ledger
     * @return the token, when it was not revoked so before; refused when no more fit
     * @throws LedgerException when the ledger cannot take it; nothing is changed then
     */
    public RegistryResult revoke(Digest token, String why) {
        return change(() -> {
            if (book.revokedHere(token)) {
                return new Unchanged();
            }
            if (book.revokedCount() >= maxRevokedCount) {
                return new Refused(full("revokedCount", book.revokedCount(), maxRevokedCount));
            }
            return append(List.of(new DelegationRevoked(
                    origins.own(), Optional.empty(), 0, List.of(token), why, Optional.empty())));
        });
    }

    /**
     * Removes the delegations whose time is over. Revocations stay.
     *
     * @return the tokens that were removed
     * @throws LedgerException when the ledger cannot take it; nothing is changed then
     */
    public RegistryResult expire() {
        return change(() -> {
            List<Digest> over = book.over();
            List<DelegationEvent> events = new ArrayList<>();
            for (int i = 0; i < over.size(); i += DelegationEvent.MAX_TOKEN_COUNT) {
                int end = Math.min(over.size(), i + DelegationEvent.MAX_TOKEN_COUNT);
                events.add(new DelegationExpired(origins.own(), over.subList(i, end)));
            }
            return append(events);
        });
    }

    /**
     * The delegations and signed lists, to be taken elsewhere. What the operator revoked here is not among
     * them: that is this runtime's own decision.
     *
     * @return a bundle
     */
    public DelegationBundle export() {
        return DelegationBundle.of(book.snapshot(), origins.time().now());
    }

    /**
     * Takes a bundle, all of it or nothing. Its chains are checked as in {@link #register}, its lists as in
     * {@link #revoke(RevocationList)}; delegations that are over, and lists of which a newer version is
     * known, are left out. Revoked delegations become known as revoked.
     *
     * @param bundle the bundle
     * @return the tokens that became known or revoked; refused when a chain or a list does not hold
     * @throws LedgerException when the ledger cannot take it; part of it may be known then
     */
    public RegistryResult load(DelegationBundle bundle) {
        return change(() -> {
            Map<Digest, Delegation> fresh = new LinkedHashMap<>();
            for (Chain chain : bundle.chains()) {
                switch (ChainVerifier.inspect(chain, trust.get(), origins.time().now())) {
                    case ChainInspection.Refused(Denial denial) -> {
                        return new Refused(denial);
                    }
                    case ChainInspection.Sound(List<Delegation> links) ->
                        links.stream()
                                .filter(link -> !book.knows(link.token()))
                                .filter(link -> origins.time().now().isBefore(link.expires()))
                                .forEach(link -> fresh.put(link.token(), link));
                }
            }
            return load(bundle, fresh);
        });
    }

    private RegistryResult load(DelegationBundle bundle, Map<Digest, Delegation> fresh) {
        if (fresh.size() > maxDelegationCount - book.size()) {
            return new Refused(
                    full("delegationCount", book.size() + fresh.size(), maxDelegationCount));
        }
        List<RevocationList> newer =
                bundle.lists().stream().filter(this::isNews).toList();
        List<DelegationEvent> events = new ArrayList<>();
        fresh.values().forEach(link -> events.add(DelegationBook.created(link, origins)));
        for (RevocationList list : newer) {
            Optional<Denial> unfit = unfit(list, fresh);
            if (unfit.isPresent()) {
                return new Refused(unfit.get());
            }
            events.add(revoked(list));
        }
        return append(events);
    }

    /** Whether a list says something that is not known: it is no older version with nothing more. */
    private boolean isNews(RevocationList list) {
        return book.list(list.issuer().id())
                .filter(known -> known.version() >= list.version()
                        && known.entries().keySet().containsAll(list.entries().keySet()))
                .isEmpty();
    }

    /**
     * This registry for callers that must not wait.
     *
     * @param executor where the waiting is done
     * @return the asynchronous form
     */
    public AsyncDelegationRegistry async(Executor executor) {
        return new AsyncDelegationRegistry(this, executor);
    }

    private Optional<Denial> unfit(List<Delegation> links) {
        Instant now = origins.time().now();
        for (Delegation link : links) {
            if (!now.isBefore(link.expires())) {
                return Optional.of(Denial.of(
                        Reason.CREDENTIAL_EXPIRED,
                        "the chain's link to agent=" + link.agent() + " was good until "
                                + link.expires() + ", now is " + now));
            }
        }
        return revokedToken(links)
                .map(token -> Denial.of(
                                Reason.CREDENTIAL_REVOKED,
                                "token=" + token.shortHex() + " was revoked")
                        .with("token", token.hex()));
    }

    private Optional<Digest> revokedToken(List<Delegation> links) {
        return links.stream()
                .map(Delegation::token)
                .filter(trust.get().revoked()::contains)
                .findFirst()
                .or(() -> book.revocations()
                        .revoked(links.stream()
                                .map(link -> new Revocations.Link(link.token(), link.issuer()))
                                .toList()));
    }

    private RegistryResult add(List<Delegation> links) {
        List<Delegation> fresh =
                links.stream().filter(link -> !book.knows(link.token())).toList();
        if (fresh.size() > maxDelegationCount - book.size()) {
            return new Refused(
                    full("delegationCount", book.size() + fresh.size(), maxDelegationCount));
        }
        return append(fresh.stream()
                .<DelegationEvent>map(link -> DelegationBook.created(link, origins))
                .toList());
    }

    private Optional<Denial> unfit(RevocationList list) {
        return unfit(list, Map.of());
    }

    private Optional<Denial> unfit(RevocationList list, Map<Digest, Delegation> besides) {
        Digest issuer = list.issuer().id();
        boolean known = trust.get().roots().stream().anyMatch(root -> root.id().equals(issuer))
                || book.knowsKey(issuer)
                || besides.values().stream()
                        .anyMatch(d -> d.issuer().equals(issuer) || d.holder().equals(issuer));
        if (!known) {
            return Optional.of(notAllowed(
                    issuer, "is neither a trusted root nor in a chain that is known here"));
        }
        Optional<String> rolledBack =
                book.list(issuer).flatMap(before -> before.rolledBackBy(list));
        if (rolledBack.isPresent()) {
            return Optional.of(Denial.of(
                            Reason.REVOCATION_ROLLED_BACK,
                            "the list of key=" + issuer.shortHex() + ": " + rolledBack.get())
                    .with("key", issuer.hex()));
        }
        return list.entries().keySet().stream()
                .filter(token -> book.foreign(token, issuer))
                .findFirst()
                .map(token -> notAllowed(
                                issuer,
                                "issued neither token=" + token.shortHex() + " nor one above it")
                        .with("token", token.hex()))
                .or(() -> book.added(list).size() > maxRevokedCount - book.revokedCount()
                        ? Optional.of(full("revokedCount", book.revokedCount(), maxRevokedCount))
                        : Optional.empty());
    }

    private static Denial notAllowed(Digest issuer, String why) {
        return Denial.of(
                        Reason.REVOCATION_NOT_ALLOWED,
                        "the list's key=" + issuer.shortHex() + " " + why)
                .with("key", issuer.hex());
    }

    private static Denial full(String what, int count, int max) {
        return Denial.of(
                Reason.REGISTRY_FULL, what + "=" + count + " of " + max + " leaves no room");
    }

    private RegistryResult add(RevocationList list) {
        return append(List.of(revoked(list)));
    }

    private DelegationRevoked revoked(RevocationList list) {
        List<Digest> added = book.added(list);
        return new DelegationRevoked(
                origins.own(),
                Optional.of(list.issuer().id()),
                list.version(),
                // A version that adds nothing is recorded too: an older one is refused from then
                // on.
                added.isEmpty() ? List.of(list.entries().firstKey()) : added,
                "",
                Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(list.bytes())));
    }

    /** Makes events durable, all with one wait for the disk, then lets them take effect. */
    private RegistryResult append(List<DelegationEvent> events) {
        return events.isEmpty() ? new Unchanged() : order.changing(() -> write(events));
    }

    private RegistryResult write(List<DelegationEvent> events) {
        long[] indices = new long[events.size()];
        for (int i = 0; i < indices.length; i++) {
            boolean last = i == indices.length - 1;
            indices[i] =
                    ledger.append(events.get(i), last ? Durability.ON_DISK : Durability.BUFFERED);
        }
        List<Digest> tokens = new ArrayList<>();
        for (int i = 0; i < indices.length; i++) {
            book.apply(indices[i], events.get(i));
            tokens.addAll(tokens(events.get(i)));
        }
        return new Changed(tokens, indices[indices.length - 1] + 1);
    }

    private static List<Digest> tokens(DelegationEvent event) {
        return switch (event) {
            case DelegationEvent.DelegationCreated created -> List.of(created.token());
            case DelegationExpired expired -> expired.tokens();
            case DelegationRevoked revoked -> revoked.tokens();
        };
    }

    private RegistryResult change(Supplier<RegistryResult> change) {
        RegistryResult result;
        writing.lock();
        try {
            result = change.get();
        } finally {
            writing.unlock();
        }
        if (result instanceof Changed) {
            book.announce();
        }
        return result;
    }
}
