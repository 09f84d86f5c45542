package dev.cnv.processor.check;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.Value;
import dev.cnv.processor.model.Verb;

/** Every type of a signature can be carried as JSON. */
final class TypeCheck {

    private TypeCheck() {}

    static void check(Verb verb, Problems problems) {
        if (verb.method().generic()) {
            // Its type variables are no types of their own; the method itself is reported.
            return;
        }
        for (Parameter parameter : verb.parameters()) {
            if (parameter.value() instanceof Value.Unsupported(Code code, String what, String fix)
                    && !(verb.method().varargs()
                            && parameter.equals(verb.parameters().getLast()))) {
                problems.add(
                        code,
                        parameter.site(),
                        "parameter " + parameter.javaName() + ": " + what,
                        fix);
            }
        }
        if (verb.result().value()
                instanceof Value.Unsupported(Code code, String what, String fix)) {
            problems.add(
                    code, verb.site(), "the verb " + verb.capability().id() + ": " + what, fix);
        }
    }
}
