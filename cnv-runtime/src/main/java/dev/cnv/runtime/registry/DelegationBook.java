package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Delegation;
import dev.cnv.runtime.delegation.Revocation;
import dev.cnv.runtime.delegation.RevocationList;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.governance.DelegationEvent;
import dev.cnv.runtime.governance.DelegationEvent.DelegationCreated;
import dev.cnv.runtime.governance.DelegationEvent.DelegationExpired;
import dev.cnv.runtime.governance.DelegationEvent.DelegationRevoked;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Delegations and revocations as the events of a ledger left them. It believes what it is told: what may
 * become an event is decided by others.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by its own monitor, except for the
 * revocations, which are read without.
 */
final class DelegationBook implements DelegationView {

    private final Time time;
    private final ChangeRing ring;
    private final Map<Digest, Delegation> delegations = new LinkedHashMap<>();
    private final Map<Digest, RevocationList> lists = new HashMap<>();
    private final RevocationIndex revocations = new RevocationIndex();

    DelegationBook(Time time, int rememberedChangeCount) {
        this.time = time;
        this.ring = new ChangeRing(rememberedChangeCount);
    }

    static DelegationCreated created(Delegation delegation, EventOrigins origins) {
        return new DelegationCreated(
                origins.by(delegation.agent().value()),
                delegation.token(),
                delegation.parent(),
                delegation.issuer(),
                delegation.holder(),
                delegation.root().value(),
                delegation.depth(),
                delegation.notBefore(),
                delegation.expires(),
                delegation.maximumUseCount(),
                delegation.encoded());
    }

    /**
     * Takes a record of the ledger.
     *
     * @throws IllegalArgumentException when it is a revocation whose list does not hold
     */
    synchronized void apply(long index, DelegationEvent event) {
        apply(event);
        ring.add(new DelegationChange(index, event));
    }

    /** Takes a part of a snapshot, which nobody is told of before {@link #restart}. */
    synchronized void apply(DelegationEvent event) {
        switch (event) {
            case DelegationCreated created -> delegations.put(created.token(), delegation(created));
            case DelegationExpired expired -> expired.tokens().forEach(delegations::remove);
            case DelegationRevoked revoked -> revoke(revoked);
        }
    }

    /** Says that a snapshot was taken: who follows this book needs one too. */
    void restart(long at) {
        ring.restart(at);
    }

    /** Tells subscribers that something was applied. Call it without holding a lock. */
    void announce() {
        ring.announce();
    }

    private void revoke(DelegationRevoked event) {
        event.list().ifPresent(text -> {
            RevocationList list = RevocationList.parse(Base64.getUrlDecoder().decode(text));
            if (!event.issuer().equals(Optional.of(list.issuer().id()))
                    || !list.entries().keySet().containsAll(event.tokens())) {
                throw new IllegalArgumentException(
                        "the revocation says something else than its list=" + list);
            }
            lists.put(list.issuer().id(), list);
        });
        revocations.add(event.issuer(), event.tokens());
    }

    private static Delegation delegation(DelegationCreated event) {
        return new Delegation(
                event.token(),
                event.parent(),
                event.issuer(),
                event.holder(),
                new AgentId(event.origin().agent()),
                new AgentId(event.root()),
                event.depth(),
                event.notBefore(),
                event.expires(),
                event.maximumUseCount(),
                event.encoded());
    }

    @Override
    public synchronized Optional<DelegationEntry> get(Digest token) {
        return Optional.ofNullable(delegations.get(token)).map(d -> entry(d, time.now()));
    }

    @Override
    public synchronized Optional<Chain> chain(Digest token) {
        List<Delegation> line = line(token);
        return line.isEmpty()
                ? Optional.empty()
                : Optional.of(Chain.ofEncodedTokens(
                        line.stream().map(Delegation::encoded).toList()));
    }

    @Override
    public synchronized List<DelegationEntry> list(DelegationFilter filter) {
        Instant now = time.now();
        return delegations.values().stream()
                .map(delegation -> entry(delegation, now))
                .filter(filter::admits)
                .toList();
    }

    @Override
    public Revocations revocations() {
        return revocations;
    }

    @Override
    public synchronized DelegationSnapshot snapshot() {
        return new DelegationSnapshot(
                List.copyOf(delegations.values()),
                lists.values().stream()
                        .sorted((one, other) ->
                                one.issuer().id().compareTo(other.issuer().id()))
                        .toList(),
                revocations.byOperator(),
                ring.next());
    }

    @Override
    public long next() {
        return ring.next();
    }

    @Override
    public ChangePage changes(long from, int maxCount) {
        return ring.page(from, maxCount);
    }

    @Override
    public Flow.Publisher<DelegationChange> feed(long from, Executor executor) {
        return new ChangePublisher(ring, from, executor);
    }

    synchronized boolean knows(Digest token) {
        return delegations.containsKey(token);
    }

    synchronized int size() {
        return delegations.size();
    }

    synchronized Optional<Delegation> known(Digest token) {
        return Optional.ofNullable(delegations.get(token));
    }

    int revokedCount() {
        return revocations.size();
    }

    boolean revokedHere(Digest token) {
        return revocations.byOperator(token);
    }

    synchronized Optional<RevocationList> list(Digest issuer) {
        return Optional.ofNullable(lists.get(issuer));
    }

    /** The tokens of a list that its issuer had not revoked before. */
    synchronized List<Digest> added(RevocationList list) {
        Collection<Digest> before = list(list.issuer().id())
                .<Collection<Digest>>map(known -> known.entries().keySet())
                .orElse(List.of());
        return list.entries().values().stream()
                .map(Revocation::token)
                .filter(token -> !before.contains(token))
                .toList();
    }

    /** Whether a key issued a token that is known, or is the holder of one. */
    synchronized boolean knowsKey(Digest key) {
        return delegations.values().stream()
                .anyMatch(d -> d.issuer().equals(key) || d.holder().equals(key));
    }

    /** Whether a key may not revoke a token: it is known, and the key issued neither it nor one above. */
    synchronized boolean foreign(Digest token, Digest key) {
        List<Delegation> line = line(token);
        return !line.isEmpty() && line.stream().noneMatch(d -> d.issuer().equals(key));
    }

    /** The known tokens whose time is over. */
    synchronized List<Digest> over() {
        Instant now = time.now();
        return delegations.values().stream()
                .filter(delegation -> !now.isBefore(delegation.expires()))
                .map(Delegation::token)
                .toList();
    }

    private DelegationEntry entry(Delegation delegation, Instant now) {
        return new DelegationEntry(delegation, state(delegation, now));
    }

    private DelegationEntry.State state(Delegation delegation, Instant now) {
        List<Revocations.Link> links = line(delegation.token()).stream()
                .map(d -> new Revocations.Link(d.token(), d.issuer()))
                .toList();
        if (revocations.revoked(links).isPresent()) {
            return DelegationEntry.State.REVOKED;
        }
        if (!now.isBefore(delegation.expires())) {
            return DelegationEntry.State.EXPIRED;
        }
        return now.isBefore(delegation.notBefore())
                ? DelegationEntry.State.PENDING
                : DelegationEntry.State.ACTIVE;
    }

    /** The links from the root to a token; empty when one is not known. */
    private List<Delegation> line(Digest token) {
        List<Delegation> line = new ArrayList<>();
        Optional<Digest> at = Optional.of(token);
        while (at.isPresent()) {
            Delegation delegation = delegations.get(at.get());
            if (delegation == null) {
                return List.of();
            }
            line.addFirst(delegation);
            at = delegation.parent();
        }
        return line;
    }
}
