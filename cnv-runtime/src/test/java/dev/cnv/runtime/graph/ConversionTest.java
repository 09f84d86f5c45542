package dev.cnv.runtime.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConversionTest {

    private static final SchemaDocument TEXT = SchemaDocument.of(Schema.TEXT);

    private static SchemaDocument closed(String name, Schema member) {
        return SchemaDocument.of(Schema.closed(Map.of(name, Schema.required(member))));
    }

    private static String converted(String value, SchemaDocument from, SchemaDocument to) {
        Fit fit = Compatibility.check(from, to).fit();
        assertTrue(fit instanceof Fit.Transformed, fit.toString());
        return Conversion.convert(StrictJson.parse(value), to, fit).toString();
    }

    @Test
    void convert_scalarsToText_areTheirJson() {
        assertEquals("\"12\"", converted("12", SchemaDocument.of(Schema.WHOLE), TEXT));
        assertEquals("\"1.5\"", converted("1.50", SchemaDocument.of(Schema.DECIMAL), TEXT));
        assertEquals("\"true\"", converted("true", SchemaDocument.of(Schema.TRUTH), TEXT));
    }

    @Test
    void convert_scalarForAnArray_becomesItsElement() {
        SchemaDocument list =
                SchemaDocument.of(new Schema.Sequence(Schema.TEXT, 0, Schema.UNBOUNDED, false));
        assertEquals("[\"a\"]", converted("\"a\"", TEXT, list));
    }

    @Test
    void convert_insideObjects_changesMembersAndDropsOthers() {
        SchemaDocument given = SchemaDocument.of(Schema.closed(
                Map.of("a", Schema.required(Schema.WHOLE), "b", Schema.required(Schema.TEXT))));
        assertEquals(
                "{\"a\":\"1\"}",
                converted("{\"a\":1,\"b\":\"x\"}", given, closed("a", Schema.TEXT)));
    }

    @Test
    void convert_match_isTheValueItself() {
        JsonNode value = StrictJson.parse("{\"a\":1}");
        assertSame(value, Conversion.convert(value, TEXT, new Fit.Matches()));
    }

    @Test
    void convert_refusedFit_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Conversion.convert(StrictJson.parse("1"), TEXT, new Fit.Refused("", "no")));
    }

    @Test
    void convert_union_prefersTheValuesOwnKind() {
        SchemaDocument either = SchemaDocument.of(Schema.union(List.of(
                Schema.NULL, new Schema.Sequence(Schema.TEXT, 0, Schema.UNBOUNDED, false))));
        Fit changed = new Fit.Transformed(List.of(new Fit.Change("", Transform.SCALAR_TO_ARRAY)));
        assertEquals(
                "null",
                Conversion.convert(StrictJson.parse("null"), either, changed).toString());
        assertEquals(
                "[\"x\"]",
                Conversion.convert(StrictJson.parse("\"x\""), either, changed).toString());
    }
}
