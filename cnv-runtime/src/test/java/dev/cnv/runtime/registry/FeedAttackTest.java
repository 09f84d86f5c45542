package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.RevocationList;
import dev.cnv.runtime.time.VirtualTime;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a source, or who stands between, could try: the page is refused, and nothing of it applied. */
@Timeout(60)
class FeedAttackTest {

    private static final SigningKey SOURCE = Family.key(77);
    private static final FollowerSettings SETTINGS =
            FollowerSettings.DEFAULT.withPace(Duration.ZERO, Duration.ofMillis(1));

    private final VirtualTime time = new VirtualTime(Family.NOON);
    private FeedReader way = _ -> new byte[0];

    @TempDir
    private Path folder;

    private FeedFollower open() throws Exception {
        return FeedFollower.open(
                query -> way.read(query),
                SOURCE.publicKey(),
                () -> Family.TRUST,
                folder.resolve("journal"),
                SETTINGS,
                time,
                new SecureRandom());
    }

    private static FeedEntry created(long sequence, Chain chain, int link) {
        return new FeedEntry.Created(
                sequence,
                link == 0 ? Optional.empty() : Optional.of(chain.tokenDigests().get(link - 1)),
                chain.encodedTokens().get(link));
    }

    private static FeedPage page(FeedQuery query, FeedEntry... entries) {
        long next = entries.length == 0 ? query.from() : entries[entries.length - 1].sequence() + 1;
        return new FeedPage(
                query.nonce(), OptionalLong.empty(), query.from(), List.of(entries), next, next);
    }

    private void says(FeedEntry... entries) {
        way = query -> page(query, entries).signed(SOURCE);
    }

    private static void refused(FeedFollower follower) {
        long position = follower.state().position();
        List<DelegationEntry> before = follower.list(DelegationFilter.ALL);
        long epoch = follower.revocations().epoch();
        assertThrows(FeedRefusedException.class, follower::poll);
        assertEquals(position, follower.state().position());
        assertEquals(before, follower.list(DelegationFilter.ALL));
        assertEquals(epoch, follower.revocations().epoch());
        assertTrue(follower.state().stale());
    }

    @Test
    void pageOfAnotherKey_isRefused() throws Exception {
        try (FeedFollower follower = open()) {
            way = query -> page(query, created(0, Family.alice(), 0)).signed(Family.STRANGER);
            refused(follower);
        }
    }

    @Test
    void pageOfAnotherQuestion_isRefused() throws Exception {
        try (FeedFollower follower = open()) {
            byte[] old = page(new FeedQuery(
                            new byte[16], OptionalLong.empty(), 0, 1, Duration.ZERO))
                    .signed(SOURCE);
            way = _ -> old;
            refused(follower);
        }
    }

    @Test
    void pageCutOffOrChangedAnywhere_isRefused() throws Exception {
        try (FeedFollower follower = open()) {
            for (int place = 0; place < 60; place++) {
                int at = place * 11;
                way = query -> {
                    byte[] page = page(query, created(0, Family.alice(), 0)).signed(SOURCE);
                    return Arrays.copyOf(page, at % page.length);
                };
                refused(follower);
                way = query -> {
                    byte[] page = page(query, created(0, Family.alice(), 0)).signed(SOURCE);
                    page[at % page.length] ^= 4;
                    return page;
                };
                refused(follower);
            }
        }
    }

    @Test
    void tokenWithAForgedSignature_isRefusedWithTheWholePage() throws Exception {
        try (FeedFollower follower = open()) {
            Chain bot = Family.bot();
            byte[] bytes =
                    java.util.Base64.getUrlDecoder().decode(bot.encodedTokens().get(1));
            bytes[bytes.length - 1] ^= 1;
            String forged = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            says(
                    created(0, bot, 0),
                    new FeedEntry.Created(1, Optional.of(bot.tokenDigests().getFirst()), forged));
            refused(follower);
            says(created(0, bot, 0), new FeedEntry.Created(1, Optional.empty(), "no token"));
            refused(follower);
        }
    }

    @Test
    void tokenBelowTheWrongOneOrBeforeItsParent_isRefused() throws Exception {
        try (FeedFollower follower = open()) {
            Chain bot = Family.bot();
            Chain other = Family.alice(Family.OTHER_ROOT, "alice", Family.EVENING);
            says(created(0, bot, 1), created(1, bot, 0));
            refused(follower);
            says(
                    created(0, bot, 0),
                    created(1, other, 0),
                    new FeedEntry.Created(
                            2,
                            Optional.of(Family.last(other)),
                            bot.encodedTokens().get(1)));
            refused(follower);
            says(
                    created(0, bot, 0),
                    new FeedEntry.Created(
                            1, Optional.empty(), bot.encodedTokens().get(1)));
            // By alice's own key as a root, which nobody here trusts.
            assertEquals(1, follower.poll());
            assertEquals(1, follower.state().leftOutCount());
            assertTrue(follower.get(Family.last(bot)).isEmpty());
        }
    }

