package dev.cnv.runtime.graph;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Reads JSON Schemas (draft 2020-12) in the part of the draft that verbs use: what is not understood
 * is refused, never ignored. {@code $ref} names {@code #/$defs/NAME}.
 *
 * <p>Texts' {@code pattern}, {@code format}, {@code formatMinimum}, {@code formatMaximum} and {@code
 * contentEncoding}, and objects' {@code dependentSchemas}, are kept as opaque conditions.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class SchemaReader {

    /** The longest file of schemas, in bytes. */
    public static final int MAX_BYTES = 32 * 1024 * 1024;

    /** The most verbs in a file. */
    public static final int MAX_VERBS = 100_000;

    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

    private SchemaReader() {}

    /**
     * Reads one schema.
     *
     * @param text the JSON text
     * @return the schema with its definitions
     * @throws JsonRefusedException when it is no JSON, uses what is not understood, contradicts itself
     *     or is beyond the limits of {@link SchemaDocument}
     */
    public static SchemaDocument read(String text) {
        return document("", StrictJson.parse(text));
    }

    /**
     * Reads the schemas of a module's verbs: an object that maps each capability's path to an object
     * with the members {@code input} and {@code output}.
     *
     * @param json UTF-8 text, at most {@link #MAX_BYTES}; the caller closes it
     * @return the verbs' types
     * @throws JsonRefusedException when one is refused; the message begins with its place
     * @throws UncheckedIOException when the stream fails
     */
    public static Map<CapabilityId, VerbSchemas> readVerbs(InputStream json) {
        return readVerbs(StrictJson.parse(text(json)));
    }

    /**
     * Reads the schemas of a module's verbs as {@link #readVerbs(InputStream)} does, and compares them
     * with the digests of descriptors.
     *
     * @param json UTF-8 text, at most {@link #MAX_BYTES}; the caller closes it
     * @param verbs the verbs of the module
     * @return the verbs' types
     * @throws IllegalArgumentException when a verb has no schema or another than its descriptor says
     * @throws JsonRefusedException when one is refused; the message begins with its place
     * @throws UncheckedIOException when the stream fails
     */
    public static Map<CapabilityId, VerbSchemas> readVerbs(
            InputStream json, Iterable<VerbDescriptor> verbs) {
        JsonNode root = StrictJson.parse(text(json));
        SchemaDigests.check(root, verbs);
        return readVerbs(root);
    }

    private static Map<CapabilityId, VerbSchemas> readVerbs(JsonNode root) {
        if (!root.isObject() || root.size() > MAX_VERBS) {
            throw StrictObject.refused("", "is no object of at most " + MAX_VERBS + " verbs");
        }
        SortedMap<CapabilityId, VerbSchemas> verbs = new TreeMap<>();
        for (String path : root.propertyNames()) {
            CapabilityId id = StrictObject.checked(path, () -> new CapabilityId(path));
            StrictObject both = StrictObject.of(path, root.get(path), Set.of("input", "output"));
            verbs.put(
                    id,
                    new VerbSchemas(
                            document(both.at("input"), both.any("input")),
                            document(both.at("output"), both.any("output"))));
        }
        return Collections.unmodifiableSortedMap(verbs);
    }

    private static String text(InputStream json) {
        try {
            byte[] bytes = json.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw StrictObject.refused("", "has more than " + MAX_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw StrictObject.refused("", "is no UTF-8 text");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SchemaDocument document(String where, JsonNode node) {
        SortedMap<String, Schema> definitions = new TreeMap<>();
        if (node.isObject() && node.has("$defs")) {
            JsonNode known = node.get("$defs");
            String place = where + "#/$defs";
            if (!known.isObject()) {
                throw StrictObject.refused(place, "is no object");
            }
            for (String name : known.propertyNames()) {
                definitions.put(name, new SchemaForm(place + "/" + name, known.get(name)).read());
            }
        }
        if (node.isObject()
                && node.has("$schema")
                && !DRAFT.equals(node.get("$schema").asString(""))) {
            throw StrictObject.refused(
                    where, "is of another draft: " + CanonicalJson.text(node.get("$schema")));
        }
        Schema root = new SchemaForm(where + "#", node, true).read();
        return StrictObject.checked(where, () -> new SchemaDocument(root, definitions));
    }
}
