package dev.cnv.runtime.kernel;

import dev.cnv.runtime.capability.VerbDescriptor.ResultShape;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a verb returned.
 *
 * @param value the Java value; null for nothing, and absent where {@link Form#TYPED} is not among the forms
 * @param json the value as JSON; empty for a stream that nobody has read
 * @param forms in which forms it is to be had; a stream in one only
 * @param length the characters of the result's canonical JSON; counted when it may be kept
 */
record Ran(@Nullable Object value, Optional<JsonNode> json, Set<Form> forms, long length) {

    /** The forms of a value, which is no stream. */
    static final Set<Form> VALUE = Set.of(Form.TYPED, Form.JSON);

    /** How a caller wants a result. */
    enum Form {
        /** As the Java value, a stream as its publisher. */
        TYPED,
        /** As JSON, a stream as the array of its elements. */
        JSON,
        /** A stream element by element while it runs, and as JSON their count and digest. */
        ELEMENTS;

        /**
         * The form that is asked for.
         *
         * @param json whether the caller wants JSON
         */
        static Form of(Call call, boolean json) {
            if (!json) {
                return TYPED;
            }
            boolean elements = call.verb().resultShape() == ResultShape.STREAM
                    && call.options().progress().elements().isPresent();
            return elements ? ELEMENTS : JSON;
        }
    }
}
