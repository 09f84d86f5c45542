package dev.cnv.hotpath.grant;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Packs faults with vectors: a comparison gives a mask, and a mask is a few bits already.
 *
 * <p>Allocates until C2 has compiled it, nothing after that.
 */
final class VectorPacking {

    /** With fewer lanes the scalar form is as fast. */
    static final int MIN_LANE_COUNT = 4;

    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorPacking() {}

    static int laneCount() {
        return LANES;
    }

    static void pack(long[] faults, int count, long[] bits) {
        int whole = count & -Long.SIZE;
        for (int first = 0; first < whole; first += Long.SIZE) {
            long word = 0;
            for (int i = 0; i < Long.SIZE; i += LANES) {
                word |= LongVector.fromArray(SPECIES, faults, first + i)
                                .compare(VectorOperators.EQ, 0)
                                .toLong()
                        << i;
            }
            bits[first >>> 6] = word;
        }
        Packing.packScalar(faults, whole, count, bits);
    }
}
