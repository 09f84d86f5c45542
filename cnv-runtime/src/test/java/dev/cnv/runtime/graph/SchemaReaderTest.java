package dev.cnv.runtime.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaReaderTest {

    private static final String PIECES = "{}[]:,\"0123456789.-$#/abcdefintypeumnrls";

    private static byte[] types() {
        try (InputStream in = SchemaReaderTest.class.getResourceAsStream("types.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<CapabilityId, VerbSchemas> read(byte[] json) {
        return SchemaReader.readVerbs(new ByteArrayInputStream(json));
    }

    /** The file is what the processor writes for verbs with every type and rule. */
    @Test
    void verbs_ofTheProcessor_areReadAsKept() {
        StringBuilder text = new StringBuilder();
        read(types())
                .forEach((id, schemas) -> text.append(id)
                        .append("\n  input  ")
                        .append(SchemaText.of(schemas.input()))
                        .append("\n  output ")
                        .append(SchemaText.of(schemas.output()))
                        .append('\n'));
        GoldenFile.assertMatches(SchemaReaderTest.class, "types.txt", text.toString());
    }

    @Test
    void schema_recursive_isRead() {
        SchemaDocument document = SchemaReader.read("""
                {"$ref": "#/$defs/node", "$defs": {"node": {"type": "object",
                 "properties": {"next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
                                "on": {"const": true, "type": "boolean"}},
                 "required": ["next"], "additionalProperties": false}}}""");
        assertEquals("node where node = {next: node | null, on?: true}", SchemaText.of(document));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            {"type":"text"}; has the type "text", not some of
            {"type":"string","minimum":1}; not understood here: [minimum]
            {"type":"string","then":{}}; not understood here: [then]
            {"allOf":[]}; not understood here: [allOf]
            {"$ref":"http://x/y"}; refers to http://x/y
            {"$ref":"#/$defs/a"}; reference=a has no definition
            {"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/a"}}}; refers to itself
            {"$schema":"http://json-schema.org/draft-07/schema#"}; another draft
            {"type":"integer","minimum":2,"maximum":1}; range=2..1 is empty
            {"type":"integer","enum":[1,"a"]}; lists "a"
            {"type":"integer","enum":[5],"maximum":4}; allows no value
            {"type":"string","minLength":-1}; no count
            {"type":"string","enum":["a"],"const":"a"}; both enum and const
            {"type":"array","minItems":2,"maxItems":1}; empty range
            {"type":"object","required":["a"],"additionalProperties":false}; requires a
            {"type":"array","items":false}; neither an object nor true
            {"type":"string","type":"string"}; Duplicate
            7; neither an object nor true
            """)
    void schema_notUnderstood_isRefused(String json, String why) {
        JsonRefusedException refused =
                assertThrows(JsonRefusedException.class, () -> SchemaReader.read(json));
        assertTrue(refused.getMessage().contains(why), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            []; is no object
            {"A":{"input":true,"output":true}}; capability=A
            {"a.b":{"input":true}}; a.b.output is missing
            {"a.b":{"input":true,"output":true,"x":1}}; unknown member x
            {"a.b":{"input":true,"output":{"type":"x"}}}; a.b.output# has the type
            """)
    void verbs_otherForm_isRefused(String json, String why) {
        JsonRefusedException refused = assertThrows(
                JsonRefusedException.class, () -> read(json.getBytes(StandardCharsets.UTF_8)));
        assertTrue(refused.getMessage().contains(why), refused::getMessage);
    }

    @Test
    void verbs_noUtf8_isRefused() {
        assertThrows(JsonRefusedException.class, () -> read(new byte[] {'{', (byte) 0xff}));
    }

    @Test
    void verbs_changed_areReadOrRefused() {
        String good = new String(types(), StandardCharsets.UTF_8);
        int at = good.indexOf("\"types.of-results-optional\"");
        String part = "{" + good.substring(at, good.indexOf(",\"types.", at + 10)) + "}";
        AtomicInteger accepted = new AtomicInteger();
        Property.named("schema-changed").check(draws -> Fuzz.changed(draws, part, PIECES), text -> {
            try {
                read(text.getBytes(StandardCharsets.UTF_8))
                        .values()
                        .forEach(schemas -> assertTrue(
                                Compatibility.matches(schemas.output(), schemas.output())));
                accepted.incrementAndGet();
            } catch (JsonRefusedException e) {
                assertTrue(!e.getMessage().isEmpty());
            }
        });
        assertTrue(accepted.get() > 100, "accepted=" + accepted);
    }

    @Test
    void verbs_anyBytes_areReadOrRefused() {
        Property.named("schema-bytes")
                .check(
                        draws -> Fuzz.bytes(draws, 60),
                        bytes -> assertThrows(JsonRefusedException.class, () -> read(bytes)));
    }
}
