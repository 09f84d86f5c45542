package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.registry.FollowerSettings.WhenStale;
import dev.cnv.runtime.session.SessionSettings;
import dev.cnv.runtime.stream.StreamOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is out of range in a feed and in settings is refused, and its message names the value. */
class FeedRangesTest {

    private static final byte[] NONCE = new byte[FeedDescriptor.NONCE_BYTES];
    private static final OptionalLong CHANGES = OptionalLong.empty();
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static void refuses(String named, Runnable make) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, make::run).getMessage());
        assertTrue(message.contains(named), message);
    }

    @Test
    void query_outOfRange_isRefused() {
        refuses("nonceBytes=3", () -> new FeedQuery(new byte[3], CHANGES, 0, 1, SECOND));
        refuses("from=-1", () -> new FeedQuery(NONCE, CHANGES, -1, 1, SECOND));
        refuses(
                "snapshot=OptionalLong[-1]",
                () -> new FeedQuery(NONCE, OptionalLong.of(-1), 0, 1, SECOND));
        refuses("maxCount=0", () -> new FeedQuery(NONCE, CHANGES, 0, 0, SECOND));
        refuses(
                "maxCount=" + (FeedDescriptor.MAX_ENTRY_COUNT + 1),
                () -> new FeedQuery(NONCE, CHANGES, 0, FeedDescriptor.MAX_ENTRY_COUNT + 1, SECOND));
        refuses("patience=PT-1S", () -> new FeedQuery(NONCE, CHANGES, 0, 1, SECOND.negated()));
        assertTrue(new FeedQuery(NONCE, CHANGES, 7, 1, SECOND).toString().contains("from=7"));
    }

    private static FeedPage page(
            OptionalLong snapshot, long from, long next, long end, long... at) {
        List<FeedEntry> entries = Arrays.stream(at)
                .<FeedEntry>mapToObj(each -> new FeedEntry.Expired(each, List.of(Digest.of("a"))))
                .toList();
        return new FeedPage(NONCE, snapshot, from, entries, next, end);
    }

    @Test
    void page_thatDoesNotAscend_isRefused() {
        assertEquals(2, page(CHANGES, 1, 4, 4, 1, 3).entries().size());
        refuses("from=-1", () -> page(CHANGES, -1, 0, 0));
        refuses("next=1", () -> page(CHANGES, 2, 1, 4));
        refuses("end=3", () -> page(CHANGES, 1, 4, 3, 3));
        refuses("snapshot=OptionalLong[-1]", () -> page(OptionalLong.of(-1), 0, 1, 1, 0));
        refuses("sequence=1", () -> page(CHANGES, 1, 4, 4, 3, 1));
        refuses("sequence=0", () -> page(CHANGES, 1, 1, 4, 0));
        refuses("sequence=2", () -> page(OptionalLong.of(5), 0, 3, 3, 0, 2));
        refuses("next=5", () -> page(CHANGES, 1, 5, 9, 1, 3));
    }

    private static FollowerSettings settings(
            Duration silence, Duration patience, Duration retry, int count) {
        return new FollowerSettings(silence, WhenStale.REFUSE, patience, retry, count);
    }

    @Test
    void follower_withSettingsOutOfRange_isRefused() {
        Duration minute = Duration.ofMinutes(1);
        refuses("longestSilence=PT0S", () -> settings(Duration.ZERO, SECOND, SECOND, 1));
        refuses("patience=PT-1S", () -> settings(minute, SECOND.negated(), SECOND, 1));
        refuses("retryAfter=PT0S", () -> settings(minute, SECOND, Duration.ZERO, 1));
        refuses("maxPageCount=0", () -> settings(minute, SECOND, SECOND, 0));
        refuses(
                "maxPageCount=" + (FeedDescriptor.MAX_ENTRY_COUNT + 1),
                () -> settings(minute, SECOND, SECOND, FeedDescriptor.MAX_ENTRY_COUNT + 1));
        refuses("patience=PT30S", () -> settings(minute, Duration.ofSeconds(30), SECOND, 1));
    }

    @Test
    void sessions_withSettingsOutOfRange_areRefused() {
        refuses("maxSessions=0", () -> new SessionSettings(0, 1, SECOND, StreamOptions.DEFAULT));
        refuses("maxStreams=0", () -> new SessionSettings(1, 0, SECOND, StreamOptions.DEFAULT));
        refuses("idle=PT0S", () -> new SessionSettings(1, 1, Duration.ZERO, StreamOptions.DEFAULT));
    }
}
