package dev.cnv.hotpath.hash;

import dev.cnv.hotpath.vector.VectorModule;
import java.util.Objects;

/**
 * How many ids are hashed with {@link Xxh64} at once. Both ways give the same bits.
 *
 * <p>Ids of 32 bytes come column-wise: the first eight bytes of each id in one array, the next eight in
 * the next, and so on.
 *
 * <p><b>Threading:</b> stateless.
 */
public enum Xxh64Batch {
    /** One after the other. */
    SCALAR,
    /**
     * By the JDK's vector module, as many at once as the processor has lanes. Allocates, and is many
     * times slower than {@link #SCALAR}, until C2 has compiled it; nothing after that.
     */
    VECTOR;

    /**
     * The way that is faster for 32-byte ids here: the vector form when the vector module is there, the
     * JVM compiles with C2, and a vector has at least four lanes.
     *
     * @return the way
     */
    public static Xxh64Batch best() {
        return Chosen.BATCH;
    }

    /** Decided when first asked for. */
    private static final class Chosen {

        static final Xxh64Batch BATCH = VectorModule.missing().isEmpty()
                        && Xxh64Vectors.laneCount() >= Xxh64Vectors.MIN_LANE_COUNT
                ? VECTOR
                : SCALAR;
    }

    /**
     * Hashes ids of eight bytes. C2 makes vector code of the plain loop, so there is one form only.
     *
     * @param ids the ids
     * @param from the first one
     * @param count how many
     * @param seed the seed
     * @param hashes takes the hashes, from index 0 on
     * @throws IndexOutOfBoundsException when they are not inside the arrays
     */
    public void hash8(long[] ids, int from, int count, long seed, long[] hashes) {
        Objects.checkFromIndexSize(from, count, ids.length);
        Objects.checkFromIndexSize(0, count, hashes.length);
        for (int i = 0; i < count; i++) {
            hashes[i] = Xxh64.hash8(ids[from + i], seed);
        }
    }

    /**
     * Hashes ids of 32 bytes.
     *
     * @param one the first eight bytes of each id
     * @param two the next eight
     * @param three the next eight
     * @param four the last eight
     * @param from the first id
     * @param count how many
     * @param seed the seed
     * @param hashes takes the hashes, from index 0 on
     * @throws IndexOutOfBoundsException when they are not inside the arrays
     * @throws IllegalStateException when this is the vector form and the vector module is not there
     */
    public void hash32(
            long[] one,
            long[] two,
            long[] three,
            long[] four,
            int from,
            int count,
            long seed,
            long[] hashes) {
        Objects.checkFromIndexSize(from, count, one.length);
        Objects.checkFromIndexSize(from, count, two.length);
        Objects.checkFromIndexSize(from, count, three.length);
        Objects.checkFromIndexSize(from, count, four.length);
        Objects.checkFromIndexSize(0, count, hashes.length);
        int done = 0;
        if (this == VECTOR) {
            VectorModule.require();
            done = Xxh64Vectors.hash32(one, two, three, four, from, count, seed, hashes);
        }
        for (int i = done; i < count; i++) {
            int id = from + i;
            hashes[i] = Xxh64.hash32(one[id], two[id], three[id], four[id], seed);
        }
    }
}
