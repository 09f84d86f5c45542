package dev.cnv.runtime.graph;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.VerbDescriptor;
import tools.jackson.databind.JsonNode;

/**
 * Compares the schemas of verbs with the digests that their descriptors have, so that what is shown to
 * callers is what generated code decodes.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class SchemaDigests {

    private SchemaDigests() {}

    /**
     * Compares the schemas of some verbs.
     *
     * @param schemas the schemas of a module, see {@link SchemaReader#readVerbs}
     * @param verbs verbs of the module
     * @throws IllegalArgumentException when a verb has no schema or another than its descriptor says
     */
    public static void check(JsonNode schemas, Iterable<VerbDescriptor> verbs) {
        for (VerbDescriptor verb : verbs) {
            JsonNode both = schemas.path(verb.id().path());
            check(both.path("input"), verb, "input", verb.inputSchema());
            check(both.path("output"), verb, "output", verb.outputSchema());
        }
    }

    private static void check(JsonNode schema, VerbDescriptor verb, String side, Digest expected) {
        if (schema.isMissingNode()) {
            throw new IllegalArgumentException("capability=" + verb.id() + " has no " + side
                    + " schema; build the module again");
        }
        Digest actual = CanonicalJson.digest(schema);
        if (!actual.equals(expected)) {
            throw new IllegalArgumentException("capability=" + verb.id() + " has another " + side
                    + " schema than its descriptor says: digest=" + actual + ", expected="
                    + expected
                    + "; build the module again");
        }
    }
}
