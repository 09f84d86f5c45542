package dev.cnv.hotpath.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * XXH64, the 64-bit hash of <a
 * href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">xxHash's specification</a>, of
 * one text or id. The same on every processor. For tables and for spreading work: whoever chooses the
 * input can choose two with one hash, whatever the seed.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class Xxh64 {

    static final long PRIME_1 = 0x9E37_79B1_85EB_CA87L;
    static final long PRIME_2 = 0xC2B2_AE3D_27D4_EB4FL;
    static final long PRIME_3 = 0x1656_67B1_9E37_79F9L;
    static final long PRIME_4 = 0x85EB_CA77_C2B2_AE63L;
    static final long PRIME_5 = 0x27D4_EB2F_1656_67C5L;

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FOUR =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Xxh64() {}

    /**
     * Hashes eight bytes: a correlation id.
     *
     * @param id the bytes, the first lowest
     * @param seed the seed
     * @return the hash
     */
    public static long hash8(long id, long seed) {
        return avalanche(mixed(seed + PRIME_5 + 8, id));
    }

    /**
     * Hashes 32 bytes: a digest used as an id.
     *
     * @param one the first eight bytes, the first lowest
     * @param two the next eight
     * @param three the next eight
     * @param four the last eight
     * @param seed the seed
     * @return the hash
     */
    public static long hash32(long one, long two, long three, long four, long seed) {
        long a = round(seed + PRIME_1 + PRIME_2, one);
        long b = round(seed + PRIME_2, two);
        long c = round(seed, three);
        long d = round(seed - PRIME_1, four);
        return avalanche(merged(a, b, c, d) + 32);
    }

    /**
     * Hashes bytes of any length.
     *
     * @param bytes an array
     * @param from where they begin
     * @param length how many there are
     * @param seed the seed
     * @return the hash
     * @throws IndexOutOfBoundsException when they are not inside the array
     */
    public static long hash(byte[] bytes, int from, int length, long seed) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        int end = from + length;
        int at = from;
        long hash = seed + PRIME_5;
        if (length >= 32) {
            at = end - (length & 31);
            hash = stripes(bytes, from, at, seed);
        }
        return avalanche(rest(bytes, at, end, hash + length));
    }

    private static long stripes(byte[] bytes, int from, int end, long seed) {
        long a = seed + PRIME_1 + PRIME_2;
        long b = seed + PRIME_2;
        long c = seed;
        long d = seed - PRIME_1;
        for (int i = from; i < end; i += 32) {
            a = round(a, (long) EIGHT.get(bytes, i));
            b = round(b, (long) EIGHT.get(bytes, i + 8));
            c = round(c, (long) EIGHT.get(bytes, i + 16));
            d = round(d, (long) EIGHT.get(bytes, i + 24));
        }
        return merged(a, b, c, d);
    }

    private static long rest(byte[] bytes, int from, int end, long start) {
        long hash = start;
        int i = from;
        for (; i + 8 <= end; i += 8) {
            hash = mixed(hash, (long) EIGHT.get(bytes, i));
        }
        if (i + 4 <= end) {
            hash ^= ((int) FOUR.get(bytes, i) & 0xFFFF_FFFFL) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            i += 4;
        }
        for (; i < end; i++) {
            hash ^= (bytes[i] & 0xFF) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        return hash;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static long merged(long a, long b, long c, long d) {
        long hash = Long.rotateLeft(a, 1)
                + Long.rotateLeft(b, 7)
                + Long.rotateLeft(c, 12)
                + Long.rotateLeft(d, 18);
        return merge(merge(merge(merge(hash, a), b), c), d);
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    private static long mixed(long hash, long input) {
        return Long.rotateLeft(hash ^ round(0, input), 27) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * PRIME_2;
        mixed = (mixed ^ (mixed >>> 29)) * PRIME_3;
        return mixed ^ (mixed >>> 32);
    }
}
