package dev.cnv.hotpath.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.grant.Jvm;
import dev.cnv.hotpath.vector.VectorModule;
import dev.cnv.testing.Property;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Xxh64Test {

    private static final long PRIME_32 = 2654435761L;
    private static final long PRIME_64 = 0x9E37_79B1_85EB_CA8DL;

    /** Length, hash with seed 0, hash with seed 2,654,435,761 of xxHash 0.8.3 for its own test's bytes. */
    private static final long[][] VECTORS = {
        {0, 0xEF46DB3751D8E999L, 0xAC75FDA2929B17EFL},
        {1, 0xE934A84ADB052768L, 0x5014607643A9B4C3L},
        {4, 0x9136A0DCA57457EEL, 0xCAAB286BD8E9FDB5L},
        {8, 0xCDBCF538E71D1348L, 0xFE0C047A5353CDACL},
        {14, 0x8282DCC4994E35C8L, 0xC3BD6BF63DEB6DF0L},
        {16, 0x98C90B57FDFCB55CL, 0xC900AD2D536B607EL},
        {31, 0x299B39A290E6D783L, 0xDA673D5FEB5C1D79L},
        {32, 0x18B216492BB44B70L, 0xB3F33BDF93ADE409L},
        {33, 0x55C8DC3E578F5B59L, 0xE92C292F64BC3071L},
        {64, 0xEF558F8ACAC2B5CDL, 0xB5EEBA99264CC44FL},
        {222, 0xB641AE8CB691C174L, 0x20CB8AB7AE10C14AL}
    };

    @Test
    void hash_publishedBytes_isThePublishedHash() {
        byte[] bytes = published(222);
        for (long[] vector : VECTORS) {
            int length = (int) vector[0];
            assertEquals(vector[1], Xxh64.hash(bytes, 0, length, 0), "length=" + length);
            assertEquals(vector[2], Xxh64.hash(bytes, 0, length, PRIME_32), "length=" + length);
        }
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0xCDBCF538E71D1348L, Xxh64.hash8(words.getLong(0), 0));
        assertEquals(0xFE0C047A5353CDACL, Xxh64.hash8(words.getLong(0), PRIME_32));
        assertEquals(
                0xB3F33BDF93ADE409L,
                Xxh64.hash32(
                        words.getLong(0),
                        words.getLong(8),
                        words.getLong(16),
                        words.getLong(24),
                        PRIME_32));
    }

    @Test
    void batch_anyIdsBothForms_isTheHashOfEachAlone() {
        assertTrue(
                VectorModule.isPresent(),
                "the tests run with --add-modules " + VectorModule.missing());
        Property.named("hotpath-xxh64-batch-is-each-alone")
                .oneIn(4)
                .check(
                        draws -> {
                            long[] words = new long[draws.between(1, 40) * 4 + 2];
                            Arrays.setAll(words, _ -> draws.anyLong());
                            return words;
                        },
                        Xxh64Test::compare);
    }

    private static void compare(long[] words) {
        long seed = words[0];
        int from = (int) (words[1] & 1);
        int count = (words.length - 2) / 4 - from;
        long[][] columns = new long[4][count + from];
        for (int i = 0; i < 4 * (count + from); i++) {
            columns[i & 3][i >> 2] = words[i + 2];
        }
        long[] alone = new long[count + 1];
        long[] eight = new long[count + 1];
        for (int i = 0; i < count; i++) {
            ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
            for (long[] column : columns) {
                bytes.putLong(column[from + i]);
            }
            alone[i] = Xxh64.hash(bytes.array(), 0, 32, seed);
            eight[i] = Xxh64.hash(bytes.array(), 8, 8, seed);
        }
        for (Xxh64Batch batch : Xxh64Batch.values()) {
            long[] hashes = new long[count + 1];
            batch.hash32(columns[0], columns[1], columns[2], columns[3], from, count, seed, hashes);
            assertArrayEquals(alone, hashes, batch.name());
            batch.hash8(columns[1], from, count, seed, hashes);
            assertArrayEquals(eight, hashes, batch.name());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.cnv.hotpath.grant.Jvm#flags")
    void batch_inOtherJvms_givesTheSameBits(String flag) throws Exception {
        assertEquals("same", Jvm.run(Child.class, flag, "--add-modules", "jdk.incubator.vector"));
    }

    /** Hashes batches of up to 1,024 ids, so many that they are compiled where there is a compiler. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            new Xxh64Test().hash_publishedBytes_isThePublishedHash();
            SplittableRandom random = new SplittableRandom(1);
            boolean interpreted = System.getProperty("java.vm.info").startsWith("interpreted");
            for (int batch = interpreted ? 190 : 0; batch < 200; batch++) {
                int count = batch % 10 == 0 ? 1_024 : random.nextInt(1, 1_025);
                compare(random.longs(count * 4L + 2).toArray());
            }
            System.out.println("same");
        }
    }

    @Test
    void batch_outsideTheArrays_isRefused() {
        long[] ids = new long[4];
        for (Xxh64Batch batch : Xxh64Batch.values()) {
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> batch.hash32(ids, ids, ids, new long[3], 0, 4, 0, ids));
            assertThrows(
                    IndexOutOfBoundsException.class, () -> batch.hash8(ids, 1, 4, 0, new long[9]));
            assertThrows(
                    IndexOutOfBoundsException.class, () -> batch.hash8(ids, 0, 4, 0, new long[3]));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> Xxh64.hash(new byte[8], 1, 8, 0));
    }

    private static byte[] published(int length) {
        byte[] bytes = new byte[length];
        long word = PRIME_32;
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (word >>> 56);
            word *= PRIME_64;
        }
        return bytes;
    }
}
