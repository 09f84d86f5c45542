package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RevocationListTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Digest ONE = Digest.of("one");
    private static final Digest TWO = Digest.of("two");

    private static Revocation entry(Digest token) {
        return Revocation.of(token, NOW, RevocationReason.KEY_COMPROMISED);
    }

    private static RevocationList list(Digest... tokens) {
        List<Revocation> entries = new ArrayList<>();
        for (Digest token : tokens) {
            entries.add(entry(token));
        }
        return RevocationList.first(FixedKeys.ALICE, NOW, entries);
    }

    @Test
    void parse_written_isEqual() {
        RevocationList list = list(ONE, TWO)
                .next(
                        FixedKeys.ALICE,
                        NOW.plusSeconds(1),
                        List.of(Revocation.of(
                                Digest.of("three"), NOW, RevocationReason.HOLDER_LEFT)));
        RevocationList read = RevocationList.parse(list.bytes());
        assertEquals(list, read);
        assertEquals(list.hashCode(), read.hashCode());
        assertNotEquals(list(ONE), read);
        assertEquals(2, read.version());
        assertEquals(Instant.parse("2026-01-02T03:04:06Z"), read.issued());
        assertEquals(FixedKeys.ALICE.publicKey(), read.issuer());
        assertEquals(3, read.entries().size());
        assertEquals(
                RevocationReason.HOLDER_LEFT,
                read.entries().get(Digest.of("three")).reason());
        assertEquals(
                "RevocationList[issuer=" + FixedKeys.ALICE.id().shortHex()
                        + ", version=2, entries=3]",
                read.toString());
    }

    @Test
    void bytes_ofAList_areTheGoldenOnes() {
        GoldenFile.assertMatches(
                RevocationListTest.class, "revocations-v1.cbor", list(ONE, TWO).bytes());
    }

    @Test
    void parse_anyByteChanged_isRefused() {
        byte[] bytes = list(ONE, TWO).bytes();
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = bytes.clone();
                changed[i] ^= (byte) (1 << bit);
                assertThrows(
                        CborRefusedException.class,
                        () -> RevocationList.parse(changed),
                        "byte=" + i + " bit=" + bit);
            }
        }
    }

    @Test
    void parse_changedAndRandomBytes_areRefusedOrTheSame() {
        byte[] bytes = list(ONE, TWO).bytes();
        AtomicInteger read = new AtomicInteger();
        Property.named("revocations_fuzz")
                .oneIn(4)
                .check(
                        draws -> draws.flip() ? Fuzz.changed(draws, bytes) : Fuzz.bytes(draws, 300),
                        some -> {
                            try {
                                assertArrayEquals(
                                        some, RevocationList.parse(some).bytes());
                                read.incrementAndGet();
                            } catch (CborRefusedException e) {
                                assertTrue(e.getMessage().contains("at byte="), e.getMessage());
                            }
                        });
        System.out.println("revocations fuzz: read=" + read);
    }

    /* What a key may sign that is no list: the form is checked behind the signature. */
    @Test
    void parse_signedByTheRightKeyInAnotherForm_isRefused() {
        Digest small = ONE.compareTo(TWO) < 0 ? ONE : TWO;
        Digest large = small.equals(ONE) ? TWO : ONE;
        refused("v", out -> out.map(1).key(1).integer(2));
        refused("version", out -> entries(payload(out, 0, 1), ONE));
        refused("has no entry", out -> payload(out, 1, 0));
        refused("does not ascend", out -> entries(payload(out, 1, 2), large, small));
        refused("does not ascend", out -> entries(payload(out, 1, 2), ONE, ONE));
        refused(
                "reason=9",
                out -> payload(out, 1, 1).array(3).digest(ONE).integer(1).integer(9));
        refused("entries", out -> payload(out, 1, 1).array(2).digest(ONE).integer(1));
        refused(
                "entries",
                out -> payload(out, 1, 1).array(3).digest(ONE).integer(-1).integer(0));
        int tooMany = RevocationDescriptor.MAX_ENTRY_COUNT + 1;
        Digest[] many = new Digest[tooMany];
        Arrays.fill(many, ONE);
        refused("entries", out -> entries(payload(out, 1, tooMany), many));
    }

    private static CborWriter payload(CborWriter out, long version, int count) {
        return out.map(4)
                .key(1)
                .integer(1)
                .key(2)
                .integer(version)
                .key(3)
                .integer(0)
                .key(4)
                .array(count);
    }

    private static CborWriter entries(CborWriter out, Digest... tokens) {
        for (Digest token : tokens) {
            out.array(3).digest(token).integer(0).integer(0);
        }
        return out;
    }

    private static void refused(String named, Consumer<CborWriter> writing) {
        CborWriter out = new CborWriter();
        writing.accept(out);
        byte[] payload = out.toBytes();
        byte[] bytes = enveloped(FixedKeys.ALICE, RevocationDescriptor.CONTENT_TYPE, payload);
        String message = assertThrows(CborRefusedException.class, () -> RevocationList.parse(bytes))
                .getMessage();
        assertTrue(message.contains(named), message);
    }

    private static byte[] enveloped(SigningKey key, String contentType, byte[] payload) {
        return new CborWriter()
                .array(2)
                .bytes(key.publicKey().encoded())
                .bytes(CoseSign1.sign(key, contentType, payload).bytes())
                .toBytes();
    }

    @Test
    void parse_anotherKeyOrContentType_isRefused() {
        byte[] payload = entries(payload(new CborWriter(), 1, 1), ONE).toBytes();
        assertEquals(
                1,
                RevocationList.parse(enveloped(
                                FixedKeys.ALICE, RevocationDescriptor.CONTENT_TYPE, payload))
                        .version());
        byte[] foreign = new CborWriter()
                .array(2)
                .bytes(FixedKeys.ROOT.publicKey().encoded())
                .bytes(CoseSign1.sign(FixedKeys.ALICE, RevocationDescriptor.CONTENT_TYPE, payload)
                        .bytes())
                .toBytes();
        assertThrows(CborRefusedException.class, () -> RevocationList.parse(foreign));
        byte[] other = enveloped(FixedKeys.ALICE, "application/other+cbor", payload);
        assertThrows(CborRefusedException.class, () -> RevocationList.parse(other));
    }

    @Test
    void parse_tooManyBytes_isRefusedForItsSize() {
        byte[] bytes = new byte[RevocationDescriptor.MAX_BYTES + 1];
        assertThrows(CborRefusedException.class, () -> RevocationList.parse(bytes));
    }

    @Test
    void first_largestList_fitsItsOwnLimitAndTheLedgers() {
        List<Revocation> entries = new ArrayList<>();
        for (int i = 0; i < RevocationDescriptor.MAX_ENTRY_COUNT; i++) {
            entries.add(entry(Digest.of("t" + i)));
        }
        RevocationList list = RevocationList.first(FixedKeys.ALICE, NOW, entries);
        assertEquals(list, RevocationList.parse(list.bytes()));
        assertTrue(list.bytes().length * 4L / 3 + 4
                < dev.cnv.runtime.governance.DelegationEvent.MAX_ENCODED_LENGTH);
        assertThrows(
                IllegalArgumentException.class,
                () -> list.next(FixedKeys.ALICE, NOW, List.of(entry(ONE))));
    }

    @Test
    void first_nothingTwiceOrBeforeTime_isMisuse() {
        assertThrows(
                IllegalArgumentException.class,
                () -> RevocationList.first(FixedKeys.ALICE, NOW, List.of()));
        assertThrows(IllegalArgumentException.class, () -> list(ONE, ONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> RevocationList.first(FixedKeys.ALICE, Instant.MAX, List.of(entry(ONE))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Revocation(ONE, NOW, RevocationReason.MISUSED));
        assertThrows(
                IllegalArgumentException.class,
                () -> Revocation.of(ONE, Instant.EPOCH.minusSeconds(1), RevocationReason.MISUSED));
    }

    @Test
    void next_byAnotherKey_isMisuse() {
        assertThrows(
                IllegalArgumentException.class,
                () -> list(ONE).next(FixedKeys.ROOT, NOW, List.of(entry(TWO))));
    }

    @Test
    void next_tokenThatIsListed_staysAsItIs() {
        RevocationList next = list(ONE)
                .next(
                        FixedKeys.ALICE,
                        NOW,
                        List.of(Revocation.of(ONE, NOW.plusSeconds(60), RevocationReason.MISUSED)));
        assertEquals(entry(ONE), next.entries().get(ONE));
    }

    @Test
    void rolledBackBy_olderOtherOrSmallerList_saysWhy() {
        RevocationList first = list(ONE);
        RevocationList second = first.next(FixedKeys.ALICE, NOW, List.of(entry(TWO)));
        assertEquals(Optional.empty(), first.rolledBackBy(second));
        assertEquals(Optional.empty(), second.rolledBackBy(second));
        assertTrue(second.rolledBackBy(first).orElseThrow().contains("older"));
        assertTrue(first.rolledBackBy(list(TWO)).orElseThrow().contains("other bytes"));
        RevocationList dropping = list(TWO).next(FixedKeys.ALICE, NOW, List.of());
        assertTrue(first.rolledBackBy(dropping).orElseThrow().contains("lacks"));
        RevocationList foreign = RevocationList.first(FixedKeys.ROOT, NOW, List.of(entry(ONE)));
        assertThrows(IllegalArgumentException.class, () -> first.rolledBackBy(foreign));
    }

    @Test
    void reason_ofEachNumber_isThatReason() {
        for (RevocationReason reason : RevocationReason.values()) {
            assertEquals(reason, RevocationReason.of(reason.number()));
        }
        assertEquals("no-longer-needed", RevocationReason.NO_LONGER_NEEDED.code());
        assertThrows(IllegalArgumentException.class, () -> RevocationReason.of(-1));
    }

    @Test
    void none_revokesNothing() {
        assertEquals(0, Revocations.NONE.epoch());
        assertEquals(
                Optional.empty(),
                Revocations.NONE.revoked(List.of(new Revocations.Link(ONE, TWO))));
    }
}
