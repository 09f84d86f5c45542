package dev.cnv.processor.read;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.model.ClassName;
import dev.cnv.processor.model.Result;
import dev.cnv.processor.model.ScalarKind;
import dev.cnv.processor.model.TypeName;
import dev.cnv.processor.model.Value;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** From a method's return type to its model. */
final class ResultReader {

    private static final Value NOTHING = new Value.Scalar(ScalarKind.NOTHING);
    private static final TypeName VOID = ClassName.of("java.lang", "Void");

    private ResultReader() {}

    static Result read(TypeReader types, TypeMirror type) {
        if (type.getKind() == TypeKind.VOID) {
            return new Result(NOTHING, Result.Shape.VALUE, VOID);
        }
        String name = type instanceof DeclaredType declared
                ? ((TypeElement) declared.asElement()).getQualifiedName().toString()
                : "";
        return switch (name) {
            case "java.util.concurrent.CompletionStage", "java.util.concurrent.CompletableFuture" ->
                later(types, (DeclaredType) type, Result.Shape.ASYNC);
            case "java.util.concurrent.Flow.Publisher" ->
                later(types, (DeclaredType) type, Result.Shape.STREAM);
            default -> new Result(result(types, type), Result.Shape.VALUE, Spelling.boxed(type));
        };
    }

    private static Result later(TypeReader types, DeclaredType type, Result.Shape shape) {
        if (type.getTypeArguments().size() != 1) {
            Value raw = new Value.Unsupported(
                    Code.UNSUPPORTED_RESULT,
                    "the result type " + Spelling.of(type) + " does not say what arrives",
                    "give it its type argument");
            return new Result(raw, shape, ClassName.OBJECT);
        }
        TypeMirror argument = type.getTypeArguments().getFirst();
        boolean nothing = shape == Result.Shape.ASYNC
                && argument instanceof DeclaredType declared
                && ((TypeElement) declared.asElement())
                        .getQualifiedName()
                        .contentEquals("java.lang.Void");
        Value value = nothing ? NOTHING : result(types, argument);
        return new Result(value, shape, Spelling.boxed(argument));
    }

    private static Value result(TypeReader types, TypeMirror type) {
        Value value = types.read(type);
        return value instanceof Value.Unsupported(Code code, String what, String _)
                        && code == Code.UNSUPPORTED_TYPE
                ? new Value.Unsupported(
                        Code.UNSUPPORTED_RESULT,
                        what.replaceFirst("^the type", "the result type"),
                        "return void, one of " + TypeReader.SUPPORTED
                                + ", or a CompletionStage or Flow.Publisher of one")
                : value;
    }
}
