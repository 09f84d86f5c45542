package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** HMAC-SHA256 with hashed pads, beside the platform's. */
class HmacSha256Test {

    private static byte[] tag(byte[] key, byte[] message) {
        byte[] tag = new byte[HmacSha256.TAG_BYTES];
        new HmacSha256(key).tag(message, message.length, tag);
        return tag;
    }

    private static byte[] platform(byte[] key, byte[] message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    @Test
    void tag_vectorsOfRfc4231_areTheirs() {
        assertEquals(
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
                hex(repeated(0x0b, 20), "Hi There".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                hex(
                        "Jefe".getBytes(StandardCharsets.US_ASCII),
                        "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
                hex(repeated(0xaa, 20), repeated(0xdd, 50)));
    }

    private static String hex(byte[] key, byte[] message) {
        return HexFormat.of().formatHex(tag(key, message));
    }

    private static byte[] repeated(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void tag_anyKeyAndLength_isThePlatforms() throws Exception {
        Random random = new Random(20260301);
        for (int i = 0; i < 2_000; i++) {
            byte[] key = new byte[1 + random.nextInt(64)];
            byte[] message = new byte[random.nextInt(200)];
            random.nextBytes(key);
            random.nextBytes(message);
            assertArrayEquals(platform(key, message), tag(key, message));
        }
    }

    @Test
    void tag_byManyThreads_isAlwaysTheSame() throws Exception {
        byte[] key = repeated(7, 32);
        HmacSha256 shared = new HmacSha256(key);
        byte[] expected = platform(key, repeated(9, 48));
        Callable<Boolean> work = () -> {
            byte[] tag = new byte[HmacSha256.TAG_BYTES];
            for (int i = 0; i < 5_000; i++) {
                shared.tag(repeated(9, 48), 48, tag);
                if (!Arrays.equals(tag, expected)) {
                    return false;
                }
            }
            return true;
        };
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> each :
                    pool.invokeAll(IntStream.range(0, 8).mapToObj(_ -> work).toList())) {
                assertEquals(true, each.get());
            }
        }
    }

    @Test
    void new_keyLongerThanABlock_isRefusedAndNothingIsShown() {
        byte[] key = repeated(1, 65);
        assertThrows(IllegalArgumentException.class, () -> new HmacSha256(key));
        assertEquals("HmacSha256[]", new HmacSha256(repeated(1, 64)).toString());
    }
}
