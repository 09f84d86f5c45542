package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.registry.FaultyFile.Fault;
import dev.cnv.runtime.time.VirtualTime;
import dev.cnv.testing.SeededDraws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal of a follower on a file that fails in each way. */
class FeedJournalFaultTest {

    private static final SigningKey SOURCE = Family.key(77);
    private static final FollowerSettings SETTINGS =
            FollowerSettings.DEFAULT.withPace(Duration.ZERO, Duration.ofMillis(1));
    private static final int ROUNDS = 4;

    private final VirtualTime time = new VirtualTime(Family.NOON);
    private final List<byte[]> pages = List.of(bytes(1, 40), bytes(2, 700), bytes(3, 9));
    private DelegationRegistry registry =
            Openings.stores(new ListLedger(), time).registry(() -> Family.TRUST);

    private static byte[] bytes(int fill, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return bytes;
    }

    private static List<byte[]> read(FeedFile file) throws IOException {
        List<byte[]> found = new ArrayList<>();
        FeedJournal.open(file, found::add).close();
        return found;
    }

    private byte[] written() throws IOException {
        FaultyFile file = FaultyFile.sound(new byte[0]);
        try (FeedJournal journal = FeedJournal.open(file, _ -> {})) {
            for (byte[] page : pages) {
                journal.append(page);
            }
        }
        return file.content();
    }

    private FeedFollower open(FeedFile file) throws IOException {
        FeedSource feed = new FeedSource(registry, SOURCE, Duration.ZERO);
        return FeedFollower.open(
                feed::page,
                SOURCE.publicKey(),
                () -> Family.TRUST,
                file,
                SETTINGS,
                time,
                new SecureRandom());
    }

    /** Revokes and polls by turns; what the follower then shows as revoked must never be lost. */
    private List<Digest> run(FaultyFile file) {
        registry = Openings.stores(new ListLedger(), time).registry(() -> Family.TRUST);
        List<Digest> shown = new ArrayList<>();
        try (FeedFollower follower = open(file)) {
            for (int i = 0; i < ROUNDS; i++) {
                Digest token = Digest.of("token-" + i);
                registry.revoke(token, "lost");
                long before = follower.state().position();
                try {
                    follower.poll();
                    shown.clear();
                    shown.addAll(follower.snapshot().revokedHere());
                    assertTrue(shown.contains(token));
                } catch (IOException e) {
                    assertEquals(before, follower.state().position());
                    assertEquals(shown.size(), follower.snapshot().revokedHere().size());
                    assertEquals(e.getMessage(), follower.state().lastFault().orElseThrow());
                } catch (FeedRefusedException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        } catch (IOException _) {
            // It could not be opened, and says so.
        }
        assertTrue(file.closed);
        return shown;
    }

    @Test
    void poll_anyOperationOfTheJournalFailsInAnyWay_nothingShownIsLost() throws Exception {
        FaultyFile recorded = FaultyFile.sound(new byte[0]);
        assertEquals(ROUNDS, run(recorded).size());
        int cases = 0;
        int refused = 0;
        for (Fault fault : Fault.values()) {
            for (int failing = 1; failing <= recorded.operations + 2; failing++) {
                for (boolean forGood : new boolean[] {false, true}) {
                    FaultyFile file = new FaultyFile(new byte[0], fault, failing, forGood);
                    List<Digest> shown = run(file);
                    refused += shown.size() < ROUNDS ? 1 : 0;
                    String what =
                            "fault=" + fault + " operation=" + failing + " forGood=" + forGood;
                    requireAll(shown, file.content(), what);
                    for (int seed = 0; seed < 20; seed++) {
                        byte[] left = file.afterPowerFailure(new SeededDraws(cases * 100L + seed));
                        requireAll(shown, left, what + " seed=" + seed);
                    }
                    cases++;
                }
            }
        }
        System.out.println("journal faults=" + cases + " operations=" + recorded.operations
                + " runs that were refused something=" + refused + " lost=0");
        assertTrue(refused > cases / 3, "refused=" + refused);
    }

    private void requireAll(List<Digest> shown, byte[] left, String what) throws Exception {
        try (FeedFollower again = open(FaultyFile.sound(left))) {
            List<Digest> known = again.snapshot().revokedHere();
            assertTrue(known.containsAll(shown), what);
            again.poll();
            assertEquals(
                    registry.snapshot().revokedHere().size(),
                    again.snapshot().revokedHere().size(),
                    what);
        }
    }

    @Test
    void append_afterAForceThatFailed_isRefusedUntilTheJournalIsOpenedAnew() throws Exception {
        // Operations: begin's write and force, then the first page's.
        FaultyFile file = new FaultyFile(new byte[0], Fault.REFUSED, 4, false);
        FeedJournal journal = FeedJournal.open(file, _ -> {});
        assertThrows(IOException.class, () -> journal.append(pages.get(0)));
        IOException refused = assertThrows(IOException.class, () -> journal.append(pages.get(1)));
        assertTrue(refused.getMessage().contains("open the follower anew"), refused.getMessage());
        journal.close();
        assertEquals(0, read(FaultyFile.sound(file.content())).size());
    }

    @Test
    void append_whenTheDiskWasFull_goesOnWhenThereIsRoom() throws Exception {
        FaultyFile file = new FaultyFile(new byte[0], Fault.SHORT, 3, false);
        FeedJournal journal = FeedJournal.open(file, _ -> {});
        IOException full = assertThrows(IOException.class, () -> journal.append(pages.get(1)));
        assertEquals("No space left on device", full.getMessage());
        journal.append(pages.get(2));
        journal.close();
        List<byte[]> found = read(FaultyFile.sound(file.content()));
        assertEquals(1, found.size());
        assertArrayEquals(pages.get(2), found.getFirst());
    }

    @Test
    void append_whenWhatAFailedWriteLeftCannotBeCutOff_isRefused() throws Exception {
        FaultyFile file = new FaultyFile(new byte[0], Fault.SHORT, 3, true);
        FeedJournal journal = FeedJournal.open(file, _ -> {});
        IOException full = assertThrows(IOException.class, () -> journal.append(pages.get(1)));
        assertEquals(1, full.getSuppressed().length);
        int before = file.operations;
        assertThrows(IOException.class, () -> journal.append(pages.get(2)));
        assertEquals(before, file.operations, "the file is not touched");
        assertEquals(0, read(FaultyFile.sound(file.content())).size());
    }

    @Test
    void open_damageAtAnyByteBeforeTheLastRecord_isRefused() throws Exception {
        byte[] whole = written();
        int last = whole.length - pages.getLast().length - 8;
        for (int at = 0; at < last; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) (1 << bit);
                String where = "byte=" + at + " bit=" + bit;
                FaultyFile file = FaultyFile.sound(changed);
                IOException refused = assertThrows(IOException.class, () -> read(file), where);
                assertTrue(
                        refused.getMessage().contains(at < 8 ? "no journal" : "damaged at byte="),
                        refused.getMessage());
                assertArrayEquals(changed, file.content(), where);
                assertTrue(file.closed);
            }
        }
    }

