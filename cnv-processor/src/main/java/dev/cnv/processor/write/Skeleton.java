package dev.cnv.processor.write;

import dev.cnv.processor.model.ClassName;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.Result;
import dev.cnv.processor.model.ScalarKind;
import dev.cnv.processor.model.Value;
import dev.cnv.processor.model.Verb;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What can still be written of a class with problems: enough that code which uses its certificates
 * and typed calls compiles, so that one mistake is one message.
 */
final class Skeleton {

    private static final Value NOTHING = new Value.Scalar(ScalarKind.NOTHING);

    private Skeleton() {}

    /** The class with its broken verbs cut down to what has a Java form. */
    static Handler of(Handler handler, Set<Integer> broken) {
        if (broken.isEmpty()) {
            return handler;
        }
        Set<String> taken = new HashSet<>();
        List<Verb> verbs = new ArrayList<>();
        for (Verb verb : handler.verbs()) {
            boolean free = taken.add(Names.constant(verb.method().name()))
                    && taken.add(verb.certificate().canonicalName());
            if (free) {
                verbs.add(broken.contains(verb.site().method()) ? cut(verb) : verb);
            }
        }
        return new Handler(
                handler.site(), handler.type(), handler.placement(), handler.doc(), verbs);
    }

    private static Verb cut(Verb verb) {
        List<Parameter> usable = verb.parameters().stream()
                .filter(parameter -> parameter.value().usable())
                .toList();
        Result result = verb.result().value().usable()
                ? verb.result()
                : new Result(NOTHING, Result.Shape.VALUE, ClassName.OBJECT);
        return new Verb(
                verb.site(),
                verb.method(),
                verb.capability(),
                verb.effects(),
                verb.contract(),
                verb.phases(),
                verb.proofs(),
                usable,
                result,
                verb.doc(),
                verb.certificate(),
                verb.remarks());
    }
}
