package dev.cnv.processor.write;

import static dev.cnv.processor.write.Layout.literal;

import dev.cnv.processor.model.ScalarKind;
import dev.cnv.processor.model.Value;
import java.util.stream.Collectors;

/** Expressions that read, write and describe values. */
final class ValueCode {

    private final String owner;
    private final RecordHelpers records;
    private final Imports imports;
    private final String describing;

    ValueCode(String owner, RecordHelpers records, Imports imports) {
        this(owner, "", records, imports);
    }

    private ValueCode(String owner, String describing, RecordHelpers records, Imports imports) {
        this.owner = owner;
        this.describing = describing;
        this.records = records;
        this.imports = imports;
    }

    /** The same for nested classes, where a method could hide one of the owner. */
    ValueCode nested() {
        return new ValueCode(owner, owner + ".", records, imports);
    }

    /** The same for a file with other imports. */
    ValueCode with(Imports others) {
        return new ValueCode(owner, describing, records, others);
    }

    /** Reads a value from the reader that an expression gives. */
    String read(String reader, Value value) {
        return read(reader, value, 0);
    }

    /** Writes a value to the writer that an expression gives. */
    String write(String writer, String expression, Value value) {
        return write(writer, expression, value, 0);
    }

    private String read(String reader, Value value, int depth) {
        return reader + "."
                + switch (value) {
                    case Value.Scalar(ScalarKind kind) -> kind.accessor() + "()";
                    case Value.Choice choice ->
                        "choice(" + imports.spell(choice.type()) + ".class)";
                    case Value.Sequence(Value element, boolean distinct) ->
                        (distinct ? "set(" : "list(") + reader(element, depth) + ")";
                    case Value.Table(Value part) -> "map(" + reader(part, depth) + ")";
                    case Value.Maybe(Value part) -> "optional(" + reader(part, depth) + ")";
                    case Value.Structure structure ->
                        "structure(" + owner + "::" + records.reader(structure.type()) + ")";
                    case Value.Unsupported _, Value.Unresolved _ -> throw notUsable(value);
                };
    }

    private String write(String writer, String expression, Value value, int depth) {
        return writer + "."
                + switch (value) {
                    case Value.Scalar(ScalarKind kind) -> kind.accessor() + "(" + expression + ")";
                    case Value.Choice _ -> "choice(" + expression + ")";
                    case Value.Sequence(Value element, boolean _) ->
                        "list(" + expression + ", " + writer(element, depth) + ")";
                    case Value.Table(Value part) ->
                        "map(" + expression + ", " + writer(part, depth) + ")";
                    case Value.Maybe(Value part) ->
                        "optional(" + expression + ", " + writer(part, depth) + ")";
                    case Value.Structure structure ->
                        "structure(" + expression + ", " + owner + "::"
                                + records.writer(structure.type()) + ")";
                    case Value.Unsupported _, Value.Unresolved _ -> throw notUsable(value);
                };
    }

    /** The runtime's description of a value's type. */
    String describe(Value value) {
        return switch (value) {
            case Value.Scalar(ScalarKind kind) -> valueType() + "." + kind.name();
            case Value.Choice choice ->
                valueType() + ".choice(" + literal(choice.type().simpleName())
                        + choice.constants().stream()
                                .map(constant -> ", " + literal(constant))
                                .collect(Collectors.joining())
                        + ")";
            case Value.Sequence(Value element, boolean distinct) ->
                valueType() + "." + (distinct ? "set(" : "list(") + describe(element) + ")";
            case Value.Table(Value part) -> valueType() + ".map(" + describe(part) + ")";
            case Value.Maybe(Value part) -> valueType() + ".optional(" + describe(part) + ")";
            case Value.Structure structure ->
                describing + records.describer(structure.type()) + "()";
            case Value.Unsupported _, Value.Unresolved _ -> throw notUsable(value);
        };
    }

    private String valueType() {
        return imports.spell(Api.VALUE_TYPE);
    }

    private String reader(Value value, int depth) {
        if (value instanceof Value.Scalar(ScalarKind kind)) {
            return "ValueReader::" + kind.accessor();
        }
        String in = name("from", depth);
        return in + " -> " + read(in, value, depth + 1);
    }

    private String writer(Value value, int depth) {
        return switch (value) {
            case Value.Scalar(ScalarKind kind) -> "ValueWriter::" + kind.accessor();
            case Value.Choice _ -> "ValueWriter::choice";
            default -> {
                String to = name("to", depth);
                String each = name("each", depth);
                yield "(" + to + ", " + each + ") -> " + write(to, each, value, depth + 1);
            }
        };
    }

    /** Lambdas within lambdas need parameters of their own. */
    private static String name(String name, int depth) {
        return depth == 0 ? name : name + (depth + 1);
    }

    private static IllegalArgumentException notUsable(Value value) {
        return new IllegalArgumentException(
                "value=" + value + " is checked before anything is written");
    }
}
