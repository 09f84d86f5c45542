package dev.cnv.hotpath.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Branch.Frames;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gate says the same of every frame, with vectors of any width and without, as one rule after another. */
class GateEqualityTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void gates_ofBothPackings_sayTheSameWithAnyVectors(int avx) throws Exception {
        String said =
                Jvm.run(Child.class, "-XX:UseAVX=" + avx, "--add-modules", "jdk.incubator.vector");
        assertEquals("same", said.lines().toList().getLast());
    }

    @Test
    void reference_ofAWrongStatus_isFound() {
        int flags = EffectBits.PRIVILEGED;
        assertEquals(FrameStatus.EFFECTS_NOT_GRANTED, Child.expected(1, 0, flags, 1));
        assertEquals(FrameStatus.DONE, Child.expected(1, 0, EffectBits.MUTATE_STATE, 1));
        assertEquals(FrameStatus.VERB_NOT_GRANTED, Child.expected(1, 1, flags, 1));
        assertEquals(FrameStatus.HANDLE_STALE, Child.expected(2, 0, 0, 1));
    }

    /** Checks random batches by both gates, and each frame by hand. */
    static final class Child {

        private static final int BATCHES = 1_000;

        private Child() {}

        /** What a frame gets whose grant is the live one, of a transfer. */
        static int expected(long handle, int verb, int flags, long live) {
            if (handle != live) {
                return FrameStatus.HANDLE_STALE;
            }
            if (verb != Branch.TRANSFER) {
                return FrameStatus.VERB_NOT_GRANTED;
            }
            return (flags & ~EffectBits.MUTATE_STATE) == 0
                    ? FrameStatus.DONE
                    : FrameStatus.EFFECTS_NOT_GRANTED;
        }

        public static void main(String[] arguments) {
            SplittableRandom random = new SplittableRandom(115);
            try (Branch branch = new Branch();
                    Arena arena = Arena.ofConfined()) {
                long live = branch.grant(
                                Branch.transfer(branch.session("alice")),
                                java.time.Duration.ofHours(1),
                                OptionalLong.of(GrantTable.MAX_USES))
                        .value();
                Frames frames = Frames.of(arena, BatchGate.MAX_BATCH);
                BatchGate scalar = new BatchGate(branch.table, Packing.SCALAR);
                BatchGate vector = new BatchGate(branch.table, Packing.VECTOR);
                for (int batch = 0; batch < BATCHES; batch++) {
                    check(random, frames, live, scalar, vector);
                }
            }
            System.out.println("same");
        }

        private static void check(
                SplittableRandom random,
                Frames frames,
                long live,
                BatchGate scalar,
                BatchGate vector) {
            int count = random.nextInt(400);
            int[] statuses = new int[count];
            for (int i = 0; i < count; i++) {
                long handle = random.nextInt(5) == 0 ? live ^ 1L << random.nextInt(64) : live;
                int verb = random.nextInt(6) == 0 ? random.nextInt() : Branch.TRANSFER;
                int flags = random.nextInt(4) == 0 ? 1 << random.nextInt(16) : 0;
                frames.write(i, handle, verb, flags);
                statuses[i] = expected(handle, verb, flags, live);
            }
            int passed = scalar.check(frames.segment(), frames.offsets(), count);
            if (vector.check(frames.segment(), frames.offsets(), count) != passed
                    || Arrays.stream(statuses)
                                    .filter(s -> s == FrameStatus.DONE)
                                    .count()
                            != passed) {
                throw new AssertionError("count=" + count + " passed=" + passed);
            }
            for (int i = 0; i < count; i++) {
                if (scalar.status(i) != statuses[i] || vector.status(i) != statuses[i]) {
                    throw new AssertionError("frame=" + i + " expected=" + statuses[i] + " scalar="
                            + scalar.status(i) + " vector=" + vector.status(i));
                }
            }
        }
    }
}
