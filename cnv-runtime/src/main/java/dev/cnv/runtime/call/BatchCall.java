package dev.cnv.runtime.call;

import dev.cnv.runtime.capability.CapabilityId;
import tools.jackson.databind.JsonNode;

/**
 * One call of several that are made at once.
 *
 * @param verb the verb
 * @param arguments an object with a member for each argument given
 */
public record BatchCall(CapabilityId verb, JsonNode arguments) {

    /** The most calls at once. */
    public static final int MAX_COUNT = 1_000;
}
