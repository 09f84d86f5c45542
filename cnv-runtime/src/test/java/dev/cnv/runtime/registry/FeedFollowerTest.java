package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.registry.DelegationEntry.State;
import dev.cnv.runtime.registry.FollowerSettings.WhenStale;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry followed through its signed pages; the way between the two is the test's. */
@Timeout(60)
class FeedFollowerTest {

    private static final SigningKey SOURCE = Family.key(77);
    private static final FollowerSettings SETTINGS =
            FollowerSettings.DEFAULT.withPace(Duration.ZERO, Duration.ofMillis(1));

    private final VirtualTime time = new VirtualTime(Family.NOON);
    private final ListLedger ledger = new ListLedger();
    private DelegationRegistry registry =
            Openings.stores(ledger, time).registry(() -> Family.TRUST);
    private FeedSource feed = new FeedSource(registry, SOURCE, Duration.ofSeconds(5));
    private FeedReader way = query -> feed.page(query);
    private int asked;

    @TempDir
    private Path folder;

    private FeedFollower open(String file, FollowerSettings settings) throws IOException {
        return FeedFollower.open(
                query -> {
                    asked++;
                    return way.read(query);
                },
                SOURCE.publicKey(),
                () -> Family.TRUST,
                folder.resolve(file),
                settings,
                time,
                new SecureRandom());
    }

    private FeedFollower open() throws IOException {
        return open("journal", SETTINGS);
    }

    private static List<Revocations.Link> links(Chain chain) {
        List<Revocations.Link> links = new ArrayList<>();
        for (int i = 0; i < chain.untrustedTokens().size(); i++) {
            links.add(new Revocations.Link(
                    chain.tokenDigests().get(i),
                    chain.untrustedTokens().get(i).issuer().id()));
        }
        return links;
    }

    private static Optional<Digest> revoked(FeedFollower follower, Chain chain) {
        return follower.revocations().revoked(links(chain));
    }

    private static Set<Digest> tokens(DelegationView view) {
        return view.list(DelegationFilter.ALL).stream()
                .map(entry -> entry.delegation().token())
                .collect(Collectors.toSet());
    }

    @Test
    void poll_takesDelegationsAndBothKindsOfRevocation() throws Exception {
        registry.register(Family.tool());
        registry.register(Family.bot(Family.alice(), "other"));
        registry.revoke(Family.list(Family.ALICE, Family.last(Family.bot())));
        Chain other = Family.bot(Family.alice(), "other");
        registry.revoke(Family.last(other), "lost");
        try (FeedFollower follower = open()) {
            assertTrue(follower.poll() > 0);
            assertEquals(tokens(registry), tokens(follower));
            assertEquals(Optional.of(Family.last(Family.bot())), revoked(follower, Family.tool()));
            assertEquals(Optional.of(Family.last(other)), revoked(follower, other));
            assertEquals(Optional.empty(), revoked(follower, Family.alice()));
            assertEquals(
                    State.REVOKED,
                    follower.get(Family.last(Family.tool())).orElseThrow().state());
            assertEquals(0, follower.state().behind());
            assertEquals(registry.next(), follower.state().position());
            assertEquals(0, follower.poll(), "nothing is told twice");
        }
    }

    @Test
    void revocation_afterTheFirstPoll_changesTheEpoch() throws Exception {
        registry.register(Family.bot());
        try (FeedFollower follower = open()) {
            follower.poll();
            long before = follower.revocations().epoch();
            registry.revoke(Family.last(Family.bot()), "");
            assertEquals(Optional.empty(), revoked(follower, Family.bot()));
            assertEquals(1, follower.poll());
            assertTrue(follower.revocations().epoch() > before);
            assertEquals(Optional.of(Family.last(Family.bot())), revoked(follower, Family.bot()));
        }
    }

