package dev.cnv.runtime.decode;

import tools.jackson.databind.JsonNode;

/** A value in the normal form of its type, or what is wrong with it. */
sealed interface Formed {

    /**
     * It is good.
     *
     * @param value the normal form
     */
    record Well(JsonNode value) implements Formed {}

    /**
     * It is not.
     *
     * @param fault the first fault
     */
    record Wrong(Fault fault) implements Formed {}
}
