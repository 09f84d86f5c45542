package dev.cnv.runtime.cli;

import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ParameterRules;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.ValueType.Choice;
import dev.cnv.runtime.capability.ValueType.Maybe;
import dev.cnv.runtime.capability.ValueType.Scalar;
import dev.cnv.runtime.capability.ValueType.Sequence;
import dev.cnv.runtime.capability.ValueType.Structure;
import dev.cnv.runtime.capability.ValueType.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What help says about a parameter. */
final class HelpText {

    private static final int MAX_LABEL_LENGTH = 28;

    private HelpText() {}

    /** Text that picocli shows as it is: no format, no markup, no control characters. */
    static String literal(String text) {
        return DisplayText.line(text).replace("%", "%%").replace("@|", "@ |");
    }

    /** Text of several lines, each as {@link #literal}. */
    static String[] literalLines(String text) {
        return text.lines().map(HelpText::literal).toArray(String[]::new);
    }

    /** What stands for a value of this type. */
    static String label(ValueType type) {
        return switch (type) {
            case Scalar(ValueType.Kind kind) -> label(kind);
            case Choice(String name, List<String> constants) -> {
                String all = String.join("|", constants);
                yield all.length() <= MAX_LABEL_LENGTH ? all : name.toUpperCase(Locale.ROOT);
            }
            case Sequence(ValueType element, boolean _) -> label(element);
            case Table(ValueType value) -> "KEY=" + label(value);
            case Maybe(ValueType value) -> label(value);
            case Structure _ -> "JSON";
        };
    }

    /** One sentence with what a caller needs to know in brackets behind it. */
    static String description(ParameterDescriptor parameter) {
        List<String> facts = facts(parameter);
        String text = parameter.description().strip();
        if (facts.isEmpty()) {
            return text;
        }
        return (text + " (" + String.join("; ", facts) + ")").strip();
    }

    /** The texts that a value can be chosen from; empty when there is no fixed set. */
    static List<String> choices(ParameterDescriptor parameter) {
        if (!parameter.rules().oneOf().isEmpty()) {
            return parameter.rules().oneOf();
        }
        return bare(parameter.type()) instanceof Choice(String _, List<String> constants)
                ? constants
                : List.of();
    }

    /** The type of one value on the command line: an optional's value, a sequence's element. */
    static ValueType bare(ValueType type) {
        return switch (type) {
            case Maybe(ValueType value) -> bare(value);
            case Sequence(ValueType element, boolean _) -> bare(element);
            case Scalar _, Choice _, Table _, Structure _ -> type;
        };
    }

    /** Whether the option may be given several times. */
    static boolean repeatable(ValueType type) {
        return switch (type) {
            case Maybe(ValueType value) -> repeatable(value);
            case Sequence _, Table _ -> true;
            case Scalar _, Choice _, Structure _ -> false;
        };
    }

    private static List<String> facts(ParameterDescriptor parameter) {
        List<String> facts = new ArrayList<>();
        List<String> choices = choices(parameter);
        if (!choices.isEmpty() && !label(parameter.type()).equals(String.join("|", choices))) {
            facts.add("one of " + String.join(", ", choices));
        }
        rules(parameter, facts);
        if (repeatable(parameter.type())) {
            facts.add("repeatable");
        }
        if (!parameter.sensitive()) {
            parameter
                    .defaultText()
                    .ifPresent(text -> facts.add("default: " + (text.isEmpty() ? "\"\"" : text)));
        }
        parameter.environment().ifPresent(name -> facts.add("environment: " + name));
        parameter.requires().forEach(name -> facts.add("only with --" + name));
        parameter.conflicts().forEach(name -> facts.add("not with --" + name));
        if (parameter.sensitive()) {
            facts.add("sensitive: other users of this machine can see command lines");
        }
        return facts;
    }

    private static void rules(ParameterDescriptor parameter, List<String> facts) {
        ParameterRules rules = parameter.rules();
        if (rules.min().isPresent() && rules.max().isPresent()) {
            facts.add(rules.min().get() + " to " + rules.max().get());
        } else {
            rules.min().ifPresent(min -> facts.add("at least " + min));
            rules.max().ifPresent(max -> facts.add("at most " + max));
        }
        String unit = unit(parameter.type());
        OptionalInt min = rules.minLength();
        OptionalInt max = rules.maxLength();
        if (min.isPresent() && max.isPresent()) {
            facts.add(min.getAsInt() + " to " + max.getAsInt() + unit);
        } else {
            min.ifPresent(length -> facts.add("at least " + length + unit));
            max.ifPresent(length -> facts.add("at most " + length + unit));
        }
        rules.pattern().ifPresent(pattern -> facts.add("matches " + pattern));
    }

    private static String unit(ValueType type) {
        return switch (type) {
            case Maybe(ValueType value) -> unit(value);
            case Sequence _, Table _ -> " elements";
            case Scalar(ValueType.Kind kind) ->
                kind == ValueType.Kind.BYTES ? " bytes" : " characters";
            case Choice _, Structure _ -> " characters";
        };
    }

    private static String label(ValueType.Kind kind) {
        return switch (kind) {
            case NOTHING, BOOLEAN -> "BOOLEAN";
            case INT8, INT16, INT32, INT64 -> "INTEGER";
            case FLOAT32, FLOAT64, DECIMAL -> "NUMBER";
            case CHARACTER -> "CHARACTER";
            case TEXT -> "TEXT";
            case PATH -> "PATH";
            case URI -> "URI";
            case INET_ADDRESS -> "ADDRESS";
            case DURATION -> "DURATION";
            case INSTANT -> "INSTANT";
            case UUID -> "UUID";
            case BYTES -> "BASE64";
        };
    }
}
