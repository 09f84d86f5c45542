package dev.cnv.processor.read;

import dev.cnv.processor.model.ClassName;
import dev.cnv.processor.model.TypeName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** How messages and generated code spell a type. */
final class Spelling {

    private static final Map<TypeKind, String> BOXES = Map.of(
            TypeKind.BOOLEAN, "Boolean",
            TypeKind.BYTE, "Byte",
            TypeKind.SHORT, "Short",
            TypeKind.INT, "Integer",
            TypeKind.LONG, "Long",
            TypeKind.FLOAT, "Float",
            TypeKind.DOUBLE, "Double",
            TypeKind.CHAR, "Character",
            TypeKind.VOID, "Void");

    private Spelling() {}

    /** For messages: without annotations. */
    static String of(TypeMirror type) {
        return type.toString()
                .replaceAll("@[\\w.]+(\\([^)]*\\))?\\s*", "")
                .replaceAll(",\\s*", ", ");
    }

    /** For generated code. */
    static TypeName name(TypeMirror type) {
        return switch (type) {
            case ArrayType array -> new TypeName.Array(name(array.getComponentType()));
            case DeclaredType declared -> {
                ClassName raw = name((TypeElement) declared.asElement());
                List<? extends TypeMirror> arguments = declared.getTypeArguments();
                yield arguments.isEmpty()
                        ? raw
                        : new TypeName.Generic(
                                raw, arguments.stream().map(Spelling::name).toList());
            }
            default ->
                new TypeName.Text(
                        BOXES.containsKey(type.getKind())
                                ? type.getKind().name().toLowerCase(java.util.Locale.ROOT)
                                : of(type));
        };
    }

    /** For generated code, as the argument of a generic type. */
    static TypeName boxed(TypeMirror type) {
        String box = BOXES.get(type.getKind());
        return box == null ? name(type) : ClassName.of("java.lang", box);
    }

    /** The name of a class. */
    static ClassName name(TypeElement type) {
        Deque<String> names = new ArrayDeque<>();
        Element at = type;
        for (; at instanceof TypeElement; at = at.getEnclosingElement()) {
            names.addFirst(at.getSimpleName().toString());
        }
        String packageName =
                at instanceof PackageElement known ? known.getQualifiedName().toString() : "";
        return new ClassName(packageName, List.copyOf(names));
    }
}
