package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.RevocationList;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.registry.DelegationEntry.State;
import dev.cnv.runtime.registry.RegistryResult.Changed;
import dev.cnv.runtime.registry.RegistryResult.Refused;
import dev.cnv.runtime.registry.RegistryResult.Unchanged;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DelegationBundleTest {

    private final HandTime time = new HandTime(Family.NOON);
    private final ListLedger ledger = new ListLedger();
    private final DelegationRegistry from = registry(ledger, Family.TRUST);

    private DelegationRegistry registry(ListLedger records, Trust trust) {
        return Openings.stores(records, time).registry(() -> trust);
    }

    private static Reason refused(RegistryResult result) {
        return assertInstanceOf(Refused.class, result).denial().reason();
    }

    private void fill() {
        from.register(Family.tool());
        from.register(Family.alice(Family.OTHER_ROOT, "carol", Family.NOON.plusSeconds(60)));
        from.revoke(Family.list(Family.ALICE, Family.last(Family.bot())));
        from.revoke(Digest.of("mine"), "");
    }

    @Test
    void load_exported_makesTheSameDelegationsAndListsKnown() {
        fill();
        DelegationBundle bundle = DelegationBundle.parse(from.export().bytes());
        assertEquals(2, bundle.chains().size());
        assertEquals(Family.NOON, bundle.created());
        DelegationRegistry to = registry(new ListLedger(), Family.TRUST);
        assertInstanceOf(Changed.class, to.load(bundle));
        assertEquals(
                Set.copyOf(from.list(DelegationFilter.ALL)),
                Set.copyOf(to.list(DelegationFilter.ALL)));
        assertEquals(from.snapshot().lists(), to.snapshot().lists());
        assertEquals(
                State.REVOKED, to.get(Family.last(Family.tool())).orElseThrow().state());
        // What the operator there revoked is the operator's own.
        assertEquals(List.of(), to.snapshot().revokedHere());
        assertInstanceOf(Unchanged.class, to.load(bundle));
    }

    @Test
    void load_oneChainDoesNotHold_takesNothing() {
        fill();
        DelegationRegistry to = registry(new ListLedger(), Trust.of(Family.ROOT.publicKey()));
        assertEquals(Reason.CREDENTIAL_UNKNOWN, refused(to.load(from.export())));
        assertEquals(List.of(), to.list(DelegationFilter.ALL));
        assertEquals(0, to.revocations().epoch());
    }

    @Test
    void load_listThatDoesNotHold_takesNothing() {
        DelegationRegistry to = registry(new ListLedger(), Family.TRUST);
        RevocationList foreign = Family.list(Family.STRANGER, Digest.of("t"));
        DelegationBundle bundle =
                DelegationBundle.of(Family.NOON, List.of(Family.bot()), List.of(foreign));
        assertEquals(Reason.REVOCATION_NOT_ALLOWED, refused(to.load(bundle)));
        assertEquals(List.of(), to.list(DelegationFilter.ALL));
    }

    @Test
    void load_listByWhomTheBundleItselfMakesKnown_isTaken() {
        DelegationRegistry to = registry(new ListLedger(), Family.TRUST);
        RevocationList list = Family.list(Family.ALICE, Family.last(Family.bot()));
        to.load(DelegationBundle.of(Family.NOON, List.of(Family.bot()), List.of(list)));
        assertEquals(
                State.REVOKED, to.get(Family.last(Family.bot())).orElseThrow().state());
    }

    @Test
    void load_olderList_isLeftOutUnlessItSaysSomethingElse() {
        RevocationList first = Family.list(Family.ROOT, Digest.of("one"));
        RevocationList second =
                first.next(Family.ROOT, Family.NOON, Family.revocations(Digest.of("two")));
        from.revoke(second);
        DelegationBundle older = DelegationBundle.of(Family.NOON, List.of(), List.of(first));
        assertInstanceOf(Unchanged.class, from.load(older));
        DelegationBundle other = DelegationBundle.of(
                Family.NOON, List.of(), List.of(Family.list(Family.ROOT, Digest.of("three"))));
        assertEquals(Reason.REVOCATION_ROLLED_BACK, refused(from.load(other)));
    }

    @Test
    void load_delegationsThatAreOver_areLeftOut() {
        fill();
        DelegationBundle bundle = from.export();
        time.advance(Duration.ofSeconds(60));
        DelegationRegistry to = registry(new ListLedger(), Family.TRUST);
        to.load(bundle);
        assertEquals(
                Set.of("alice"),
                to.list(DelegationFilter.ALL).stream()
                        .map(entry -> entry.delegation().root().value())
                        .collect(Collectors.toSet()));
    }

    @Test
    void load_moreThanFits_isRefused() {
        DelegationRegistry small = Openings.registry(
                ledger, time, new DelegationBook(time, 10), () -> Family.TRUST, 1, 10);
        DelegationBundle bundle =
                DelegationBundle.of(Family.NOON, List.of(Family.bot()), List.of());
        assertEquals(Reason.REGISTRY_FULL, refused(small.load(bundle)));
    }

    @Test
    void parseSigned_byAnotherKey_isEmpty() {
        fill();
        byte[] signed = from.export().signed(Family.ROOT);
        assertEquals(
                2,
                DelegationBundle.parseSigned(signed, Family.ROOT.publicKey())
                        .orElseThrow()
                        .chains()
                        .size());
        assertEquals(
                Optional.empty(),
                DelegationBundle.parseSigned(signed, Family.OTHER_ROOT.publicKey()));
        signed[signed.length - 1] ^= 1;
        assertEquals(
                Optional.empty(), DelegationBundle.parseSigned(signed, Family.ROOT.publicKey()));
        assertThrows(CborRefusedException.class, () -> DelegationBundle.parse(signed));
    }

    @Test
    void of_tooManyChains_isMisuse() {
        List<Chain> many =
                Collections.nCopies(BundleDescriptor.MAX_CHAIN_COUNT + 1, Family.alice());
        assertThrows(
                IllegalArgumentException.class,
                () -> DelegationBundle.of(Family.NOON, many, List.of()));
        List<RevocationList> lists = Collections.nCopies(
                BundleDescriptor.MAX_LIST_COUNT + 1, Family.list(Family.ROOT, Digest.of("t")));
        assertThrows(
                IllegalArgumentException.class,
                () -> DelegationBundle.of(Family.NOON, List.of(), lists));
    }

    @Test
    void parse_beyondALimit_isRefusedBeforeItIsRead() {
        assertThrows(
                CborRefusedException.class,
                () -> DelegationBundle.parse(new byte[BundleDescriptor.MAX_BYTES + 1]));
        // { 1: 1, 2: 0, 3: [ 10,001 chains
        byte[] head = {(byte) 0xA4, 1, 1, 2, 0, 3, (byte) 0x99, 0x27, 0x11};
        assertThrows(CborRefusedException.class, () -> DelegationBundle.parse(head));
    }

    @Test
    void parse_changedAndRandomBytes_areRefusedOrRoundTrip() {
        fill();
        byte[] bytes = from.export().bytes();
        Property.named("bundle_fuzz")
                .oneIn(4)
                .check(
                        draws -> draws.flip() ? Fuzz.changed(draws, bytes) : Fuzz.bytes(draws, 200),
                        some -> {
                            try {
                                assertArrayEquals(
                                        some, DelegationBundle.parse(some).bytes());
                            } catch (CborRefusedException e) {
                                // The one documented way to say no.
                            }
                        });
    }

    @Test
    void bytes_ofABundle_areTheGoldenOnes() {
        DelegationBundle bundle = DelegationBundle.of(
                Family.NOON,
                List.of(Family.bot()),
                List.of(Family.list(Family.ALICE, Family.last(Family.bot()))));
        GoldenFile.assertMatches(DelegationBundleTest.class, "delegations-v1.cbor", bundle.bytes());
    }
}
