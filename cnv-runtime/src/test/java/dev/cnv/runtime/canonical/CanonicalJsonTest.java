package dev.cnv.runtime.canonical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class CanonicalJsonTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** RFC 8785 section 3.2.3: the order of UTF-16 code units, typed in from there. */
    @Test
    void members_rfc8785Sample_areSortedByUtf16CodeUnits() {
        String text = CanonicalJson.text(StrictJson.parse("""
                {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",
                 "1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",
                 "\\u00f6":"Latin Small Letter O With Diaeresis"}"""));
        assertEquals(
                "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
                text);
    }

    /** RFC 8785 section 3.2.2.2: the string of its sample. */
    @Test
    void string_rfc8785Sample_hasTheShortestEscapes() {
        JsonNode value =
                StrictJson.parse("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"");
        assertEquals("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"", CanonicalJson.text(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "0.0, 0",
        "-0.000, 0",
        "0e10, 0",
        "1.0, 1",
        "1e2, 100",
        "1E+2, 100",
        "100, 100",
        "12.50, 12.5",
        "1e-3, 0.001",
        "-1.5e1, -15",
        "9007199254740993, 9007199254740993",
        "0.1, 0.1",
        "123456789012345678901234567890, 123456789012345678901234567890"
    })
    void number_anySpelling_hasOneForm(String spelling, String form) {
        assertEquals(form, CanonicalJson.text(StrictJson.parse(spelling)));
    }

    @Test
    void number_anyNodeType_hasTheSameForm() {
        String text = "5";
        assertEquals(text, CanonicalJson.text(JSON.numberNode((byte) 5)));
        assertEquals(text, CanonicalJson.text(JSON.numberNode(5)));
        assertEquals(text, CanonicalJson.text(JSON.numberNode(5L)));
        assertEquals(text, CanonicalJson.text(JSON.numberNode(BigInteger.valueOf(5))));
        assertEquals(text, CanonicalJson.text(JSON.numberNode(new BigDecimal("5.00"))));
        assertEquals(text, CanonicalJson.text(JSON.numberNode(5d)));
        assertEquals(text, CanonicalJson.text(JSON.numberNode(5f)));
        assertEquals("0.1", CanonicalJson.text(JSON.numberNode(0.1d)));
        assertEquals("0.1", CanonicalJson.text(JSON.numberNode(0.1f)));
    }

    @Test
    void number_notFiniteOrTooLong_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> CanonicalJson.text(JSON.numberNode(Double.NaN)));
        assertThrows(
                IllegalArgumentException.class,
                () -> CanonicalJson.text(JSON.numberNode(Float.NEGATIVE_INFINITY)));
        assertThrows(
                IllegalArgumentException.class,
                () -> CanonicalJson.text(JSON.numberNode(new BigDecimal("1e400"))));
        assertThrows(
                IllegalArgumentException.class,
                () -> CanonicalJson.text(JSON.numberNode(new BigDecimal("1e-400"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\udc00\ud800", "x\ud83dy"})
    void string_loneSurrogate_isRefused(String text) {
        assertThrows(
                IllegalArgumentException.class, () -> CanonicalJson.text(JSON.stringNode(text)));
        assertThrows(
                IllegalArgumentException.class,
                () -> CanonicalJson.text(JSON.objectNode().put(text, 1)));
    }

    @Test
    void node_noJsonValue_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.text(JSON.missingNode()));
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.text(JSON.pojoNode("x")));
        assertThrows(
                IllegalArgumentException.class,
                () -> CanonicalJson.text(JSON.binaryNode(new byte[1])));
    }

    @Test
    void containers_emptyAndNested_areWritten() {
        assertEquals("{}", CanonicalJson.text(StrictJson.parse(" { } ")));
        assertEquals("[]", CanonicalJson.text(StrictJson.parse("[ ]")));
        assertEquals(
                "{\"a\":[1,null,true,{\"b\":\"\"}],\"b\":false}",
                CanonicalJson.text(
                        StrictJson.parse("{\"b\":false, \"a\":[1, null, true, {\"b\":\"\"}]}")));
    }

    @Test
    void digest_knownText_isItsSha256() {
        assertEquals(
                "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
                CanonicalJson.digest(StrictJson.parse("{}")).hex());
        assertArrayEquals(
                "{}".getBytes(StandardCharsets.UTF_8), CanonicalJson.bytes(StrictJson.parse("{}")));
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                Digest.of(new byte[0]).hex());
        assertArrayEquals(
                HexFormat.of().parseHex(Digest.of("x").hex()), Digest.of("x").bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "00", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
            })
    void digest_malformed_isRefused(String hex) {
        assertThrows(IllegalArgumentException.class, () -> new Digest(hex));
    }

    @Test
    void number_longsOfEveryLength_areAsThePlatformWritesThem() {
        for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
            for (long value :
                    new long[] {power - 1, power, power + 1, 9 * power, -power, 1 - power}) {
                assertEquals(Long.toString(value), CanonicalJson.text(JSON.numberNode(value)));
            }
        }
        for (long value : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, 0, -1}) {
            assertEquals(Long.toString(value), CanonicalJson.text(JSON.numberNode(value)));
        }
    }

    @Test
    void text_eachCharacterShortAndLong_isTheSameWithinBoth() {
        for (char c = 0; c < 0x180; c++) {
            String one = CanonicalJson.text(JSON.stringNode(String.valueOf(c)));
            String filler = "x".repeat(200);
            String within = CanonicalJson.text(JSON.stringNode(filler + c + filler));
            assertEquals(
                    "\"" + filler + one.substring(1, one.length() - 1) + filler + "\"", within);
        }
    }

    @Test
    void has_anyValue_isWhetherItsBytesAreGiven() {
        for (JsonNode value : new JsonNode[] {
            JSON.numberNode(1),
            JSON.numberNode(1L),
            JSON.booleanNode(true),
            JSON.nullNode(),
            JSON.stringNode("text"),
            JSON.stringNode("\ud83d\ude00"),
            JSON.stringNode("\ud83d"),
            JSON.numberNode(Double.NaN),
            JSON.numberNode(1.5),
            JSON.numberNode(new BigDecimal("1e400")),
            JSON.arrayNode().add("\ude00"),
            JSON.objectNode().put("\ude00", 1),
            JSON.objectNode().put("a", 1),
            JSON.binaryNode(new byte[1])
        }) {
            assertEquals(given(value), CanonicalJson.has(value), value::toString);
        }
    }

    private static boolean given(JsonNode value) {
        try {
            return CanonicalJson.bytes(value).length > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
