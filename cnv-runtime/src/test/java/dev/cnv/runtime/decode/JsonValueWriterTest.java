package dev.cnv.runtime.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.spi.ValueWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonValueWriterTest {

    private record Nothing() {}

    @Test
    void write_root_mayBeScalarArrayOrObject() {
        assertEquals("7", text(out -> out.int8((byte) 7)));
        assertEquals(
                "[true,false]", text(out -> out.list(List.of(true, false), ValueWriter::bool)));
        assertEquals("{\"a\":1}", text(out -> out.at("a").int32(1)));
        assertEquals("{\"a\":1}", text(out -> out.map(Map.of("a", 1), ValueWriter::int32)));
        assertEquals("null", text(out -> out.optional(Optional.empty(), (w, v) -> w.text("x"))));
        assertEquals("\"x\"", text(out -> out.optional(Optional.of("x"), ValueWriter::text)));
    }

    @Test
    void write_nothing_isAnEmptyObject() {
        assertEquals("{}", text(_ -> {}));
        assertEquals("{}", text(out -> out.structure(new Nothing(), (w, v) -> {})));
        assertEquals(
                "[{}]",
                text(out ->
                        out.list(List.of(new Nothing()), (w, v) -> w.structure(v, (x, y) -> {}))));
        assertEquals("{\"a\":{}}", text(out -> out.at("a").structure(new Nothing(), (w, v) -> {})));
    }

    @Test
    void optional_empty_isLeftOutOfObjectsAndNullAmongElementsAndEntries() {
        List<Optional<String>> values = List.of(Optional.of("a"), Optional.empty());
        assertEquals(
                "{}",
                text(out -> out.at("a").optional(Optional.<String>empty(), ValueWriter::text)));
        assertEquals(
                "[\"a\",null]",
                text(out -> out.list(values, (w, v) -> w.optional(v, ValueWriter::text))));
        assertEquals(
                "{\"k\":null}",
                text(out -> out.map(
                        Map.of("k", Optional.<String>empty()),
                        (w, v) -> w.optional(v, ValueWriter::text))));
    }

    @Test
    void floats_areWrittenWithoutInventedDigits() {
        assertEquals("0.1", text(out -> out.float32(0.1f)));
        assertEquals("0.1", text(out -> out.float64(0.1)));
        assertEquals("0", text(out -> out.float64(-0.0)));
        assertEquals("10000000000", text(out -> out.float64(1e10)));
        assertEquals("1.5", text(out -> out.decimal(new BigDecimal("1.50"))));
    }

    @Test
    void write_valuesWithoutJsonForm_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> text(out -> out.float64(Double.NaN)));
        assertThrows(
                IllegalArgumentException.class,
                () -> text(out -> out.float32(Float.NEGATIVE_INFINITY)));
        assertThrows(
                IllegalArgumentException.class,
                () -> text(out -> out.decimal(new BigDecimal("1e400"))));
        assertThrows(IllegalArgumentException.class, () -> text(out -> out.text("\ud800")));
        assertThrows(IllegalArgumentException.class, () -> text(out -> out.character('\udc00')));
        assertThrows(
                IllegalArgumentException.class,
                () -> text(out -> out.map(Map.of("\ud800", 1), ValueWriter::int32)));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> text(out -> out.at("a").at("b").float64(Double.NaN)))
                .getMessage();
        assertTrue(message.contains("path=a.b number=NaN"), message);
    }

    @Test
    void write_twoValuesInOnePlace_isRefused() {
        assertThrows(
                IllegalStateException.class,
                () -> text(out -> {
                    out.int8((byte) 1);
                    out.int8((byte) 2);
                }));
        assertThrows(
                IllegalStateException.class,
                () -> text(out -> {
                    out.at("a").int8((byte) 1);
                    out.at("a").int8((byte) 2);
                }));
        assertThrows(
                IllegalStateException.class,
                () -> text(out -> {
                    out.text("x");
                    out.at("a").int8((byte) 1);
                }));
    }

    private static String text(Consumer<ValueWriter> value) {
        return CanonicalJson.text(JsonValueWriter.write(value));
    }
}
