package dev.cnv.hotpath.grant;

import dev.cnv.hotpath.vector.VectorModule;

/** How a batch's faults become bits. Both ways give the same bits. */
public enum Packing {
    /** One after the other, without branches. */
    SCALAR,
    /** By the JDK's vector module, as many at once as the processor compares. */
    VECTOR;

    /**
     * The way that is faster here. It is the vector form only when the vector module is there, the JVM
     * compiles with C2, without which that form is many times slower, and the processor compares at
     * least four numbers at once.
     *
     * @return the way; one line in the log of {@code dev.cnv.hotpath} says why it is the scalar one
     */
    public static Packing best() {
        return Chosen.PACKING;
    }

    /** Decided when first asked for. */
    private static final class Chosen {

        static final Packing PACKING = choose();

        private static Packing choose() {
            String reason = missing();
            if (reason.isEmpty()) {
                return VECTOR;
            }
            System.getLogger("dev.cnv.hotpath")
                    .log(
                            System.Logger.Level.INFO,
                            "batches are checked without vectors: " + reason);
            return SCALAR;
        }
    }

    /** Why the vector form is not the faster one here; empty when it is. */
    static String missing() {
        String reason = VectorModule.missing();
        if (!reason.isEmpty() || VectorPacking.laneCount() >= VectorPacking.MIN_LANE_COUNT) {
            return reason;
        }
        return "the processor, as the JVM uses it, compares " + VectorPacking.laneCount()
                + " numbers at once";
    }

    /**
     * Packs faults: the bit of each that is 0 is set, that of any other is not.
     *
     * @param faults the faults
     * @param count how many, from the first on
     * @param bits takes them, 64 to a word, the first in the lowest; bits from {@code count} on in the
     *     last word are 0, further words are left alone
     * @throws IllegalStateException when this is the vector form and the vector module is not there
     */
    public void pack(long[] faults, int count, long[] bits) {
        if (this == VECTOR) {
            VectorModule.require();
            VectorPacking.pack(faults, count, bits);
        } else {
            packScalar(faults, 0, count, bits);
        }
    }

    /** Packs from an index on that is a multiple of 64. */
    static void packScalar(long[] faults, int from, int count, long[] bits) {
        for (int first = from; first < count; first += Long.SIZE) {
            int end = Math.min(count, first + Long.SIZE);
            long word = 0;
            for (int i = first; i < end; i++) {
                long fault = faults[i];
                // The highest bit of x | -x is 0 only for 0.
                word |= (((fault | -fault) >>> (Long.SIZE - 1)) ^ 1) << i;
            }
            bits[first >>> 6] = word;
        }
    }
}
