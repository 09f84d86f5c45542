package dev.cnv.runtime.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a caller asks for and does not get: the refusal and its place. And misuse of both classes. */
class CborReaderTest {

    @Test
    void values_ofAnotherKindOrRange_areRefusedWithTheirPlace() {
        refused("is no integer", "60", CborReader::integer);
        refused("is no integer", "60", in -> in.integer(0, 1));
        refused("is 2, not 0 to 1", "02", in -> in.integer(0, 1));
        refused("is no byte string", "60", in -> in.bytes(1));
        refused("has 2 bytes, more than 1", "420000", in -> in.bytes(1));
        refused("has 1 bytes instead of 2", "4100", in -> in.bytesExactly(2));
        refused("has 3 bytes, more than 2", "43000000", in -> in.bytesExactly(2));
        refused("is no text string", "40", in -> in.text(1));
        refused("has 2 bytes, more than 1", "626161", in -> in.text(1));
        refused("is neither false nor true", "00", CborReader::bool);
        refused("is neither false nor true", "f6", CborReader::bool);
        refused("is not null", "f4", CborReader::nil);
        refused("is not null", "00", CborReader::nil);
        refused("has not the tag 18", "00", in -> in.tag(18));
        refused("has not the tag 18", "d300", in -> in.tag(18));
        refused("is no array", "a0", in -> in.openArray(1));
        refused("has 2 elements, more than 1", "820000", in -> in.openArray(1));
        refused("has 1 elements instead of 2", "8100", in -> in.openTuple(2));
        refused("is no map", "80", CborReader::openMap);
        refused("has 1 elements, more than 0", "a10000", in -> in.openMap(0));
        refused(
                "has 32 characters",
                "6178",
                in -> in.value(1, text -> {
                    throw new IllegalArgumentException("has 32 characters");
                }));
        refused("is followed by 1 bytes too many", "0000", in -> {
            in.integer();
            in.end();
        });
        refused("lacks an element", "00", in -> {
            in.integer();
            in.integer();
        });
    }

    @Test
    void keys_unknownMissingOrOutOfOrder_areRefusedWithTheirPlace() {
        refused("value at byte=1 lacks second, its key=2", "a0", in -> {
            in.openMap();
            in.key(2, "second");
        });
        refused("has the unknown key=1", "a10100", in -> {
            in.openMap();
            in.key(2, "second");
        });
        refused("has the unknown key=-1", "a12000", in -> {
            in.openMap();
            in.optionalKey(-2, "other");
        });
        refused("has the unknown key that is no integer", "a1616100", in -> {
            in.openMap();
            in.optionalKey(1, "first");
        });
        refused("has the unknown key=3", "a10300", in -> {
            in.openMap();
            assertFalse(in.optionalKey(1, "first"));
            in.close();
        });
        refused("repeats or does not ascend", "a201000100", in -> {
            in.openMap();
            in.key(1, "first");
            in.integer();
            in.optionalKey(2, "second");
        });
        refused("lacks a key", "a0", in -> {
            in.openMap();
            in.textKey(1);
        });
        refused("is no integer", "a1616100", in -> {
            in.openMap();
            in.integerKey();
        });
        refused("is no text string", "a10000", in -> {
            in.openMap();
            in.textKey(9);
        });
        refused("has 1 elements too many", "820000", in -> {
            in.openArray(2);
            in.integer();
            in.close();
        });
    }

    @Test
    void place_nested_namesKeysAndIndices() {
        refused(
                "value.verbs[1].max at byte=",
                "a10981" + "82" + "a0" + "a10160",
                in -> {
                    in.openMap();
                    in.key(9, "verbs");
                    in.openArray(1);
                    in.openArray(2);
                    in.openMap();
                    in.close();
                    in.openMap();
                    in.key(1, "max");
                    in.integer();
                },
                "value.verbs[0][1].max at byte=");
        refused(
                "value{1} at byte=",
                "a2616100616200",
                in -> {
                    in.openMap();
                    in.textKey(1);
                    in.integer();
                    in.textKey(1);
                    in.bool();
                },
                "value{1} at byte=");
        refused(
                "value.inner[0]",
                "a1014281f4",
                in -> {
                    in.openMap();
                    in.key(1, "inner");
                    CborReader inner = in.embedded(9);
                    inner.openArray(1);
                    inner.integer();
                },
                "value.inner[0] at byte=");
    }

