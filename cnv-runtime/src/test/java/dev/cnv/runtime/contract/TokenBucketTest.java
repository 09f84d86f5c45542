package dev.cnv.runtime.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void available_allTakenWithinASecond_noneUntilTheFirstComesBack() {
        TokenBucket bucket = new TokenBucket(3);
        for (int i = 0; i < 3; i++) {
            assertTrue(bucket.available(i * 10));
            bucket.take(i * 10);
        }

        assertFalse(bucket.available(SECOND - 1));
        assertTrue(bucket.available(SECOND));
        bucket.take(SECOND);
        assertFalse(bucket.available(SECOND + 9));
        assertTrue(bucket.available(SECOND + 10));
    }

    @Test
    void putBack_tokenOfOneNotBegun_isThereAgainAndOthersKeepTheirTimes() {
        TokenBucket bucket = new TokenBucket(3);
        bucket.take(0);
        bucket.take(100);
        bucket.take(200);

        bucket.putBack(100);

        assertTrue(bucket.available(300));
        bucket.take(300);
        assertFalse(bucket.available(SECOND - 1));
        assertEquals(SECOND, bucket.availableAt(400, 0));
        assertEquals(SECOND + 200, bucket.availableAt(400, 1));
        assertEquals(SECOND + 300, bucket.availableAt(400, 2));
        assertEquals(2 * SECOND, bucket.availableAt(400, 3));
    }

    @Test
    void putBack_tokenThatCameBackByItself_addsNone() {
        TokenBucket bucket = new TokenBucket(1);
        bucket.take(0);
        assertTrue(bucket.available(SECOND));
        bucket.take(SECOND);

        bucket.putBack(0);

        assertFalse(bucket.available(SECOND + 1));
    }

    /** The bucket against the rule itself, on 100,000 random steps of takes, refunds and questions. */
    @Test
    void bucket_randomSteps_equalsTheRuleOfTheLastSecond() {
        Random random = new Random(20260101);
        for (int run = 0; run < 100; run++) {
            int perSecond = 1 + random.nextInt(40);
            TokenBucket bucket = new TokenBucket(perSecond);
            List<Long> model = new ArrayList<>();
            long now = random.nextLong(SECOND);
            for (int step = 0; step < 1_000; step++) {
                now += random.nextLong(SECOND / perSecond * 2);
                long from = now - SECOND;
                model.removeIf(t -> t <= from);
                boolean free = model.size() < perSecond;
                assertEquals(
                        free, bucket.available(now), () -> "seed 20260101, perSecond=" + perSecond);
                assertEquals(
                        expectedAt(model, perSecond, now, step % 90),
                        bucket.availableAt(now, step % 90));
                if (free) {
                    bucket.take(now);
                    model.add(now);
                }
                if (random.nextInt(8) == 0 && !model.isEmpty()) {
                    long returned = model.remove(random.nextInt(model.size()));
                    bucket.putBack(returned);
                }
            }
        }
    }

    private static long expectedAt(List<Long> taken, int perSecond, long now, int ahead) {
        List<Long> simulated = new ArrayList<>(taken);
        long at = now;
        for (int i = 0; i <= ahead; i++) {
            int replaced = simulated.size() - perSecond;
            at = replaced < 0 ? now : Math.max(now, simulated.get(replaced) + SECOND);
            simulated.add(at);
        }
        return at;
    }
}