    @Test
    void follower_thatHeardNothing_refusesUntilItDoesAndAgainWhenItIsTooLate() throws Exception {
        try (FeedFollower follower = open()) {
            Revocations seen = follower.revocations();
            assertEquals(
                    Reason.REVOCATIONS_UNKNOWN, seen.unknown().orElseThrow().reason());
            long first = seen.epoch();
            follower.poll();
            assertEquals(Optional.empty(), seen.unknown());
            long heard = seen.epoch();
            assertTrue(heard > first, "what was refused is asked about again");
            time.advance(SETTINGS.longestSilence().minusNanos(1));
            assertEquals(Optional.empty(), seen.unknown());
            assertEquals(heard, seen.epoch());
            time.advance(Duration.ofNanos(1));
            assertTrue(seen.unknown().isPresent());
            assertTrue(seen.epoch() > heard, "what was permitted is asked about again");
            assertTrue(follower.state().stale());
            way = _ -> {
                throw new IOException("no way");
            };
            assertThrows(IOException.class, follower::poll);
            assertTrue(seen.unknown().isPresent());
            way = query -> feed.page(query);
            follower.poll();
            assertEquals(Optional.empty(), seen.unknown());
        }
    }

    @Test
    void follower_thatIsToldToSay_saysAndGoesOn() throws Exception {
        try (FeedFollower follower =
                open("j", SETTINGS.withSilence(Duration.ofSeconds(30), WhenStale.SAY))) {
            assertTrue(follower.state().stale());
            assertEquals(Optional.empty(), follower.state().age());
            assertEquals(Optional.empty(), follower.revocations().unknown());
            follower.poll();
            assertFalse(follower.state().stale());
            time.advance(Duration.ofSeconds(31));
            assertTrue(follower.state().stale());
            assertEquals(Duration.ofSeconds(31), follower.state().age().orElseThrow());
        }
    }

    @Test
    void age_ofAnAnswer_isThatOfItsQuestion() throws Exception {
        way = query -> {
            byte[] page = feed.page(query);
            time.advance(Duration.ofSeconds(29));
            return page;
        };
        try (FeedFollower follower = open()) {
            follower.poll();
            assertEquals(Duration.ofSeconds(29), follower.state().age().orElseThrow());
        }
    }

    @Test
    void break_inTheMiddle_isCaughtUpWithoutLossOrRepeat() throws Exception {
        FollowerSettings two = new FollowerSettings(
                Duration.ofSeconds(30), WhenStale.REFUSE, Duration.ZERO, Duration.ofMillis(1), 2);
        for (int i = 0; i < 7; i++) {
            registry.register(Family.bot(Family.alice(), "bot-" + i));
        }
        List<Long> seen = new ArrayList<>();
        try (FeedFollower follower = open("j", two)) {
            way = query -> {
                if (asked == 3) {
                    throw new IOException("the line broke");
                }
                return feed.page(query);
            };
            assertThrows(IOException.class, follower::poll);
            long reached = follower.state().position();
            assertTrue(reached > 0 && reached < registry.next());
            assertEquals(1, follower.state().faultCount());
            assertTrue(follower.state().stale(), "half of a feed is no answer");
            follower.poll();
            assertEquals(tokens(registry), tokens(follower));
            assertInstanceOf(ChangePage.Changes.class, follower.changes(0, 100))
                    .changes()
                    .forEach(change -> seen.add(change.sequence()));
        }
        assertEquals(registry.next(), seen.size());
        assertEquals(seen.stream().distinct().toList(), seen);
    }

    @Test
    void follower_openedAgain_goesOnWhereItWas() throws Exception {
        registry.register(Family.bot());
        registry.revoke(Family.last(Family.bot()), "lost");
        try (FeedFollower follower = open()) {
            follower.poll();
        }
        List<Long> from = new ArrayList<>();
        way = query -> {
            from.add(query.from());
            return feed.page(query);
        };
        try (FeedFollower again = open()) {
            assertEquals(registry.next(), again.state().position());
            assertEquals(Optional.of(Family.last(Family.bot())), revoked(again, Family.bot()));
            assertTrue(again.revocations().unknown().isPresent(), "it has not asked yet");
            registry.register(Family.bot(Family.alice(), "other"));
            assertEquals(1, again.poll());
            assertEquals(tokens(registry), tokens(again));
        }
        assertEquals(List.of(registry.next() - 1), from);
    }

