package dev.cnv.hotpath.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Branch.Frames;
import dev.cnv.runtime.identity.TenantId;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers' gates take from the same rates at the same ticks. */
@Timeout(60)
class RateConcurrencyTest {

    private static final int STEPS = 2_000;
    private static final int BATCH = 256;
    private static final int PER_VERB = 100;
    private static final int PER_TENANT = 60;
    private static final int ACME = 0;
    private static final int OTHER = 1;

    private final SplittableRandom random = new SplittableRandom(6);

    /** The step that both may check at, and the last that the second has checked at. */
    private final AtomicInteger begun = new AtomicInteger(-1);

    private final AtomicInteger ended = new AtomicInteger(-1);
    private final int[] ticks = new int[STEPS];

    /** For each step and tenant how many frames passed, by gate. */
    private final int[][][] passed = new int[2][2][STEPS];

    @Test
    void rates_ofTwoGatesAtOnce_areKeptInAnySecond_andUsedUp() throws Exception {
        try (Branch branch = new Branch(builder -> builder, PER_TENANT);
                Arena arena = Arena.ofShared();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            long[] handles = {peeks(branch, "acme"), peeks(branch, "other")};
            Gate one = new Gate(branch, arena, handles, 0);
            Gate two = new Gate(branch, arena, handles, 1);
            Future<?> second = threads.submit(() -> {
                for (int step = 0; step < STEPS; step++) {
                    await(begun, step);
                    two.check(step);
                    ended.setRelease(step);
                }
            });
            for (int step = 0; step < STEPS; step++) {
                // Now and then a new second, in which all is there to be taken by both.
                int millis = random.nextInt(4) == 0 ? 1_001 : random.nextInt(1, 40);
                branch.time.advance(Duration.ofMillis(millis));
                ticks[step] = (int) branch.table.clock().tick();
                begun.setRelease(step);
                one.check(step);
                await(ended, step);
            }
            second.get();
        }
        assertKept();
    }

    /** Spins, so that both begin at nearly the same time. */
    private static void await(AtomicInteger step, int number) {
        for (int spins = 0; step.getAcquire() < number; spins++) {
            if (spins < 10_000) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private static long peeks(Branch branch, String tenant) {
        return branch.grant(Branch.peek(branch.session(branch.chain(
                        tenant + "-agent", draft -> draft.tenant(new TenantId(tenant))))))
                .value();
    }

    /** One worker's gate, with frames of both tenants in turn. */
    private final class Gate {
        private final BatchGate gate;
        private final Frames frames;
        private final long acme;
        private final int self;

        Gate(Branch branch, Arena arena, long[] handles, int self) {
            this.gate = new BatchGate(branch.table);
            this.frames = Frames.of(arena, BATCH);
            this.acme = handles[ACME];
            this.self = self;
            for (int i = 0; i < BATCH; i++) {
                frames.write(i, handles[i + self & 1], Branch.PEEK, 0);
            }
        }

        void check(int step) {
            gate.check(frames.segment(), frames.offsets(), BATCH);
            for (int i = 0; i < BATCH; i++) {
                if (gate.status(i) == FrameStatus.DONE) {
                    passed[self][gate.handle(i) == acme ? ACME : OTHER][step]++;
                } else {
                    assertEquals(FrameStatus.RATE_EXCEEDED, gate.status(i));
                }
            }
        }
    }

    /** In the 1,001 ticks that a second can touch, up to each step. */
    private void assertKept() {
        int first = 0;
        int full = 0;
        int[] sums = new int[2];
        for (int step = 0; step < STEPS; step++) {
            sums[ACME] += passed[0][ACME][step] + passed[1][ACME][step];
            sums[OTHER] += passed[0][OTHER][step] + passed[1][OTHER][step];
            for (; ticks[step] - ticks[first] > 1_000; first++) {
                sums[ACME] -= passed[0][ACME][first] + passed[1][ACME][first];
                sums[OTHER] -= passed[0][OTHER][first] + passed[1][OTHER][first];
            }
            assertTrue(sums[ACME] <= PER_TENANT, "step=" + step + " acme=" + sums[ACME]);
            assertTrue(sums[OTHER] <= PER_TENANT, "step=" + step + " other=" + sums[OTHER]);
            int verb = sums[ACME] + sums[OTHER];
            assertTrue(verb <= PER_VERB, "step=" + step + " verb=" + verb);
            full += verb == PER_VERB ? 1 : 0;
        }
        // Both ask for more than there is at each step, so that all of it is taken; but for moments
        // where one gate gives back what it took of the verb for a tenant that has no rate left.
        assertTrue(full > STEPS * 9 / 10, "full=" + full);
    }
}