    @Test
    void entriesOutOfOrder_cannotBeSaidNorRead() throws Exception {
        FeedQuery query = new FeedQuery(new byte[16], OptionalLong.empty(), 5, 9, Duration.ZERO);
        assertThrows(
                IllegalArgumentException.class,
                () -> page(query, created(7, Family.alice(), 0), created(6, Family.bot(), 1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> page(query, created(7, Family.alice(), 0), created(7, Family.bot(), 1)));
        assertThrows(
                IllegalArgumentException.class, () -> page(query, created(4, Family.alice(), 0)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new FeedPage(query.nonce(), OptionalLong.empty(), 5, List.of(), 9, 9));
        // The same in bytes, with a signature that holds.
        byte[] good = page(query, created(7, Family.alice(), 0)).signed(SOURCE);
        assertEquals(
                7, FeedPage.parse(good, SOURCE.publicKey()).entries().getFirst().sequence());
    }

    @Test
    void pageFromElsewhere_isRefused() throws Exception {
        try (FeedFollower follower = open()) {
            says(created(0, Family.alice(), 0));
            follower.poll();
            time.advance(Duration.ofMinutes(1));
            way = query -> new FeedPage(query.nonce(), OptionalLong.empty(), 40, List.of(), 40, 40)
                    .signed(SOURCE);
            refused(follower);
            way = query -> new FeedPage(query.nonce(), OptionalLong.empty(), 0, List.of(), 0, 0)
                    .signed(SOURCE);
            refused(follower);
            way = query -> new FeedPage(query.nonce(), OptionalLong.of(0), 0, List.of(), 0, 0)
                    .signed(SOURCE);
            refused(follower);
            way = query -> new FeedPage(query.nonce(), OptionalLong.of(9), 3, List.of(), 3, 3)
                    .signed(SOURCE);
            refused(follower);
        }
    }

    @Test
    void sourceThatNeverEnds_isGivenUp() throws Exception {
        try (FeedFollower follower = open()) {
            way = query -> new FeedPage(
                            query.nonce(),
                            OptionalLong.empty(),
                            query.from(),
                            List.of(),
                            query.from(),
                            query.from() + 1)
                    .signed(SOURCE);
            refused(follower);
            List<Long> at = new ArrayList<>(List.of(1L));
            way = query -> {
                at.add(at.getLast() + 1);
                return new FeedPage(
                                query.nonce(),
                                OptionalLong.of(at.getLast()),
                                0,
                                List.of(new FeedEntry.Revoked(
                                        0, "", List.of(Digest.of("t" + at.getLast())))),
                                1,
                                2)
                        .signed(SOURCE);
            };
            assertThrows(FeedRefusedException.class, follower::poll);
            assertEquals(0, follower.state().position());
        }
    }

    @Test
    void listThatIsOlder_isRefused() throws Exception {
        try (FeedFollower follower = open()) {
            RevocationList first = Family.list(Family.ALICE, Digest.of("a"));
            RevocationList second =
                    first.next(Family.ALICE, Family.NOON, Family.revocations(Digest.of("b")));
            says(new FeedEntry.Listed(0, second));
            follower.poll();
            time.advance(Duration.ofMinutes(1));
            way = query ->
                    page(query, new FeedEntry.Listed(query.from(), first)).signed(SOURCE);
            refused(follower);
        }
    }

    @Test
    void expiry_ofWhatIsGoodByThisClock_removesNothing() throws Exception {
        try (FeedFollower follower = open()) {
            Chain alice = Family.alice();
            says(created(0, alice, 0), new FeedEntry.Expired(1, alice.tokenDigests()));
            follower.poll();
            assertTrue(follower.get(Family.last(alice)).isPresent());
            time.advance(Duration.ofHours(9));
            way = query -> page(query, new FeedEntry.Expired(query.from(), alice.tokenDigests()))
                    .signed(SOURCE);
            // Once, then nothing more.
            FeedReader once = way;
            way = query -> query.from() == 2 ? once.read(query) : page(query).signed(SOURCE);
            follower.poll();
            assertTrue(follower.get(Family.last(alice)).isEmpty());
        }
    }

    @Test
    void leftOutTokens_thatNameEachOther_doNotGoRound() throws Exception {
        try (FeedFollower follower = open()) {
            Chain foreign = Family.alice(Family.STRANGER, "alice", Family.EVENING);
            Chain below = Family.bot(foreign, "bot");
            says(
                    created(0, below, 0),
                    created(1, below, 1),
                    new FeedEntry.Created(
                            2,
                            Optional.of(Family.last(below)),
                            foreign.encodedTokens().getFirst()),
                    created(3, Family.tool(), 0));
            assertEquals(1, follower.poll());
            assertEquals(2, follower.state().leftOutCount());
        }
    }
}
