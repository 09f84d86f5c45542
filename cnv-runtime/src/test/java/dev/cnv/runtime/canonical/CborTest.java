package dev.cnv.runtime.canonical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborTest {

    private static final HexFormat HEX = HexFormat.of();

    /** RFC 8949 appendix A, typed in from there: integers of 64 bits with a sign. */
    @ParameterizedTest
    @CsvSource({
        "0,00",
        "1,01",
        "10,0a",
        "23,17",
        "24,1818",
        "25,1819",
        "100,1864",
        "1000,1903e8",
        "1000000,1a000f4240",
        "1000000000000,1b000000e8d4a51000",
        "-1,20",
        "-10,29",
        "-100,3863",
        "-1000,3903e7",
        "9223372036854775807,1b7fffffffffffffff",
        "-9223372036854775808,3b7fffffffffffffff"
    })
    void integer_appendixA_isTheseBytesAndReadBack(long value, String hex) {
        assertEquals(hex, HEX.formatHex(new CborWriter().integer(value).toBytes()));
        CborReader in = reader(hex);
        assertEquals(value, in.integer());
        in.end();
    }

    /** RFC 8949 appendix A: text strings. */
    @ParameterizedTest
    @CsvSource({
        "'',60",
        "a,6161",
        "IETF,6449455446",
        "'\"\\',62225c",
        "\u00fc,62c3bc",
        "\u6c34,63e6b0b4",
        "\ud800\udd51,64f0908591"
    })
    void text_appendixA_isTheseBytesAndReadBack(String value, String hex) {
        assertEquals(hex, HEX.formatHex(new CborWriter().text(value).toBytes()));
        CborReader in = reader(hex);
        assertEquals(value, in.text(100));
        in.end();
    }

    /** RFC 8949 appendix A: the other kinds of item. */
    @Test
    void items_appendixA_areTheseBytesAndReadBack() {
        same("f4", out -> out.bool(false), in -> assertFalse(in.bool()));
        same("f5", out -> out.bool(true), in -> assertTrue(in.bool()));
        same("f6", CborWriter::nil, CborReader::nil);
        same("40", out -> out.bytes(new byte[0]), in -> assertEquals(0, in.bytes(9).length));
        same(
                "4401020304",
                out -> out.bytes(new byte[] {1, 2, 3, 4}),
                in -> assertArrayEquals(new byte[] {1, 2, 3, 4}, in.bytes(4)));
        same("80", out -> out.array(0), in -> {
            assertEquals(0, in.openArray(0));
            in.close();
        });
        same("a0", out -> out.map(0), in -> {
            assertEquals(0, in.openMap(0));
            in.close();
        });
        same("83010203", out -> out.array(3).integer(1).integer(2).integer(3), CborReader::skip);
        same(
                "8301820203820405",
                out -> out.array(3)
                        .integer(1)
                        .array(2)
                        .integer(2)
                        .integer(3)
                        .array(2)
                        .integer(4)
                        .integer(5),
                CborReader::skip);
        same("a201020304", out -> out.map(2).key(1).integer(2).key(3).integer(4), in -> {
            assertEquals(2, in.openMap());
            in.key(1, "one");
            assertEquals(2, in.integer());
            assertFalse(in.optionalKey(2, "two"));
            in.key(3, "three");
            assertEquals(4, in.integer());
            in.close();
        });
        same(
                "a26161016162820203",
                out -> out.map(2)
                        .key("a")
                        .integer(1)
                        .key("b")
                        .array(2)
                        .integer(2)
                        .integer(3),
                in -> {
                    in.openMap();
                    assertEquals("a", in.textKey(1));
                    assertEquals(1, in.integer());
                    assertEquals("b", in.textKey(1));
                    in.skip();
                    in.close();
                });
        same("826161a161626163", out -> out.array(2).text("a").map(1).key("b").text("c"), in -> {
            in.openTuple(2);
            assertEquals("a", in.text(9));
            in.openMap();
            assertEquals("b", in.textKey(9));
            assertEquals("c", in.text(9));
            in.close();
            in.close();
        });
        same(
                "a56161614161626142616361436164614461656145",
                out -> out.map(
                        Map.of("e", "E", "a", "A", "c", "C", "b", "B", "d", "D"), CborWriter::text),
                CborReader::skip);
    }

    private static void same(String hex, Consumer<CborWriter> write, Consumer<CborReader> read) {
        CborWriter out = new CborWriter();
        write.accept(out);
        assertEquals(hex, HEX.formatHex(out.toBytes()));
        CborReader in = reader(hex);
        read.accept(in);
        in.end();
    }

    /** RFC 8949 appendix A and F: well-formed or not, none is in the deterministic form of ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1b8000000000000000",
                "1bffffffffffffffff",
                "3b8000000000000000",
                "c249010000000000000000",
                "f90000",
                "f93c00",
                "fa47c35000",
                "fb3ff199999999999a",
                "f97e00",
                "f7",
                "f0",
                "f8ff",
                "f818",
                "e0",
                "c074323031332d30332d32315432303a30343a30305a",
                "d818456449455446",
                "5f42010243030405ff",
                "7f657374726561646d696e67ff",
                "9fff",
                "bf61610161629f0203ffff",
                "1800",
                "1817",
                "190000",
                "1900ff",
                "1a0000ffff",
                "1b00000000ffffffff",
                "3800",
                "580161",
                "780161",
                "980101",
                "b8010101",
                "18",
                "19",
                "1900",
                "1a000000",
                "1b00000000000000",
                "1c",
                "1f",
                "3f",
                "41",
                "61",
                "5affffffff00",
                "5bffffffffffffffff010203",
                "7affffffff00",
                "7b7fffffffffffffff010203",
                "81",
                "8201",
                "818181",
                "9affffffff",
                "9b7fffffffffffffff",
                "a1",
                "a101",
                "a20102",
                "baffffffff",
                "bb4000000000000000",
                "a201000100",
                "a203000100",
                "a220000100",
                "a2616100616100",
                "a2616200616100",
                "a262616100616200",
                "a1f400",
                "a18000",
                "a14000",
                "61ff",
                "62c328",
                "63eda080",
                "64f8888080",
                "62c080",
                "0000",
                "ff"
            })
    void skip_otherForm_isRefused(String hex) {
        assertThrows(CborRefusedException.class, () -> {
            CborReader in = reader(hex);
            in.skip();
            in.end();
        });
    }

    private static CborReader reader(String hex) {
        byte[] bytes = HEX.parseHex(hex);
        return CborReader.of("value", bytes, bytes.length);
    }

    @Test
    void toDigest_anItemOfEveryKindAndDepth_isTheDigestOfItsBytes() {
        for (int depth = 1; depth <= CborDescriptor.MAX_DEPTH; depth++) {
            CborWriter written = nested(depth);
            assertEquals(Digest.of(written.toBytes()), nested(depth).toDigest());
            assertEquals(2 * depth + 12, written.length());
        }
        assertThrows(
                IllegalStateException.class, () -> new CborWriter().array(1).toDigest());
    }

    /** Maps within maps, so that the key of each is remembered while the others are written. */
    private static CborWriter nested(int depth) {
        CborWriter out = new CborWriter();
        for (int i = 0; i < depth; i++) {
            out.map(1).key(7);
        }
        return out.text("caf\u00e9 ascii");
    }
}
