package dev.cnv.processor.read;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.model.Doc;
import dev.cnv.processor.model.ScalarKind;
import dev.cnv.processor.model.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/** From Java types to values. Remembers what it saw of visibility and deprecation on the way. */
final class TypeReader {

    static final String SUPPORTED =
            "primitives and their boxes, String, enums, Path, URI, InetAddress, Duration, Instant,"
                    + " UUID, BigDecimal, byte[], records of these, Optional, List, Set and Map<String, ...>";

    private static final Map<String, ScalarKind> SCALARS = Map.ofEntries(
            Map.entry("java.lang.Boolean", ScalarKind.BOOLEAN),
            Map.entry("java.lang.Byte", ScalarKind.INT8),
            Map.entry("java.lang.Short", ScalarKind.INT16),
            Map.entry("java.lang.Integer", ScalarKind.INT32),
            Map.entry("java.lang.Long", ScalarKind.INT64),
            Map.entry("java.lang.Float", ScalarKind.FLOAT32),
            Map.entry("java.lang.Double", ScalarKind.FLOAT64),
            Map.entry("java.lang.Character", ScalarKind.CHARACTER),
            Map.entry("java.lang.String", ScalarKind.TEXT),
            Map.entry("java.math.BigDecimal", ScalarKind.DECIMAL),
            Map.entry("java.nio.file.Path", ScalarKind.PATH),
            Map.entry("java.net.URI", ScalarKind.URI),
            Map.entry("java.net.InetAddress", ScalarKind.INET_ADDRESS),
            Map.entry("java.time.Duration", ScalarKind.DURATION),
            Map.entry("java.time.Instant", ScalarKind.INSTANT),
            Map.entry("java.util.UUID", ScalarKind.UUID));

    private final Elements elements;
    private final String packageName;
    private final Deque<String> records = new ArrayDeque<>();
    private boolean allVisible = true;
    private boolean anyDeprecated;

    /** A reader for generated code in a package. */
    TypeReader(Elements elements, String packageName) {
        this.elements = elements;
        this.packageName = packageName;
    }

    /** Whether all types read so far are public. */
    boolean allVisible() {
        return allVisible;
    }

    /** Whether a type read so far is deprecated. */
    boolean anyDeprecated() {
        return anyDeprecated;
    }

    Value read(TypeMirror type) {
        return switch (type.getKind()) {
            case BOOLEAN -> new Value.Scalar(ScalarKind.BOOLEAN);
            case BYTE -> new Value.Scalar(ScalarKind.INT8);
            case SHORT -> new Value.Scalar(ScalarKind.INT16);
            case INT -> new Value.Scalar(ScalarKind.INT32);
            case LONG -> new Value.Scalar(ScalarKind.INT64);
            case FLOAT -> new Value.Scalar(ScalarKind.FLOAT32);
            case DOUBLE -> new Value.Scalar(ScalarKind.FLOAT64);
            case CHAR -> new Value.Scalar(ScalarKind.CHARACTER);
            case ARRAY ->
                ((ArrayType) type).getComponentType().getKind() == TypeKind.BYTE
                        ? new Value.Scalar(ScalarKind.BYTES)
                        : unsupported(
                                type,
                                "use List<" + Spelling.boxed(((ArrayType) type).getComponentType())
                                        + ">");
            case ERROR -> new Value.Unresolved(type.toString());
            case DECLARED -> declared((DeclaredType) type);
            default -> unsupported(type, "use one of " + SUPPORTED);
        };
    }

    private Value declared(DeclaredType type) {
        TypeElement element = (TypeElement) type.asElement();
        String name = element.getQualifiedName().toString();
        ScalarKind scalar = SCALARS.get(name);
        if (scalar != null) {
            return new Value.Scalar(scalar);
        }
        List<? extends TypeMirror> arguments = type.getTypeArguments();
        return switch (name) {
            case "java.util.Optional" ->
                container(type, 1, () -> new Value.Maybe(part(arguments.getFirst())));
            case "java.util.List" ->
                container(type, 1, () -> new Value.Sequence(part(arguments.getFirst()), false));
            case "java.util.Set" ->
                container(type, 1, () -> new Value.Sequence(part(arguments.getFirst()), true));
            case "java.util.Map" ->
                container(
                        type,
                        2,
                        () -> textKeys(arguments)
                                ? new Value.Table(part(arguments.getLast()))
                                : unsupported(type, "use String keys"));
            default -> named(type, element);
        };
    }

