package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.governance.DelegationEvent;
import dev.cnv.runtime.governance.DelegationEvent.DelegationRevoked;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.registry.FaultyFile.Fault;
import dev.cnv.runtime.registry.FollowerSettings.WhenStale;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A source that tells one follower what it keeps from another. */
class FeedConflictTest {

    private static final SigningKey SOURCE = Family.key(77);
    private static final FollowerSettings SETTINGS = settings(WhenStale.REFUSE, 256);
    private static final Digest LOST = Digest.of("lost");

    private final VirtualTime time = new VirtualTime(Family.NOON);
    private final ListLedger ledger = new ListLedger();
    private final DelegationRegistry registry =
            Openings.stores(ledger, time).registry(() -> Family.TRUST);

    private static FollowerSettings settings(WhenStale when, int pageCount) {
        return new FollowerSettings(
                Duration.ofSeconds(30), when, Duration.ZERO, Duration.ofMillis(1), pageCount);
    }

    private FeedFollower open(DelegationView view, FeedFile file, FollowerSettings settings)
            throws IOException {
        FeedSource feed = new FeedSource(view, SOURCE, Duration.ZERO);
        return FeedFollower.open(
                feed::page,
                SOURCE.publicKey(),
                () -> Family.TRUST,
                file,
                settings,
                time,
                new SecureRandom());
    }

    private FeedFollower open(DelegationView view) throws IOException {
        return open(view, FaultyFile.sound(new byte[0]), SETTINGS);
    }

    /** What the source shows to those it lies to. */
    private DelegationBook without(Predicate<DelegationEvent> hidden) {
        DelegationBook book = new DelegationBook(time, 100);
        ledger.read(record -> {
            if (record.event() instanceof DelegationEvent event && !hidden.test(event)) {
                book.apply(record.index(), event);
            }
        });
        return book;
    }

    private DelegationBook withoutTheLoss() {
        return without(event ->
                event instanceof DelegationRevoked revoked && revoked.tokens().contains(LOST));
    }

    private void begin() {
        registry.register(Family.bot());
        registry.revoke(LOST, "lost");
        registry.register(Family.bot(Family.alice(), "later"));
    }

    @Test
    void compare_followersOfAnHonestSource_findsNothing() throws Exception {
        begin();
        try (FeedFollower one = open(registry);
                FeedFollower two = open(
                        registry, FaultyFile.sound(new byte[0]), settings(WhenStale.REFUSE, 2))) {
            one.poll();
            two.poll();
            registry.revoke(Digest.of("more"), "");
            one.poll();
            assertEquals(Optional.empty(), two.compare(one.pages(0)));
            assertEquals(Optional.empty(), one.compare(two.pages(0)));
            two.poll();
            assertEquals(Optional.empty(), one.compare(two.pages(0)));
            assertEquals(Optional.empty(), one.compare(List.of()));
            assertEquals(Optional.empty(), one.revocations().unknown());
            assertEquals(1, one.pages(registry.next() - 1).size());
            assertEquals(List.of(), one.pages(registry.next()));
        }
    }

    @Test
    void compare_revocationWithheld_givesBothSignedPagesAndRefusesFromThenOn() throws Exception {
        begin();
        try (FeedFollower told = open(registry);
                FeedFollower liedTo = open(
                        withoutTheLoss(),
                        FaultyFile.sound(new byte[0]),
                        settings(WhenStale.SAY, 256))) {
            told.poll();
            liedTo.poll();
            Revocations seen = liedTo.revocations();
            long epoch = seen.epoch();
            assertEquals(Optional.empty(), seen.unknown());
            FeedConflict found = liedTo.compare(told.pages(0)).orElseThrow();
            long lost = registry.next() - 2;
            assertEquals(lost, found.sequence());
            FeedConflict checked = FeedConflict.between(
                            SOURCE.publicKey(), found.one(), found.other())
                    .orElseThrow();
            assertEquals(lost, checked.sequence());
            assertEquals(checked.toString(), found.toString());
            assertEquals(
                    Reason.REVOCATIONS_UNKNOWN, seen.unknown().orElseThrow().reason());
            assertTrue(seen.unknown().orElseThrow().message().contains("sequence=" + lost));
            assertTrue(seen.epoch() > epoch, "grants and sessions are asked about anew");
            assertThrows(FeedRefusedException.class, liedTo::poll);
            assertEquals(found, liedTo.conflict().orElseThrow());
            assertTrue(liedTo.compare(told.pages(0)).isPresent());
            assertTrue(told.compare(liedTo.pages(0)).isPresent(), "the other one sees it too");
        }
    }

    @Test
    void conflict_followerOpenedAgain_isStillThere() throws Exception {
        begin();
        FaultyFile file = FaultyFile.sound(new byte[0]);
        try (FeedFollower told = open(registry);
                FeedFollower liedTo = open(withoutTheLoss(), file, SETTINGS)) {
            told.poll();
            liedTo.poll();
            assertTrue(liedTo.compare(told.pages(0)).isPresent());
            byte[] kept = file.content();
            assertTrue(liedTo.compare(told.pages(0)).isPresent());
            assertEquals(kept.length, file.content().length, "it is kept once");
        }
        try (FeedFollower again = open(registry, FaultyFile.sound(file.content()), SETTINGS)) {
            assertEquals(registry.next() - 2, again.conflict().orElseThrow().sequence());
            assertThrows(FeedRefusedException.class, again::poll);
            assertTrue(again.revocations().unknown().isPresent());
        }
    }

