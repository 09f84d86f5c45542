package dev.cnv.hotpath.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NumberTextTest {

    private static final String FORM = "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?";

    /** The number as the ordinary command line reads it. */
    static BigDecimal decimal(String text) {
        if (text.length() > 400 || !text.matches(FORM)) {
            throw new NumberFormatException("text=" + text);
        }
        BigDecimal decimal = new BigDecimal(text);
        if ((long) decimal.precision() - decimal.scale() > 350 || decimal.scale() > 350) {
            throw new NumberFormatException("text=" + text + " has more than 350 digits");
        }
        return decimal;
    }

    @Test
    void whole_numbers_areExact() {
        assertEquals(0, whole("0"));
        assertEquals(12, whole("+12"));
        assertEquals(-12, whole("-012"));
        assertEquals(1_000_000, whole("1e6"));
        assertEquals(15, whole("1.50E1"));
        assertEquals(10, whole("1000000000000000000000000e-23"));
        assertEquals(5, whole("5."));
        assertEquals(0, whole(".0"));
        assertEquals(0, whole("-0e349"));
        assertEquals(0, whole("0e-350"));
        assertEquals(Long.MAX_VALUE, whole("9223372036854775807"));
        assertEquals(Long.MIN_VALUE, whole("-9223372036854775808"));
        assertEquals(Long.MIN_VALUE, whole("-9.223372036854775808e18"));
    }

    @Test
    void whole_notALong_isRefusedAndWritesNothing() {
        for (String text : new String[] {
            "",
            "-",
            "+",
            ".",
            "e1",
            "1e",
            "1e+",
            "1x",
            "0x1",
            "1_0",
            " 1",
            "1 ",
            "1..0",
            "1.0.0",
            "1.5",
            "1e-1",
            "9223372036854775808",
            "-9223372036854775809",
            "1e19",
            "99999999999999999999",
            "0e350",
            "0e-351",
            "1." + "0".repeat(351),
            "1e1000000000",
            "١",
            "--1",
            "1".repeat(401),
            "NaN",
            "1L"
        }) {
            long[] into = {77};
            assertFalse(wholeInto(text, into), text);
            assertArrayEquals(new long[] {77}, into, text);
        }
    }

    @Test
    void scaled_decimal_isMultiplied() {
        assertEquals(OptionalLong.of(1250), scaled("12.50", 2));
        assertEquals(OptionalLong.of(-5), scaled("-.05", 2));
        assertEquals(OptionalLong.of(120), scaled("1.2", 2));
        assertEquals(OptionalLong.empty(), scaled("1.205", 2));
    }

    @Test
    void scaled_anyText_isAsBigDecimalSays() {
        Property.named("hotpath-number-as-big-decimal").check(NumberTextTest::text, text -> {
            for (int scale : new int[] {0, 2, 18}) {
                assertEquals(expected(text, scale), scaled(text, scale), text);
            }
            OptionalLong whole = expected(text, 0);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            long[] into = new long[1];
            assertEquals(whole.isPresent(), wholeInto(text, into));
            assertEquals(whole.orElse(0), into[0]);
        });
    }

    private static String text(Draws draws) {
        return switch (draws.between(0, 4)) {
            case 0 -> draws.text(24, "0123456789");
            case 1 -> draws.text(12, "019.eE+-");
            case 2 ->
                draws.oneOf("", "-", "+") + draws.anyLong() + draws.oneOf("", ".0", "e0", "0e-1");
            case 3 ->
                "0".repeat(draws.between(0, 3)) + "." + "0".repeat(draws.between(340, 360))
                        + draws.oneOf(
                                "", "e" + draws.between(-20, 400), "e-" + draws.between(300, 400));
            default ->
                draws.oneOf("", "-") + draws.text(20, "0059") + "." + draws.text(20, "0059")
                        + draws.oneOf(
                                "", "e" + draws.between(-40, 40), "e" + draws.between(300, 400));
        };
    }

    private static OptionalLong expected(String text, int scale) {
        try {
            return OptionalLong.of(decimal(text).scaleByPowerOfTen(scale).longValueExact());
        } catch (ArithmeticException | NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong scaled(String text, int scale) {
        byte[] bytes = (" " + text + "9").getBytes(StandardCharsets.UTF_8);
        long[] into = new long[2];
        return NumberText.scaled(bytes, 1, bytes.length - 2, scale, into, 1)
                ? OptionalLong.of(into[1])
                : OptionalLong.empty();
    }

    private static long whole(String text) {
        long[] into = new long[1];
        assertTrue(wholeInto(text, into), text);
        assertEquals(into[0], scaled(text, 0).orElseThrow());
        return into[0];
    }

    private static boolean wholeInto(String text, long[] into) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return NumberText.whole(Arrays.copyOf(bytes, bytes.length + 8), 0, bytes.length, into, 0);
    }
}
