package dev.cnv.processor.check;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.ScalarKind;
import dev.cnv.processor.model.Texts;
import dev.cnv.processor.model.Value;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** A default is a value of its parameter's type and keeps the parameter's own rules. */
final class DefaultCheck {

    private DefaultCheck() {}

    static void check(Parameter parameter, Problems problems) {
        if (parameter.defaultText().isEmpty()) {
            return;
        }
        String text = parameter.defaultText().get();
        String shown = "the default \"" + text + "\" of parameter " + parameter.javaName();
        switch (parameter.value()) {
            case Value.Scalar(ScalarKind kind)
            when Texts.json(kind, text).isEmpty() ->
                problems.add(
                        Code.MALFORMED_DEFAULT,
                        parameter.member("defaultValue"),
                        shown + " is no " + kind.noun(),
                        "write a value of the parameter's type");
            case Value.Scalar(ScalarKind kind) ->
                broken(kind, parameter.rules(), text)
                        .ifPresent(rule -> problems.add(
                                Code.DEFAULT_BREAKS_RULE,
                                parameter.member("defaultValue"),
                                shown + " breaks " + rule,
                                "change the default or the rule"));
            case Value.Choice choice -> {
                if (!choice.constants().contains(text)) {
                    problems.add(
                            Code.MALFORMED_DEFAULT,
                            parameter.member("defaultValue"),
                            shown + " is no constant of " + choice.type().simpleName(),
                            "use one of " + choice.constants());
                }
            }
            default ->
                problems.add(
                        Code.DEFAULT_MISFIT,
                        parameter.member("defaultValue"),
                        shown + " stands on a type that has no default: "
                                + reason(parameter.value()),
                        "remove the default");
        }
    }

    private static String reason(Value value) {
        return value instanceof Value.Maybe
                ? "an Optional that is not given is empty"
                : value instanceof Value.Structure
                        ? "a record is given whole"
                        : "a list, set or map that is not given is empty";
    }

    private static Optional<String> broken(ScalarKind kind, Parameter.Rules rules, String text) {
        if (!rules.min().isEmpty() && Bounds.compare(kind, text, rules.min()) < 0) {
            return Optional.of("min=" + rules.min());
        }
        if (!rules.max().isEmpty() && Bounds.compare(kind, text, rules.max()) > 0) {
            return Optional.of("max=" + rules.max());
        }
        int length = length(kind, text);
        if (rules.minLength() >= 0 && length < rules.minLength()) {
            return Optional.of("minLength=" + rules.minLength());
        }
        if (rules.maxLength() >= 0 && length > rules.maxLength()) {
            return Optional.of("maxLength=" + rules.maxLength());
        }
        if (!rules.pattern().isEmpty() && !Pattern.matches(rules.pattern(), text)) {
            return Optional.of("pattern=" + rules.pattern());
        }
        boolean listed = rules.oneOf().isEmpty()
                || rules.oneOf().stream()
                        .anyMatch(allowed ->
                                Texts.json(kind, allowed).equals(Texts.json(kind, text)));
        return listed ? Optional.empty() : Optional.of("oneOf=" + rules.oneOf());
    }

    private static int length(ScalarKind kind, String text) {
        return kind == ScalarKind.BYTES
                ? Base64.getDecoder().decode(text).length
                : text.codePointCount(0, text.length());
    }
}