    @Test
    void open_lastRecordDamaged_isTakenForACrash() throws Exception {
        byte[] whole = written();
        int last = whole.length - pages.getLast().length - 8;
        for (int at = last; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            FaultyFile file = FaultyFile.sound(changed);
            assertEquals(2, read(file).size(), "byte=" + at);
            assertArrayEquals(Arrays.copyOf(whole, last), file.content());
        }
    }

    @Test
    void open_moreBehindTheEndThanOnePage_isRefused() throws Exception {
        byte[] whole = written();
        byte[] longer = Arrays.copyOf(whole, whole.length + FeedDescriptor.MAX_BYTES + 9);
        assertThrows(IOException.class, () -> read(FaultyFile.sound(longer)));
        byte[] zeros = Arrays.copyOf(whole, whole.length + FeedDescriptor.MAX_BYTES + 8);
        assertEquals(3, read(FaultyFile.sound(zeros)).size());
    }

    @Test
    void open_tailThatWouldTakeTooLongToLookThrough_isRefused() throws Exception {
        byte[] whole = written();
        byte[] tail = Arrays.copyOf(whole, whole.length + FeedDescriptor.MAX_BYTES);
        for (int at = whole.length; at + 3 < tail.length; at += 4) {
            tail[at + 1] = 0x1F;
        }
        assertThrows(IOException.class, () -> read(FaultyFile.sound(tail)));
    }

    @Test
    void open_readOrCutFails_isSaidAndClosesTheFile() throws Exception {
        FaultyFile unreadable = FaultyFile.sound(written());
        unreadable.readFails = true;
        assertThrows(IOException.class, () -> read(unreadable));
        assertTrue(unreadable.closed);
        byte[] torn = Arrays.copyOf(written(), written().length - 1);
        for (int failing = 1; failing <= 2; failing++) {
            FaultyFile stuck = new FaultyFile(torn, Fault.REFUSED, failing, false);
            assertThrows(IOException.class, () -> read(stuck));
            assertTrue(stuck.closed);
        }
    }

    @Test
    void open_zerosWhereTheHeadWas_beginsAnew_andAnothersShortFileIsLeftAlone() throws Exception {
        assertEquals(0, read(FaultyFile.sound(new byte[8])).size());
        assertEquals(0, read(FaultyFile.sound(new byte[3])).size());
        FaultyFile other =
                FaultyFile.sound("other".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThrows(IOException.class, () -> read(other));
        assertEquals(5, other.content().length);
        assertThrows(IOException.class, () -> read(FaultyFile.sound(new byte[9])));
    }

    @Test
    void follower_whoseJournalFails_refusesCallsWhenItIsTooLate() throws Exception {
        FaultyFile file = new FaultyFile(new byte[0], Fault.REFUSED, 3, true);
        try (FeedFollower follower = open(file)) {
            follower.poll();
            assertTrue(follower.revocations().unknown().isEmpty());
            registry.revoke(Digest.of("token"), "lost");
            assertThrows(IOException.class, follower::poll);
            assertTrue(follower.snapshot().revokedHere().isEmpty(), "not on disk, no effect");
            time.advance(SETTINGS.longestSilence());
            assertThrows(IOException.class, follower::poll);
            assertEquals(
                    Reason.REVOCATIONS_UNKNOWN,
                    follower.revocations().unknown().orElseThrow().reason());
        }
    }

    @Test
    void open_ofAFileThatIsNoJournal_saysWhich(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("journal");
        Files.write(file, new byte[100]);
        IOException refused = assertThrows(
                IOException.class,
                () -> FeedFollower.open(
                        _ -> new byte[0],
                        SOURCE.publicKey(),
                        () -> Family.TRUST,
                        file,
                        SETTINGS,
                        time,
                        new SecureRandom()));
        assertTrue(refused.getMessage().startsWith("journal=" + file), refused.getMessage());
        assertThrows(IOException.class, () -> LockedFeedFile.open(folder.resolve("no/journal")));
        try (LockedFeedFile made = LockedFeedFile.open(folder.resolve("made"))) {
            made.write(0, new byte[] {1, 2, 3});
            made.force();
            made.truncate(2);
            assertEquals(2, made.size());
            assertArrayEquals(new byte[] {2}, made.read(1, 9));
            assertFalse(Files.notExists(folder.resolve("made")));
        }
    }
}