    @Test
    void journal_cutOffAnywhere_losesNothingThatIsNotToldAgain() throws Exception {
        registry.register(Family.bot());
        try (FeedFollower follower = open()) {
            follower.poll();
            registry.revoke(Family.last(Family.bot()), "lost");
            follower.poll();
        }
        byte[] whole = Files.readAllBytes(folder.resolve("journal"));
        for (int length = 0; length < whole.length; length += 29) {
            Path cut = folder.resolve("cut-" + length);
            Files.write(cut, java.util.Arrays.copyOf(whole, length));
            try (FeedFollower follower = open(cut.getFileName().toString(), SETTINGS)) {
                follower.poll();
                assertEquals(
                        Optional.of(Family.last(Family.bot())), revoked(follower, Family.bot()));
                assertEquals(registry.next(), follower.state().position());
            }
        }
    }

    @Test
    void journal_damagedOrAnothers_isRefused() throws Exception {
        registry.register(Family.bot());
        try (FeedFollower follower = open()) {
            follower.poll();
            registry.revoke(Family.last(Family.bot()), "lost");
            follower.poll();
            assertThrows(IOException.class, this::open, "one follower has it");
        }
        Path journal = folder.resolve("journal");
        byte[] whole = Files.readAllBytes(journal);
        byte[] changed = whole.clone();
        changed[40] ^= 1;
        Files.write(journal, changed);
        assertThrows(IOException.class, this::open);
        Files.write(journal, "another file".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThrows(IOException.class, this::open);
        Files.write(journal, whole);
        assertThrows(
                IOException.class,
                () -> FeedFollower.open(
                        way,
                        Family.STRANGER.publicKey(),
                        () -> Family.TRUST,
                        journal,
                        SETTINGS,
                        time,
                        new SecureRandom()));
    }

    @Test
    void token_ofARootThatIsNotTrustedHere_isLeftOutWithAllBelowIt() throws Exception {
        Trust one = Trust.of(Family.ROOT.publicKey());
        Chain foreign = Family.alice(Family.OTHER_ROOT, "alice", Family.EVENING);
        Chain below = Family.bot(foreign, "bot");
        registry.register(below);
        registry.register(Family.bot());
        registry.revoke(Family.list(Family.OTHER_ROOT, Family.last(foreign)));
        Path file = folder.resolve("one");
        try (FeedFollower follower = FeedFollower.open(
                way, SOURCE.publicKey(), () -> one, file, SETTINGS, time, new SecureRandom())) {
            follower.poll();
            assertEquals(Set.copyOf(Family.bot().tokenDigests()), tokens(follower));
            assertEquals(2, follower.state().leftOutCount());
            // The revocation holds all the same: the root may be trusted one day.
            assertEquals(Optional.of(Family.last(foreign)), revoked(follower, below));
        }
        // Opened with more trust, what is in the journal is looked at anew.
        try (FeedFollower follower = FeedFollower.open(
                way,
                SOURCE.publicKey(),
                () -> Family.TRUST,
                file,
                SETTINGS,
                time,
                new SecureRandom())) {
            assertEquals(tokens(registry), tokens(follower));
        }
    }

    @Test
    void source_thatRemembersNoMore_givesASnapshotInParts() throws Exception {
        for (int i = 0; i < 9; i++) {
            registry.register(Family.bot(Family.alice(), "bot-" + i));
        }
        registry.revoke(
                Family.list(Family.ALICE, Family.last(Family.bot(Family.alice(), "bot-3"))));
        registry.revoke(Family.last(Family.bot(Family.alice(), "bot-4")), "lost");
        DelegationBook small = new DelegationBook(time, 2);
        ledger.read(record -> small.apply(
                record.index(), (dev.cnv.runtime.governance.DelegationEvent) record.event()));
        feed = new FeedSource(small, SOURCE, Duration.ZERO);
        FollowerSettings three = new FollowerSettings(
                Duration.ofSeconds(30), WhenStale.REFUSE, Duration.ZERO, Duration.ofMillis(1), 3);
        try (FeedFollower follower = open("j", three)) {
            way = query -> {
                if (asked == 2) {
                    throw new IOException("the line broke");
                }
                return feed.page(query);
            };
            assertThrows(IOException.class, follower::poll);
            assertEquals(0, follower.state().position(), "a part is not the whole");
            follower.poll();
            assertTrue(asked > 5);
            assertEquals(registry.next(), follower.state().position());
            assertEquals(tokens(registry), tokens(follower));
            assertInstanceOf(ChangePage.FellBehind.class, follower.changes(0, 1));
        }
        way = query -> feed.page(query);
        try (FeedFollower again = open("j", three)) {
            assertEquals(registry.next(), again.state().position());
            assertEquals(tokens(registry), tokens(again));
            assertTrue(revoked(again, Family.bot(Family.alice(), "bot-3")).isPresent());
            assertTrue(revoked(again, Family.bot(Family.alice(), "bot-4")).isPresent());
            assertEquals(0, again.poll());
        }
    }

    @Test
    void followers_ofOneSource_areEachOnTheirOwn() throws Exception {
        registry.register(Family.bot());
        try (FeedFollower one = open("one", SETTINGS);
                FeedFollower two = open("two", SETTINGS)) {
            one.poll();
            registry.revoke(Family.last(Family.bot()), "lost");
            two.poll();
            assertEquals(Optional.empty(), revoked(one, Family.bot()));
            assertTrue(revoked(two, Family.bot()).isPresent());
            one.poll();
            assertTrue(revoked(one, Family.bot()).isPresent());
        }
    }

    @Test
    void source_restarted_isFollowedFromTheSamePlace() throws Exception {
        registry.register(Family.bot());
        try (FeedFollower follower = open()) {
            follower.poll();
            registry = Openings.stores(ledger, time).registry(() -> Family.TRUST);
            feed = new FeedSource(registry, SOURCE, Duration.ZERO);
            registry.revoke(Family.last(Family.bot()), "lost");
            assertEquals(1, follower.poll());
            assertTrue(revoked(follower, Family.bot()).isPresent());
        }
    }

    @Test
    void source_whoseLedgerWentBack_isRefused() throws Exception {
        registry.register(Family.bot());
        registry.revoke(Family.last(Family.bot()), "lost");
        try (FeedFollower follower = open()) {
            follower.poll();
            DelegationRegistry younger =
                    Openings.stores(new ListLedger(), time).registry(() -> Family.TRUST);
            younger.register(Family.alice());
            feed = new FeedSource(younger, SOURCE, Duration.ZERO);
            assertThrows(FeedRefusedException.class, follower::poll);
            assertTrue(revoked(follower, Family.bot()).isPresent());
            assertEquals(1, follower.state().refusedCount());
        }
    }

    @Test
    void close_endsAFollowerThatWaits() throws Exception {
        FollowerSettings waiting =
                FollowerSettings.DEFAULT.withPace(Duration.ofSeconds(5), Duration.ofMillis(1));
        List<Thread> made = new ArrayList<>();
        ThreadFactory threads = task -> {
            made.add(Thread.ofPlatform().daemon().unstarted(task));
            return made.getLast();
        };
        FeedFollower follower = open("j", waiting).start(threads).start(threads);
        while (asked == 0) {
            Thread.sleep(1);
        }
        registry.register(Family.bot());
        while (follower.get(Family.last(Family.bot())).isEmpty()) {
            Thread.sleep(1);
        }
        follower.close();
        follower.close();
        assertThrows(IOException.class, follower::poll);
        assertTrue(follower.get(Family.last(Family.bot())).isPresent());
        follower.start(threads);
        assertEquals(1, made.size());
        made.getFirst().join();
    }

    @Test
    void settings_thatCannotWork_areRefused() {
        FollowerSettings good = FollowerSettings.DEFAULT;
        assertThrows(
                IllegalArgumentException.class,
                () -> good.withPace(Duration.ofSeconds(15), Duration.ofSeconds(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> good.withSilence(Duration.ZERO, WhenStale.REFUSE));
        assertThrows(
                IllegalArgumentException.class,
                () -> new FeedQuery(new byte[3], OptionalLong.empty(), 0, 1, Duration.ZERO));
    }
}
