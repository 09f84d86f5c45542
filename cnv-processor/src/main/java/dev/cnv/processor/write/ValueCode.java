package dev.cnv.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.cnv.processor.model.ScalarKind;
import dev.cnv.processor.model.Value;

/** Expressions that read, write and describe values. */
final class ValueCode {

    private final ClassName owner;
    private final RecordHelpers records;

    ValueCode(ClassName owner, RecordHelpers records) {
        this.owner = owner;
        this.records = records;
    }

    /** Reads a value from the reader that an expression gives. */
    CodeBlock read(CodeBlock reader, Value value) {
        return read(reader, value, 0);
    }

    /** Writes a value to the writer that an expression gives. */
    CodeBlock write(CodeBlock writer, CodeBlock expression, Value value) {
        return write(writer, expression, value, 0);
    }

    private CodeBlock read(CodeBlock reader, Value value, int depth) {
        return switch (value) {
            case Value.Scalar(ScalarKind kind) -> CodeBlock.of("$L.$L()", reader, kind.accessor());
            case Value.Choice choice -> CodeBlock.of("$L.choice($T.class)", reader, choice.type());
            case Value.Sequence(Value element, boolean distinct) ->
                CodeBlock.of(
                        "$L.$L($L)", reader, distinct ? "set" : "list", reader(element, depth));
            case Value.Table(Value part) -> CodeBlock.of("$L.map($L)", reader, reader(part, depth));
            case Value.Maybe(Value part) ->
                CodeBlock.of("$L.optional($L)", reader, reader(part, depth));
            case Value.Structure structure ->
                CodeBlock.of(
                        "$L.structure($T::$L)", reader, owner, records.reader(structure.type()));
            case Value.Unsupported _, Value.Unresolved _ -> throw notUsable(value);
        };
    }

    private CodeBlock write(CodeBlock writer, CodeBlock expression, Value value, int depth) {
        return switch (value) {
            case Value.Scalar(ScalarKind kind) ->
                CodeBlock.of("$L.$L($L)", writer, kind.accessor(), expression);
            case Value.Choice _ -> CodeBlock.of("$L.choice($L)", writer, expression);
            case Value.Sequence(Value element, boolean _) ->
                CodeBlock.of("$L.list($L,$W$L)", writer, expression, writer(element, depth));
            case Value.Table(Value part) ->
                CodeBlock.of("$L.map($L,$W$L)", writer, expression, writer(part, depth));
            case Value.Maybe(Value part) ->
                CodeBlock.of("$L.optional($L,$W$L)", writer, expression, writer(part, depth));
            case Value.Structure structure ->
                CodeBlock.of(
                        "$L.structure($L,$W$T::$L)",
                        writer,
                        expression,
                        owner,
                        records.writer(structure.type()));
            case Value.Unsupported _, Value.Unresolved _ -> throw notUsable(value);
        };
    }

    /** The runtime's description of a value's type. */
    CodeBlock describe(Value value) {
        return switch (value) {
            case Value.Scalar(ScalarKind kind) ->
                CodeBlock.of("$T.$L", Api.VALUE_TYPE, kind.name());
            case Value.Choice choice -> {
                CodeBlock.Builder names = CodeBlock.builder();
                choice.constants().forEach(constant -> names.add(", $S", constant));
                yield CodeBlock.of(
                        "$T.choice($S$L)",
                        Api.VALUE_TYPE,
                        choice.type().simpleName(),
                        names.build());
            }
            case Value.Sequence(Value element, boolean distinct) ->
                CodeBlock.of(
                        "$T.$L($L)", Api.VALUE_TYPE, distinct ? "set" : "list", describe(element));
            case Value.Table(Value part) ->
                CodeBlock.of("$T.map($L)", Api.VALUE_TYPE, describe(part));
            case Value.Maybe(Value part) ->
                CodeBlock.of("$T.optional($L)", Api.VALUE_TYPE, describe(part));
            case Value.Structure structure ->
                CodeBlock.of("$L()", records.describer(structure.type()));
            case Value.Unsupported _, Value.Unresolved _ -> throw notUsable(value);
        };
    }

    private CodeBlock reader(Value value, int depth) {
        return switch (value) {
            case Value.Scalar(ScalarKind kind) ->
                CodeBlock.of("$T::$L", Api.VALUE_READER, kind.accessor());
            default -> {
                CodeBlock in = name("from", depth);
                yield CodeBlock.of("$L -> $L", in, read(in, value, depth + 1));
            }
        };
    }

    private CodeBlock writer(Value value, int depth) {
        return switch (value) {
            case Value.Scalar(ScalarKind kind) ->
                CodeBlock.of("$T::$L", Api.VALUE_WRITER, kind.accessor());
            case Value.Choice _ -> CodeBlock.of("$T::choice", Api.VALUE_WRITER);
            default -> {
                CodeBlock to = name("to", depth);
                CodeBlock each = name("each", depth);
                yield CodeBlock.of("($L, $L) -> $L", to, each, write(to, each, value, depth + 1));
            }
        };
    }

    /** Lambdas within lambdas need parameters of their own. */
    private static CodeBlock name(String name, int depth) {
        return CodeBlock.of("$L", depth == 0 ? name : name + (depth + 1));
    }

    private static IllegalArgumentException notUsable(Value value) {
        return new IllegalArgumentException(
                "value=" + value + " is checked before anything is written");
    }
}
