package dev.cnv.processor.javac;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Questions about types and methods, with their answers kept. One compilation, one thread. */
final class Types {

    private static final Set<String> VALUES = Set.of(
            "java.lang.String",
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.Character",
            "java.lang.Void",
            "java.lang.Class",
            "java.math.BigDecimal",
            "java.math.BigInteger",
            "java.net.URI",
            "java.nio.file.Path",
            "java.nio.charset.Charset",
            "java.time.Duration",
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime",
            "java.time.ZoneId",
            "java.util.Locale",
            "java.util.UUID",
            "java.util.regex.Pattern",
            "java.util.concurrent.TimeUnit");

    private static final Set<String> POLYMORPHIC =
            Set.of("java.lang.invoke.MethodHandle", "java.lang.invoke.VarHandle");

    private final Elements elements;
    private final Handlers handlers;
    private final javax.lang.model.util.Types types;
    private final Map<TypeElement, Boolean> immutable = new HashMap<>();
    private final Map<TypeElement, Boolean> platform = new HashMap<>();
    private final Map<TypeElement, Set<TypeElement>> supertypes = new HashMap<>();
    private final Map<ExecutableElement, String> keys = new HashMap<>();

    Types(Elements elements, javax.lang.model.util.Types types) {
        this.elements = elements;
        this.handlers = new Handlers(elements);
        this.types = types;
    }

    Elements elements() {
        return elements;
    }

    Handlers handlers() {
        return handlers;
    }

    javax.lang.model.util.Types types() {
        return types;
    }

    /** Whether nobody can change a value of the type. */
    boolean immutable(@Nullable TypeMirror type) {
        if (type == null) {
            return false;
        }
        if (type.getKind().isPrimitive()
                || type.getKind() == TypeKind.VOID
                || type.getKind() == TypeKind.NULL) {
            return true;
        }
        return element(type).map(this::immutable).orElse(false);
    }

    /** Whether there is one object for all, whoever holds it: a constant of an enum that can change. */
    boolean shared(@Nullable TypeMirror type) {
        return element(type)
                .filter(found -> found.getKind() == ElementKind.ENUM && !immutable(found))
                .isPresent();
    }

    private boolean immutable(TypeElement type) {
        Boolean known = immutable.get(type);
        if (known == null) {
            // An enum may refer to itself.
            immutable.put(type, true);
            known = VALUES.contains(type.getQualifiedName().toString())
                    || (type.getKind() == ElementKind.ENUM && constant(type));
            immutable.put(type, known);
        }
        return known;
    }

    /** Whether the constants of an enum hold nothing that changes, as far as its fields show it. */
    private boolean constant(TypeElement type) {
        return platform(type)
                || (type.getModifiers().contains(Modifier.FINAL)
                        && ElementFilter.fieldsIn(type.getEnclosedElements()).stream()
                                .filter(field -> !field.getModifiers().contains(Modifier.STATIC))
                                .allMatch(field -> field.getModifiers().contains(Modifier.FINAL)
                                        && immutable(field.asType())));
    }

    /** The class or interface of a type, or of the bound of a type variable. */
    static Optional<TypeElement> element(@Nullable TypeMirror type) {
        if (type instanceof TypeVariable variable) {
            return element(variable.getUpperBound());
        }
        return type instanceof DeclaredType declared
                        && declared.asElement() instanceof TypeElement element
                ? Optional.of(element)
                : Optional.empty();
    }

    static TypeElement owner(Element member) {
        for (Element at = member; at != null; at = at.getEnclosingElement()) {
            if (at instanceof TypeElement type) {
                return type;
            }
        }
        throw new IllegalArgumentException("member=" + member + " is in no class");
    }

    /** Whether a class is the JDK's. */
    boolean platform(TypeElement type) {
        return platform.computeIfAbsent(type, t -> {
            ModuleElement module = elements.getModuleOf(t);
            String name = module == null ? "" : module.getQualifiedName().toString();
            return name.startsWith("java.") || name.startsWith("jdk.");
        });
    }

    /** All supertypes, nearest first, without the type itself. */
    Set<TypeElement> supertypes(TypeElement type) {
        Set<TypeElement> known = supertypes.get(type);
        if (known != null) {
            return known;
        }
        Set<TypeElement> found = new LinkedHashSet<>();
        Deque<TypeElement> waiting = new ArrayDeque<>(List.of(type));
        while (!waiting.isEmpty()) {
            TypeElement at = waiting.poll();
            element(at.getSuperclass()).filter(found::add).ifPresent(waiting::add);
            at.getInterfaces().forEach(i -> element(i).filter(found::add).ifPresent(waiting::add));
            if (at.getKind().isInterface() && at.getInterfaces().isEmpty()) {
                TypeElement object = elements.getTypeElement("java.lang.Object");
                if (object != null) {
                    found.add(object);
                }
            }
        }
        supertypes.put(type, found);
        return found;
    }

