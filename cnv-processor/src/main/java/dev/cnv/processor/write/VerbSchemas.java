package dev.cnv.processor.write;

import dev.cnv.processor.model.Verb;
import java.util.Map;

/**
 * A verb with its schemas, which are made once.
 *
 * @param verb the verb
 * @param input the schema of its arguments
 * @param output the schema of its result, of one value of a stream
 */
record VerbSchemas(Verb verb, Map<String, Object> input, Map<String, Object> output) {

    static VerbSchemas of(Verb verb) {
        return new VerbSchemas(verb, Schemas.input(verb), Schemas.output(verb));
    }
}
