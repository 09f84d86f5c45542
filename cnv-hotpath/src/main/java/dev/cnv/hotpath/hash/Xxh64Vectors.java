package dev.cnv.hotpath.hash;

import static dev.cnv.hotpath.hash.Xxh64.PRIME_1;
import static dev.cnv.hotpath.hash.Xxh64.PRIME_2;
import static dev.cnv.hotpath.hash.Xxh64.PRIME_3;
import static dev.cnv.hotpath.hash.Xxh64.PRIME_4;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link Xxh64} of as many ids at once as a vector has lanes. */
final class Xxh64Vectors {

    /** With fewer lanes the scalar form is as fast. */
    static final int MIN_LANE_COUNT = 4;

    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final LongVector ONES = LongVector.broadcast(SPECIES, PRIME_1);
    private static final LongVector TWOS = LongVector.broadcast(SPECIES, PRIME_2);
    private static final LongVector THREES = LongVector.broadcast(SPECIES, PRIME_3);
    private static final LongVector FOURS = LongVector.broadcast(SPECIES, PRIME_4);

    /** What is added last of all fours, with the length of an id. */
    private static final LongVector LAST = LongVector.broadcast(SPECIES, PRIME_4 + 32);

    private Xxh64Vectors() {}

    static int laneCount() {
        return LANES;
    }

    /* Implementation notes: flat, because C2 stops inlining own methods in one that became large, and a
     * vector that is handed to a method which is not inlined is an object on the heap. The methods of the
     * vector module itself are always inlined. */

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
        LongVector startA = LongVector.broadcast(SPECIES, seed + PRIME_1 + PRIME_2);
        LongVector startB = LongVector.broadcast(SPECIES, seed + PRIME_2);
        LongVector startC = LongVector.broadcast(SPECIES, seed);
        LongVector startD = LongVector.broadcast(SPECIES, seed - PRIME_1);
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            LongVector a = LongVector.fromArray(SPECIES, one, from + i).mul(TWOS);
            LongVector b = LongVector.fromArray(SPECIES, two, from + i).mul(TWOS);
            LongVector c = LongVector.fromArray(SPECIES, three, from + i).mul(TWOS);
            LongVector d = LongVector.fromArray(SPECIES, four, from + i).mul(TWOS);
            a = a.add(startA).lanewise(ROL, 31).mul(ONES);
            b = b.add(startB).lanewise(ROL, 31).mul(ONES);
            c = c.add(startC).lanewise(ROL, 31).mul(ONES);
            d = d.add(startD).lanewise(ROL, 31).mul(ONES);
            LongVector hash = a.lanewise(ROL, 1)
                    .add(b.lanewise(ROL, 7))
                    .add(c.lanewise(ROL, 12))
                    .add(d.lanewise(ROL, 18));
            a = a.mul(TWOS).lanewise(ROL, 31).mul(ONES);
            b = b.mul(TWOS).lanewise(ROL, 31).mul(ONES);
            c = c.mul(TWOS).lanewise(ROL, 31).mul(ONES);
            d = d.mul(TWOS).lanewise(ROL, 31).mul(ONES);
            hash = hash.lanewise(XOR, a).mul(ONES).add(FOURS);
            hash = hash.lanewise(XOR, b).mul(ONES).add(FOURS);
            hash = hash.lanewise(XOR, c).mul(ONES).add(FOURS);
            hash = hash.lanewise(XOR, d).mul(ONES).add(LAST);
            hash = hash.lanewise(XOR, hash.lanewise(LSHR, 33)).mul(TWOS);
            hash = hash.lanewise(XOR, hash.lanewise(LSHR, 29)).mul(THREES);
            hash.lanewise(XOR, hash.lanewise(LSHR, 32)).intoArray(hashes, i);
        }
        return whole;
    }
}
