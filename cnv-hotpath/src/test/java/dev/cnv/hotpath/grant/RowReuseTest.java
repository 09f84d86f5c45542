package dev.cnv.hotpath.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Branch.Frames;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A row that is given and taken all the time: no frame is ever checked against a mixture of grants. */
class RowReuseTest {

    private static final int ROW = 5;
    private static final int REUSES = 300_000;

    /**
     * Grants of odd generations lack an effect that those of even ones have, and are over when those are
     * not. A frame of an odd one passes only if it is checked against something of an even one.
     */
    @Test
    void check_whileARowChangesHands_neverMixesTwoGrants() throws Exception {
        try (Branch branch = new Branch();
                Arena arena = Arena.ofShared()) {
            GrantRows rows = branch.table.rows();
            AtomicInteger generation = new AtomicInteger(1);
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int g = 1; g < REUSES; g++) {
                    generation.setRelease(g);
                    boolean odd = (g & 1) == 1;
                    rows.give(
                            GrantRows.handle(ROW, g),
                            GrantRows.call(
                                    Branch.TRANSFER,
                                    odd
                                            ? EffectBits.READ_ONLY
                                            : EffectBits.READ_ONLY | EffectBits.PRIVILEGED,
                                    0),
                            odd ? 0 : Long.MAX_VALUE,
                            Long.MAX_VALUE >> 1,
                            0,
                            0);
                    for (int spin = 0; spin < 20; spin++) {
                        Thread.onSpinWait();
                    }
                    rows.take(ROW);
                }
            });
            AtomicLong good = new AtomicLong();
            check(branch, Frames.of(arena, 64), generation, writer, good);
            writer.join();
            assertTrue(good.get() > 0, "no frame of a good grant was ever let through");
        }
    }

    private static void check(
            Branch branch,
            Frames frames,
            AtomicInteger generation,
            Thread writer,
            AtomicLong good) {
        BatchGate gate = new BatchGate(branch.table, Packing.SCALAR);
        while (writer.isAlive()) {
            int now = generation.getAcquire();
            for (int i = 0; i < 64; i++) {
                int flags = (now + i & 1) == 1 ? EffectBits.PRIVILEGED : 0;
                frames.write(i, GrantRows.handle(ROW, now + i), Branch.TRANSFER, flags);
            }
            gate.check(frames.segment(), frames.offsets(), 64);
            for (int i = 0; i < 64; i++) {
                boolean odd = (now + i & 1) == 1;
                boolean passed = gate.status(i) == FrameStatus.DONE;
                assertEquals(false, odd && passed, "generation=" + (now + i));
                good.addAndGet(passed ? 1 : 0);
            }
        }
    }
}
