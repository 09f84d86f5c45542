package dev.cnv.hotpath.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Branch.Frames;
import dev.cnv.runtime.identity.TenantId;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers' gates take from the same rates at the same ticks. */
@Timeout(60)
class RateConcurrencyTest {

    private static final int STEPS = 10_000;
    private static final int BATCH = 16;
    private static final int PER_VERB = 100;
    private static final int PER_TENANT = 60;
    private static final int ACME = 0;
    private static final int OTHER = 1;

    private final SplittableRandom random = new SplittableRandom(6);
    private final int[] ticks = new int[STEPS];

    /** For each step and tenant how many frames passed, by gate. */
    private final int[][][] passed = new int[2][2][STEPS];

    @Test
    void rates_ofTwoGatesAtOnce_areKeptInAnySecond_andUsedUp() throws Exception {
        CyclicBarrier start = new CyclicBarrier(3);
        try (Branch branch = new Branch(builder -> builder, PER_TENANT);
                Arena arena = Arena.ofShared();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            long[] handles = {peeks(branch, "acme"), peeks(branch, "other")};
            Future<?> one = threads.submit(() -> check(0, branch, arena, handles, start));
            Future<?> two = threads.submit(() -> check(1, branch, arena, handles, start));
            for (int step = 0; step < STEPS; step++) {
                branch.time.advance(Duration.ofMillis(random.nextInt(1, 40)));
                ticks[step] = (int) branch.table.clock().tick();
                start.await(); // Both check at this tick,
                start.await(); // and are done.
            }
            one.get();
            two.get();
        }
        assertKept();
    }

    private static long peeks(Branch branch, String tenant) {
        return branch.grant(Branch.peek(branch.session(branch.chain(
                        tenant + "-agent", draft -> draft.tenant(new TenantId(tenant))))))
                .value();
    }

    private Void check(int self, Branch branch, Arena arena, long[] handles, CyclicBarrier start)
            throws Exception {
        BatchGate gate = new BatchGate(branch.table);
        Frames frames = Frames.of(arena, BATCH);
        for (int step = 0; step < STEPS; step++) {
            // One gate has more of one tenant, the other of the other.
            for (int i = 0; i < BATCH; i++) {
                frames.write(i, handles[i % 3 == 0 ? self : 1 - self], Branch.PEEK, 0);
            }
            start.await();
            gate.check(frames.segment(), frames.offsets(), BATCH);
            for (int i = 0; i < BATCH; i++) {
                if (gate.status(i) == FrameStatus.DONE) {
                    passed[self][gate.handle(i) == handles[ACME] ? ACME : OTHER][step]++;
                } else {
                    assertEquals(FrameStatus.RATE_EXCEEDED, gate.status(i));
                }
            }
            start.await();
        }
        return null;
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
