package dev.cnv.processor.check;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Verb;

/** Generated code, in the same package, must be able to call the handler. */
final class PlacementCheck {

    private PlacementCheck() {}

    static void check(Handler handler, Problems problems) {
        Handler.Placement placement = handler.placement();
        String type = "the class " + handler.type().canonicalName();
        if (!placement.reachable()) {
            problems.add(
                    Code.HANDLER_PRIVATE,
                    handler.site(),
                    type + " is private, or in a private class",
                    "remove private: generated code in package "
                            + handler.type().packageName() + " calls its verbs");
        }
        if (placement.inner()) {
            problems.add(
                    Code.HANDLER_INNER,
                    handler.site(),
                    type + " is an inner class, which needs an enclosing instance",
                    "make it, and the classes around it that are nested, static");
        }
        if (placement.generic()) {
            problems.add(
                    Code.HANDLER_GENERIC,
                    handler.site(),
                    type + " has type parameters",
                    "put the verbs into a class without: callers send JSON, which has no type arguments");
        }
        handler.verbs().forEach(verb -> check(handler, verb, problems));
    }

    private static void check(Handler handler, Verb verb, Problems problems) {
        Verb.Method method = verb.method();
        String name = "the verb's method " + method.name();
        if (method.isPrivate()) {
            problems.add(
                    Code.HANDLER_PRIVATE,
                    verb.site(),
                    name + " is private",
                    "remove private: generated code in the same package calls it");
        }
        if (handler.placement().isInterface() || method.isAbstract()) {
            problems.add(
                    Code.HANDLER_ABSTRACT,
                    verb.site(),
                    name
                            + (handler.placement().isInterface()
                                    ? " is in an interface"
                                    : " is abstract"),
                    "annotate the method of a class that does the work");
        }
        if (method.generic()) {
            problems.add(
                    Code.HANDLER_GENERIC,
                    verb.site(),
                    name + " has type parameters",
                    "name the types: callers send JSON, which has no type arguments");
        }
        if (method.varargs()) {
            problems.add(
                    Code.HANDLER_VARARGS,
                    verb.site(),
                    name + " takes a variable number of arguments",
                    "use a List parameter");
        }
    }
}
