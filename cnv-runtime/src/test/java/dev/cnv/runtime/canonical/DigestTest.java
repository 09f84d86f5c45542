package dev.cnv.runtime.canonical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The form of a digest, and its bytes. */
final class DigestTest {

    private static final String GOOD =
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @Test
    void digest_anyCharacterAnywhere_takesLowerCaseDigitsOnly() {
        for (int at = 0; at < GOOD.length(); at++) {
            for (char c = 0; c < 0x400; c++) {
                String text = GOOD.substring(0, at) + c + GOOD.substring(at + 1);
                if (isLowerHex(c)) {
                    assertEquals(text, new Digest(text).hex());
                } else {
                    assertThrows(IllegalArgumentException.class, () -> new Digest(text));
                }
            }
        }
    }

    @Test
    void digest_surrogates_areRefusedLikeOtherCharacters() {
        for (int at = 0; at < GOOD.length() - 1; at++) {
            String text = GOOD.substring(0, at) + "\ud83d\ude00" + GOOD.substring(at + 2);
            assertThrows(IllegalArgumentException.class, () -> new Digest(text));
            String half = GOOD.substring(0, at) + "\ude00" + GOOD.substring(at + 1);
            assertThrows(IllegalArgumentException.class, () -> new Digest(half));
        }
    }

    @Test
    void bytes_everyPairOfDigits_areWhatThePlatformReads() {
        for (int value = 0; value < 0x10000; value++) {
            String text = String.format("%04x", value).repeat(16);
            assertArrayEquals(HexFormat.of().parseHex(text), new Digest(text).bytes());
        }
    }

    @Test
    void linked_twoDigests_isTheDigestOfTheirBytes() {
        Digest one = Digest.of("one");
        Digest two = Digest.of("two");
        byte[] both = HexFormat.of().parseHex(one.hex() + two.hex());
        assertEquals(Digest.of(both), Digest.linked(one, two));
    }

    private static boolean isLowerHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
