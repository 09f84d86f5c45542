package dev.cnv.hotpath.hash;

import static dev.cnv.hotpath.hash.Xxh64.PRIME_1;
import static dev.cnv.hotpath.hash.Xxh64.PRIME_2;
import static dev.cnv.hotpath.hash.Xxh64.PRIME_3;
import static dev.cnv.hotpath.hash.Xxh64.PRIME_4;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Xxh64} of as many ids at once as a vector has lanes. */
final class Xxh64Vectors {

    /** With fewer lanes the processor has no multiplication of 64 bits in them. */
    static final int MIN_LANE_COUNT = 8;

    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private Xxh64Vectors() {}

    static int laneCount() {
        return LANES;
    }

    /** Hashes as many ids as fill whole vectors; returns how many. */
    static int hash32(
            long[] one,
            long[] two,
            long[] three,
            long[] four,
            int from,
            int count,
            long seed,
            long[] hashes) {
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            LongVector a = round(seed + PRIME_1 + PRIME_2, at(one, from + i));
            LongVector b = round(seed + PRIME_2, at(two, from + i));
            LongVector c = round(seed, at(three, from + i));
            LongVector d = round(seed - PRIME_1, at(four, from + i));
            LongVector hash =
                    rotated(a, 1).add(rotated(b, 7)).add(rotated(c, 12)).add(rotated(d, 18));
            hash = merge(merge(merge(merge(hash, a), b), c), d).add(32);
            avalanche(hash).intoArray(hashes, i);
        }
        return whole;
    }

    private static LongVector at(long[] column, int index) {
        return LongVector.fromArray(SPECIES, column, index);
    }

    private static LongVector round(long lane, LongVector input) {
        return rotated(input.mul(PRIME_2).add(lane), 31).mul(PRIME_1);
    }

    private static LongVector merge(LongVector hash, LongVector lane) {
        return hash.lanewise(VectorOperators.XOR, round(0, lane)).mul(PRIME_1).add(PRIME_4);
    }

    private static LongVector avalanche(LongVector hash) {
        return shifted(shifted(shifted(hash, 33).mul(PRIME_2), 29).mul(PRIME_3), 32);
    }

    private static LongVector shifted(LongVector hash, int bits) {
        return hash.lanewise(VectorOperators.XOR, hash.lanewise(VectorOperators.LSHR, bits));
    }

    private static LongVector rotated(LongVector value, int bits) {
        return value.lanewise(VectorOperators.ROL, bits);
    }
}