    @Test
    void conflict_journalThatCannotTakeIt_holdsNevertheless() throws Exception {
        begin();
        // Two operations at the beginning, two for the first page.
        FaultyFile file = new FaultyFile(new byte[0], Fault.REFUSED, 5, true);
        try (FeedFollower told = open(registry);
                FeedFollower liedTo = open(withoutTheLoss(), file, SETTINGS)) {
            told.poll();
            liedTo.poll();
            List<byte[]> pages = told.pages(0);
            assertThrows(IOException.class, () -> liedTo.compare(pages));
            assertTrue(liedTo.revocations().unknown().isPresent());
            assertTrue(liedTo.conflict().isPresent());
        }
    }

    @Test
    void compare_otherContentAtTheSamePlace_isAConflict() throws Exception {
        registry.register(Family.alice());
        DelegationRegistry other =
                Openings.stores(new ListLedger(), time).registry(() -> Family.TRUST);
        other.revoke(LOST, "lost");
        try (FeedFollower one = open(registry);
                FeedFollower two = open(other)) {
            one.poll();
            two.poll();
            assertEquals(0, one.compare(two.pages(0)).orElseThrow().sequence());
        }
    }

    @Test
    void poll_sourceThatStopsBeforeWhatItShowedAnother_isNotHeard() throws Exception {
        begin();
        DelegationBook frozen = new DelegationBook(time, 100);
        ledger.read(record -> {
            if (record.index() < registry.next() - 2) {
                frozen.apply(record.index(), (DelegationEvent) record.event());
            }
        });
        try (FeedFollower told = open(registry);
                FeedFollower liedTo = open(frozen)) {
            told.poll();
            liedTo.poll();
            assertEquals(Optional.empty(), liedTo.compare(told.pages(0)));
            time.advance(Duration.ofSeconds(29));
            FeedRefusedException refused = assertThrows(FeedRefusedException.class, liedTo::poll);
            assertTrue(refused.getMessage().contains("told another follower up to"));
            assertEquals(Optional.empty(), liedTo.revocations().unknown(), "it is not late yet");
            time.advance(Duration.ofSeconds(1));
            assertTrue(liedTo.revocations().unknown().isPresent());
            ledger.read(record -> {
                if (record.index() >= registry.next() - 2) {
                    frozen.apply(record.index(), (DelegationEvent) record.event());
                }
            });
            liedTo.poll();
            assertEquals(Optional.empty(), liedTo.revocations().unknown());
            assertTrue(liedTo.snapshot().revokedHere().contains(LOST));
        }
    }

    @Test
    void compare_pagesThatTheSourceDidNotSign_areRefusedAndChangeNothing() throws Exception {
        begin();
        FeedSource stranger = new FeedSource(registry, Family.STRANGER, Duration.ZERO);
        try (FeedFollower one = open(registry)) {
            one.poll();
            byte[] page = one.pages(0).getFirst();
            byte[] forged = stranger.page(new FeedQuery(
                    new byte[16], java.util.OptionalLong.empty(), 0, 9, Duration.ZERO));
            byte[] changed = page.clone();
            changed[changed.length / 2] ^= 1;
            for (byte[] bad : List.of(forged, changed, new byte[0], new byte[] {1, 2, 3})) {
                assertThrows(CborRefusedException.class, () -> one.compare(List.of(page, bad)));
                assertThrows(
                        CborRefusedException.class,
                        () -> FeedConflict.between(SOURCE.publicKey(), page, bad));
            }
            one.poll();
            assertEquals(Optional.empty(), one.revocations().unknown());
        }
    }

    @Test
    void compare_pagesOfASnapshot_areNotCompared() throws Exception {
        begin();
        DelegationBook forgetful = new DelegationBook(time, 1);
        ledger.read(record -> forgetful.apply(record.index(), (DelegationEvent) record.event()));
        try (FeedFollower whole = open(registry);
                FeedFollower later = open(forgetful)) {
            whole.poll();
            later.poll();
            assertEquals(List.of(), later.pages(0));
            assertEquals(Optional.empty(), later.compare(whole.pages(0)));
            assertEquals(registry.next(), later.state().position());
        }
    }

    @Test
    void open_pageOutOfOrderThatIsNoEvidence_isRefused() throws Exception {
        begin();
        FaultyFile file = FaultyFile.sound(new byte[0]);
        byte[] page;
        try (FeedFollower one = open(registry, file, SETTINGS)) {
            one.poll();
            page = one.pages(0).getFirst();
        }
        FaultyFile twice = FaultyFile.sound(file.content());
        try (FeedJournal journal = FeedJournal.open(twice, _ -> {})) {
            journal.append(page);
        }
        IOException refused = assertThrows(
                IOException.class,
                () -> open(registry, FaultyFile.sound(twice.content()), SETTINGS));
        assertTrue(refused.getMessage().contains("does not follow"), refused.getMessage());
    }

    @Test
    void follower_closed_comparesNothing() throws Exception {
        FeedFollower closed = open(registry);
        closed.close();
        assertThrows(IOException.class, () -> closed.compare(List.of()));
        assertThrows(IOException.class, () -> closed.pages(0));
        assertFalse(closed.conflict().isPresent());
    }
}
