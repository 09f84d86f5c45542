package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.RevocationList;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.DelegationEvent.DelegationCreated;
import dev.cnv.runtime.governance.DelegationEvent.DelegationExpired;
import dev.cnv.runtime.governance.DelegationEvent.DelegationRevoked;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.registry.DelegationEntry.State;
import dev.cnv.runtime.registry.RegistryResult.Changed;
import dev.cnv.runtime.registry.RegistryResult.Refused;
import dev.cnv.runtime.registry.RegistryResult.Unchanged;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class DelegationRegistryTest {

    private final HandTime time = new HandTime(Family.NOON);
    private final ListLedger ledger = new ListLedger();
    private Trust trust = Family.TRUST;
    private DelegationRegistry registry = opened();

    private DelegationRegistry opened() {
        return Openings.stores(ledger, time).registry(() -> trust);
    }

    private static Denial refused(RegistryResult result) {
        return assertInstanceOf(Refused.class, result).denial();
    }

    private static List<Digest> changed(RegistryResult result) {
        return assertInstanceOf(Changed.class, result).tokens();
    }

    private State state(Digest token) {
        return registry.get(token).orElseThrow().state();
    }

    private static List<Revocations.Link> links(DelegationRegistry registry, Chain chain) {
        return chain.tokenDigests().stream()
                .map(token -> registry.get(token).orElseThrow().delegation())
                .map(d -> new Revocations.Link(d.token(), d.issuer()))
                .toList();
    }

    @Test
    void register_chain_makesEachLinkKnownOnceAndDurable() {
        Chain bot = Family.bot();
        assertEquals(bot.tokenDigests(), changed(registry.register(bot)));
        assertEquals(Durability.ON_DISK, ledger.lastDurability());
        assertInstanceOf(Unchanged.class, registry.register(bot));
        assertEquals(
                List.of(Family.last(Family.tool())), changed(registry.register(Family.tool())));
        assertEquals(3, ledger.events().size());
        var entry = registry.get(Family.last(bot)).orElseThrow();
        assertEquals(State.ACTIVE, entry.state());
        assertEquals(Family.BOT.id(), entry.delegation().holder());
        assertEquals(Family.ALICE.id(), entry.delegation().issuer());
        assertEquals(new AgentId("alice"), entry.delegation().root());
        assertEquals(2, entry.delegation().depth());
        assertEquals(Optional.of(bot), registry.chain(Family.last(bot)));
        assertEquals(Optional.empty(), registry.chain(Digest.of("unknown")));
        assertEquals(Optional.empty(), registry.get(Digest.of("unknown")));
    }

    @Test
    void register_untrustedRoot_isRefused() {
        Chain chain = Family.alice(Family.STRANGER, "alice", Family.EVENING);
        assertEquals(
                Reason.CREDENTIAL_UNKNOWN, refused(registry.register(chain)).reason());
        assertEquals(List.of(), ledger.events());
    }

    @Test
    void register_expiredChain_isRefused() {
        time.advance(Duration.ofHours(8));
        assertEquals(
                Reason.CREDENTIAL_EXPIRED,
                refused(registry.register(Family.bot())).reason());
    }

    @Test
    void register_revokedChain_isRefusedWhoeverRevoked() {
        trust = Family.TRUST.withRevoked(Family.last(Family.alice()));
        assertEquals(
                Reason.CREDENTIAL_REVOKED,
                refused(registry.register(Family.bot())).reason());
        trust = Family.TRUST;
        changed(registry.revoke(Family.last(Family.alice()), "lost"));
        assertEquals(
                Reason.CREDENTIAL_REVOKED,
                refused(registry.register(Family.bot())).reason());
    }

    @Test
    void register_full_isRefused() {
        registry = Openings.registry(ledger, time, new DelegationBook(time, 10), () -> trust, 1, 1);
        assertEquals(
                Reason.REGISTRY_FULL, refused(registry.register(Family.bot())).reason());
        changed(registry.register(Family.alice()));
        assertEquals(
                Reason.REGISTRY_FULL, refused(registry.register(Family.bot())).reason());
    }

    @Test
    void register_ledgerFails_changesNothing() {
        ledger.failFromNowOn();
        assertThrows(LedgerException.class, () -> registry.register(Family.bot()));
        assertEquals(List.of(), registry.list(DelegationFilter.ALL));
        assertThrows(LedgerException.class, () -> registry.revoke(Digest.of("t"), ""));
        assertEquals(0, registry.revocations().epoch());
        assertEquals(0, registry.snapshot().next());
    }

    @Test
    void revokeList_reachesTheTokenAndAllBelowIt() {
        changed(registry.register(Family.tool()));
        long before = registry.revocations().epoch();
        Digest bot = Family.last(Family.bot());
        assertEquals(List.of(bot), changed(registry.revoke(Family.list(Family.ALICE, bot))));
        assertEquals(Durability.ON_DISK, ledger.lastDurability());
        assertTrue(registry.revocations().epoch() > before);
        assertEquals(State.ACTIVE, state(Family.last(Family.alice())));
        assertEquals(State.REVOKED, state(bot));
        assertEquals(State.REVOKED, state(Family.last(Family.tool())));
        assertEquals(
                Optional.of(bot), registry.revocations().revoked(links(registry, Family.tool())));
        assertEquals(
                Optional.empty(), registry.revocations().revoked(links(registry, Family.alice())));
    }

    @Test
    void revokeList_byTheRoot_reachesTokensThatAreNotKnown() {
        Chain chain = Family.bot();
        changed(registry.revoke(Family.list(Family.ROOT, Family.last(chain))));
        List<Revocations.Link> links = List.of(
                new Revocations.Link(chain.tokenDigests().getFirst(), Family.ROOT.id()),
                new Revocations.Link(chain.tokenDigests().getLast(), Family.ALICE.id()));
        assertEquals(Optional.of(Family.last(chain)), registry.revocations().revoked(links));
    }

    @Test
    void revokeList_ofAForeignTokenThatIsNotKnown_reachesNothing() {
        Chain chain = Family.bot();
        changed(registry.revoke(Family.list(Family.OTHER_ROOT, Family.last(chain))));
        changed(registry.register(chain));
        assertEquals(State.ACTIVE, state(Family.last(chain)));
        assertEquals(Optional.empty(), registry.revocations().revoked(links(registry, chain)));
    }

    @Test
    void revokeList_ofAForeignTokenThatIsKnown_isRefused() {
        changed(registry.register(Family.bot()));
        Digest bot = Family.last(Family.bot());
        Denial denial = refused(registry.revoke(Family.list(Family.OTHER_ROOT, bot)));
        assertEquals(Reason.REVOCATION_NOT_ALLOWED, denial.reason());
        assertEquals(bot.hex(), denial.details().get("token"));
        assertEquals(State.ACTIVE, state(bot));
    }

    @Test
    void revokeList_byTheHolderItself_isRefused() {
        changed(registry.register(Family.bot()));
        assertEquals(
                Reason.REVOCATION_NOT_ALLOWED,
                refused(registry.revoke(Family.list(Family.BOT, Family.last(Family.bot()))))
                        .reason());
    }

    @Test
    void revokeList_byAKeyThatNobodyKnows_isRefused() {
        assertEquals(
                Reason.REVOCATION_NOT_ALLOWED,
                refused(registry.revoke(Family.list(Family.STRANGER, Digest.of("t"))))
                        .reason());
    }

    @Test
    void revokeList_thatRollsBack_isRefused() {
        Digest one = Digest.of("one");
        Digest two = Digest.of("two");
        RevocationList first = Family.list(Family.ROOT, one);
        RevocationList second = first.next(Family.ROOT, Family.NOON, Family.revocations(two));
        changed(registry.revoke(first));
        assertEquals(List.of(two), changed(registry.revoke(second)));
        assertInstanceOf(Unchanged.class, registry.revoke(second));
        rolledBack(first, "version=1 is older than version=2");
        rolledBack(
                first.next(Family.ROOT, Family.NOON, Family.revocations(Digest.of("three"))),
                "version=2 is known with other bytes");
        RevocationList dropping = Family.list(Family.ROOT, two);
        for (int i = 0; i < 3; i++) {
            dropping = dropping.next(Family.ROOT, Family.NOON, List.of());
        }
        rolledBack(dropping, "version=4 lacks token=" + one.shortHex());
        registry = opened();
        rolledBack(first, "version=1 is older than version=2");
        assertEquals(2, registry.snapshot().lists().getFirst().version());
    }

    private void rolledBack(RevocationList list, String why) {
        Denial denial = refused(registry.revoke(list));
        assertEquals(Reason.REVOCATION_ROLLED_BACK, denial.reason());
        assertTrue(denial.message().contains(why), denial.message());
    }

    @Test
    void revokeList_newVersionWithNothingNew_isKeptSoThatTheOldOneIsRefused() {
        RevocationList first = Family.list(Family.ROOT, Digest.of("one"));
        RevocationList second = first.next(Family.ROOT, Family.NOON, List.of());
        changed(registry.revoke(first));
        changed(registry.revoke(second));
        registry = opened();
        rolledBack(first, "version=1 is older than version=2");
    }

    @Test
    void revoke_full_isRefused() {
        registry = Openings.registry(ledger, time, new DelegationBook(time, 10), () -> trust, 1, 1);
        changed(registry.revoke(Digest.of("one"), ""));
        assertEquals(
                Reason.REGISTRY_FULL,
                refused(registry.revoke(Digest.of("two"), "")).reason());
        assertEquals(
                Reason.REGISTRY_FULL,
                refused(registry.revoke(Family.list(Family.ROOT, Digest.of("two"))))
                        .reason());
    }

    @Test
    void revoke_byTheOperator_reachesAnyTokenOnce() {
        changed(registry.register(Family.tool()));
        Digest alice = Family.last(Family.alice());
        changed(registry.revoke(alice, "left"));
        assertInstanceOf(Unchanged.class, registry.revoke(alice, "again"));
        assertEquals(State.REVOKED, state(Family.last(Family.tool())));
        DelegationRevoked event = (DelegationRevoked) ledger.events().getLast();
        assertEquals("left", event.why());
        assertEquals(Optional.empty(), event.issuer());
        assertEquals(List.of(alice), registry.snapshot().revokedHere());
    }

    @Test
    void expire_removesWhatIsOverAndSaysSo() {
        Chain early = Family.alice(Family.OTHER_ROOT, "alice", Family.NOON.plusSeconds(60));
        changed(registry.register(early));
        changed(registry.register(Family.bot()));
        assertInstanceOf(Unchanged.class, registry.expire());
        time.advance(Duration.ofSeconds(60));
        assertEquals(State.EXPIRED, state(Family.last(early)));
        assertEquals(List.of(Family.last(early)), changed(registry.expire()));
        assertInstanceOf(DelegationExpired.class, ledger.events().getLast());
        assertEquals(Optional.empty(), registry.get(Family.last(early)));
        assertEquals(2, registry.list(DelegationFilter.ALL).size());
        assertInstanceOf(Unchanged.class, registry.expire());
        time.advance(Duration.ofHours(8));
        assertEquals(Family.bot().tokenDigests(), changed(registry.expire()));
        registry = opened();
        assertEquals(List.of(), registry.list(DelegationFilter.ALL));
    }

    @Test
    void list_filters_areAllApplied() {
        changed(registry.register(Family.tool()));
        changed(registry.register(Family.alice(Family.OTHER_ROOT, "carol", Family.EVENING)));
        changed(registry.revoke(Family.last(Family.tool()), ""));
        assertEquals(4, count(DelegationFilter.ALL));
        assertEquals(1, count(DelegationFilter.ALL.agent(new AgentId("alice/bot"))));
        assertEquals(2, count(DelegationFilter.ALL.holder(Family.ALICE.id())));
        assertEquals(3, count(DelegationFilter.ALL.root(new AgentId("alice"))));
        assertEquals(3, count(DelegationFilter.ALL.state(State.ACTIVE)));
        assertEquals(1, count(DelegationFilter.ALL.state(State.REVOKED)));
        assertEquals(0, count(DelegationFilter.ALL.state(State.EXPIRED)));
        assertEquals(
                1,
                count(DelegationFilter.ALL
                        .holder(Family.ALICE.id())
                        .root(new AgentId("carol"))
                        .state(State.ACTIVE)));
        time.set(Family.NOON.minusSeconds(1));
        assertEquals(3, count(DelegationFilter.ALL.state(State.PENDING)));
    }

    private int count(DelegationFilter filter) {
        return registry.list(filter).size();
    }

    @Test
    void opened_fromTheSameLedger_isTheSame() {
        changed(registry.register(Family.tool()));
        changed(registry.revoke(Family.list(Family.ALICE, Family.last(Family.bot()))));
        changed(registry.revoke(Digest.of("other"), "why"));
        DelegationRegistry again = opened();
        assertEquals(registry.snapshot(), again.snapshot());
        assertEquals(registry.list(DelegationFilter.ALL), again.list(DelegationFilter.ALL));
        assertEquals(registry.revocations().epoch(), again.revocations().epoch());
        assertEquals(
                Optional.of(Family.last(Family.bot())),
                again.revocations().revoked(links(again, Family.tool())));
    }

    @Test
    void opened_listOfALedgerDoesNotHold_isRefused() {
        RevocationList list = Family.list(Family.ROOT, Digest.of("one"));
        String encoded =
                java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(list.bytes());
        ledger.append(
                new DelegationRevoked(
                        Openings.origins(time).own(),
                        Optional.of(Family.ROOT.id()),
                        1,
                        List.of(Digest.of("another")),
                        "",
                        Optional.of(encoded)),
                Durability.ON_DISK);
        String message = assertThrows(LedgerException.class, this::opened).getMessage();
        assertTrue(message.contains("record=0"), message);
    }

    @Test
    void async_completesWithTheResultOrTheFailure() {
        AsyncDelegationRegistry async = registry.async(Runnable::run);
        assertEquals(Family.bot().tokenDigests(), changed(join(async.register(Family.bot()))));
        assertTrue(join(async.get(Family.last(Family.bot()))).isPresent());
        assertEquals(2, join(async.list(DelegationFilter.ALL)).size());
        changed(join(async.revoke(Digest.of("t"), "")));
        changed(join(async.revoke(Family.list(Family.ALICE, Family.last(Family.bot())))));
        assertInstanceOf(Unchanged.class, join(async.expire()));
        assertInstanceOf(Unchanged.class, join(async.load(registry.export())));
        ledger.failFromNowOn();
        CompletableFuture<RegistryResult> failing =
                async.revoke(Digest.of("u"), "").toCompletableFuture();
        assertInstanceOf(
                LedgerException.class,
                assertThrows(CompletionException.class, failing::join).getCause());
    }

    @Test
    void async_waitsOnTheExecutorOnly() {
        java.util.ArrayDeque<Runnable> tasks = new java.util.ArrayDeque<>();
        var stage = registry.async(tasks::add).register(Family.alice()).toCompletableFuture();
        assertFalse(stage.isDone());
        assertEquals(List.of(), ledger.events());
        tasks.remove().run();
        assertInstanceOf(Changed.class, stage.join());
        assertInstanceOf(DelegationCreated.class, ledger.events().getFirst());
    }

    private static <T> T join(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