    /** The name of a class in the tables: its canonical one. */
    static String name(TypeElement type) {
        return type.getQualifiedName().toString();
    }

    /** A method's name for people. */
    static String shortName(ExecutableElement method) {
        TypeElement owner = owner(method);
        String type = owner.getNestingKind() == NestingKind.ANONYMOUS
                ? "anonymous class"
                : owner.getSimpleName().toString();
        return method.getKind() == ElementKind.CONSTRUCTOR
                ? "new " + type
                : type + "." + method.getSimpleName();
    }

    /** A method's name in summaries and between class files: owner, name, erased parameters. */
    String key(ExecutableElement method) {
        String known = keys.get(method);
        if (known != null) {
            return known;
        }
        TypeElement owner = owner(method);
        StringBuilder key = new StringBuilder()
                .append(elements.getBinaryName(owner))
                .append('#')
                .append(method.getSimpleName())
                .append('(');
        if (method.getKind() == ElementKind.CONSTRUCTOR
                && owner.getNestingKind() == NestingKind.MEMBER
                && !owner.getModifiers().contains(Modifier.STATIC)) {
            descriptor(types.erasure(outer(owner).asType()), key);
        }
        for (VariableElement parameter : method.getParameters()) {
            descriptor(types.erasure(parameter.asType()), key);
        }
        String text = key.append(')').toString();
        keys.put(method, text);
        return text;
    }

    /** The class around a member class. */
    private static TypeElement outer(TypeElement member) {
        Element around = member.getEnclosingElement();
        if (around == null) {
            throw new IllegalArgumentException("member=" + member + " is in no class");
        }
        return owner(around);
    }

    private void descriptor(TypeMirror type, StringBuilder to) {
        switch (type.getKind()) {
            case BOOLEAN -> to.append('Z');
            case BYTE -> to.append('B');
            case SHORT -> to.append('S');
            case INT -> to.append('I');
            case LONG -> to.append('J');
            case CHAR -> to.append('C');
            case FLOAT -> to.append('F');
            case DOUBLE -> to.append('D');
            case ARRAY -> {
                to.append('[');
                descriptor(((ArrayType) type).getComponentType(), to);
            }
            default ->
                to.append('L')
                        .append(element(type)
                                .map(t -> elements.getBinaryName(t).toString().replace('.', '/'))
                                .orElse("?"))
                        .append(';');
        }
    }

    /** The method of a class or a supertype by its name and erased parameters. */
    Optional<ExecutableElement> method(TypeElement type, String name, String parameters) {
        Set<TypeElement> seen = new HashSet<>();
        for (TypeElement at : withSupertypes(type)) {
            if (seen.add(at)) {
                for (Element member : at.getEnclosedElements()) {
                    if (member instanceof ExecutableElement method
                            && method.getSimpleName().contentEquals(name)
                            && (polymorphic(method)
                                    || key(method).endsWith("#" + name + parameters))) {
                        return Optional.of(method);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Whether calls of the method carry their own parameters (JVMS 2.9.3): then no other method of its
     * class has its name, and a call's parameters are no part of it.
     */
    private static boolean polymorphic(ExecutableElement method) {
        return method.isVarArgs()
                && method.getParameters().size() == 1
                && method.getModifiers().contains(Modifier.NATIVE)
                && POLYMORPHIC.contains(name(owner(method)));
    }

    Iterable<TypeElement> withSupertypes(TypeElement type) {
        Set<TypeElement> all = new LinkedHashSet<>();
        all.add(type);
        all.addAll(supertypes(type));
        return all;
    }

    /** The one abstract method of a functional interface. */
    Optional<ExecutableElement> functionOf(TypeElement type) {
        if (type.getKind() != ElementKind.INTERFACE) {
            return Optional.empty();
        }
        ExecutableElement only = null;
        for (TypeElement at : withSupertypes(type)) {
            for (ExecutableElement method : ElementFilter.methodsIn(at.getEnclosedElements())) {
                boolean counts = at.getKind() == ElementKind.INTERFACE
                        && method.getModifiers().contains(Modifier.ABSTRACT)
                        && !ofObject(method);
                if (counts && only == null) {
                    only = method;
                } else if (counts
                        && only != null
                        && !only.getSimpleName().equals(method.getSimpleName())) {
                    return Optional.empty();
                }
            }
        }
        return Optional.ofNullable(only);
    }

    private static boolean ofObject(ExecutableElement method) {
        String name = method.getSimpleName().toString();
        return (name.equals("equals") && method.getParameters().size() == 1)
                || (method.getParameters().isEmpty()
                        && (name.equals("hashCode") || name.equals("toString")));
    }
}