    private Value container(
            DeclaredType type, int arguments, java.util.function.Supplier<Value> reader) {
        if (type.getTypeArguments().size() != arguments) {
            return unsupported(type, "give it its type arguments");
        }
        Value value = reader.get();
        // What is wrong is the part; the whole is only as good as that.
        return firstUnusable(value);
    }

    private static Value firstUnusable(Value container) {
        Value part = switch (container) {
            case Value.Maybe(Value value) -> value;
            case Value.Sequence(Value element, boolean _) -> element;
            case Value.Table(Value value) -> value;
            default -> container;
        };
        return part instanceof Value.Unsupported ? part : container;
    }

    /** A part of a container: anything but an optional, which JSON could not tell from its absence. */
    private Value part(TypeMirror type) {
        Value value = read(type);
        return value instanceof Value.Maybe
                ? unsupported(
                        type, "use Optional only for a whole parameter, record component or result")
                : value;
    }

    private static boolean textKeys(List<? extends TypeMirror> arguments) {
        return arguments.getFirst() instanceof DeclaredType key
                && ((TypeElement) key.asElement())
                        .getQualifiedName()
                        .contentEquals("java.lang.String");
    }

    private Value named(DeclaredType type, TypeElement element) {
        boolean isEnum = element.getKind() == ElementKind.ENUM;
        if (!isEnum && element.getKind() != ElementKind.RECORD) {
            return unsupported(type, "use one of " + SUPPORTED);
        }
        if (!reachable(element)) {
            return new Value.Unsupported(
                    Code.INACCESSIBLE_TYPE,
                    "the type " + Spelling.of(type)
                            + " is out of reach for generated code in package " + packageName,
                    "make it and the classes around it public, or package-private in that package");
        }
        allVisible &= visible(element);
        anyDeprecated |= elements.isDeprecated(element);
        return isEnum ? choice(type, element) : structure(type, element);
    }

    private Value choice(DeclaredType type, TypeElement element) {
        List<String> constants = new ArrayList<>();
        for (Element member : element.getEnclosedElements()) {
            if (member.getKind() == ElementKind.ENUM_CONSTANT) {
                constants.add(member.getSimpleName().toString());
            }
        }
        return constants.isEmpty()
                ? unsupported(type, "give the enum a constant")
                : new Value.Choice(Spelling.name(element), constants);
    }

    private Value structure(DeclaredType type, TypeElement element) {
        if (!element.getTypeParameters().isEmpty()) {
            return unsupported(type, "use a record without type parameters");
        }
        String name = element.getQualifiedName().toString();
        if (records.contains(name)) {
            return new Value.Unsupported(
                    Code.RECURSIVE_RECORD,
                    "the record " + Spelling.of(type) + " contains itself",
                    "give it a component that ends the recursion, such as ids instead of records");
        }
        records.push(name);
        try {
            return fields(element);
        } finally {
            records.pop();
        }
    }

    private Value fields(TypeElement element) {
        Doc doc = DocReader.read(elements, element);
        List<Value.Field> fields = new ArrayList<>();
        for (RecordComponentElement component : element.getRecordComponents()) {
            String name = component.getSimpleName().toString();
            Value value = read(component.asType());
            if (value instanceof Value.Unsupported(Code code, String what, String fix)) {
                String where =
                        " (component " + name + " of record " + element.getSimpleName() + ")";
                return new Value.Unsupported(code, what.endsWith(")") ? what : what + where, fix);
            }
            anyDeprecated |= elements.isDeprecated(component.getAccessor());
            fields.add(new Value.Field(name, value, doc.param(name)));
        }
        return new Value.Structure(Spelling.name(element), fields);
    }

    private boolean reachable(TypeElement element) {
        boolean samePackage =
                elements.getPackageOf(element).getQualifiedName().contentEquals(packageName);
        for (Element at = element; at instanceof TypeElement; at = at.getEnclosingElement()) {
            if (at.getModifiers().contains(Modifier.PRIVATE)
                    || (!samePackage && !at.getModifiers().contains(Modifier.PUBLIC))) {
                return false;
            }
        }
        return true;
    }

    static boolean visible(TypeElement element) {
        for (Element at = element; at instanceof TypeElement; at = at.getEnclosingElement()) {
            if (!at.getModifiers().contains(Modifier.PUBLIC)) {
                return false;
            }
        }
        return true;
    }

    private static Value unsupported(TypeMirror type, String fix) {
        return new Value.Unsupported(
                Code.UNSUPPORTED_TYPE, "the type " + Spelling.of(type) + " is not supported", fix);
    }
}