    @Test
    void embedded_readToItsEnd_leavesTheOuterOneBehindIt() {
        CborReader in = reader("82428105f6");
        in.openTuple(2);
        CborReader inner = in.embedded(2);
        assertEquals(1, inner.openArray(1));
        assertTrue(inner.more());
        assertEquals(5, inner.integer());
        assertFalse(inner.more());
        inner.close();
        inner.end();
        assertEquals(4, in.offset());
        in.nil();
        in.close();
        in.end();
    }

    @Test
    void key_orderOfIntegers_isThatOfTheirBytes() {
        CborReader in = reader("a4" + "0000" + "18ff00" + "2000" + "3903e700");
        in.openMap(4);
        in.key(0, "a");
        in.integer();
        assertFalse(in.optionalKey(24, "b"));
        in.key(255, "c");
        in.integer();
        in.key(-1, "d");
        in.integer();
        assertFalse(in.optionalKey(-2, "e"));
        in.key(-1000, "f");
        in.integer();
        assertFalse(in.optionalKey(-2000, "g"));
        in.close();
        in.end();
    }

    @Test
    void misuse_ofReader_isAnIllegalState() {
        assertThrows(IllegalStateException.class, () -> reader("00").close());
        assertThrows(IllegalStateException.class, () -> reader("00").end());
        assertThrows(IllegalStateException.class, () -> reader("8100").key(1, "a"));
        CborReader in = reader("a10000");
        in.openMap();
        assertThrows(IllegalStateException.class, in::integer);
        CborReader other = reader("a10000");
        other.openMap();
        other.key(0, "a");
        assertThrows(IllegalStateException.class, other::close);
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> CborReader.of("value", new byte[1], 1, 1, 9));
        assertThrows(CborRefusedException.class, () -> CborReader.of("value", new byte[2], 1));
        assertThrows(CborRefusedException.class, () -> CborReader.within("x", new byte[2], 1));
    }

    @Test
    void misuse_ofWriter_isRefused() {
        illegalState(CborWriter::toBytes);
        illegalState(out -> out.integer(1).integer(2));
        illegalState(out -> out.array(1).toBytes());
        illegalState(out -> out.map(1).integer(1));
        illegalState(out -> out.map(1).key(1).key(2));
        illegalState(out -> out.key(1));
        illegalState(out -> out.map(1).key(1).integer(1).key(2));
        illegalState(out -> out.tag(18).toBytes());
        illegalArgument(out -> out.map(2).key(2).integer(0).key(1));
        illegalArgument(out -> out.map(2).key(2).integer(0).key(2));
        illegalArgument(out -> out.map(2).key("b").integer(0).key("a"));
        illegalArgument(out -> out.text("\ud800"));
        illegalArgument(out -> out.map(java.util.Map.of("\ud800", 1L), CborWriter::integer));
        illegalArgument(out -> out.array(-1));
    }

    private static void illegalState(Consumer<CborWriter> misuse) {
        assertThrows(IllegalStateException.class, () -> misuse.accept(new CborWriter()));
    }

    private static void illegalArgument(Consumer<CborWriter> misuse) {
        assertThrows(IllegalArgumentException.class, () -> misuse.accept(new CborWriter()));
    }

    private static void refused(String what, String hex, Consumer<CborReader> ask) {
        refused(what, hex, ask, what);
    }

    private static void refused(
            String name, String hex, Consumer<CborReader> ask, String expected) {
        CborRefusedException e =
                assertThrows(CborRefusedException.class, () -> ask.accept(reader(hex)), name);
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).startsWith("value"), e.getMessage());
    }

    private static CborReader reader(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return CborReader.of("value", bytes, bytes.length);
    }
}
