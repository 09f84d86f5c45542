package dev.cnv.processor.javac;

import dev.cnv.processor.bytecode.Calls;
import dev.cnv.processor.bytecode.ClassBodies;
import dev.cnv.processor.effect.Act;
import dev.cnv.processor.effect.Body;
import dev.cnv.processor.effect.Node;
import dev.cnv.processor.effect.Place;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.tools.JavaFileObject;

/**
 * Methods of other modules: a CNV module's summary, else the class file. Each class file is read once
 * a compilation, and only when something in it is called.
 */
final class Library implements Universe.Library, Calls {

    private static final int MAX_CLASS_BYTES = 16 << 20;

    private final Types types;
    private final Summaries summaries;
    private final Map<String, Optional<ClassBodies>> classes = new HashMap<>();
    private final Map<String, Optional<TypeElement>> elements = new HashMap<>();
    private final Map<PackageElement, Map<String, List<Node>>> functions = new HashMap<>();
    private final Map<String, Boolean> immutable = new HashMap<>();
    private Optional<Universe> universe = Optional.empty();

    Library(Types types) {
        this.types = types;
        this.summaries = new Summaries(types);
    }

    void universe(Universe given) {
        universe = Optional.of(given);
    }

    @Override
    public boolean describe(ExecutableElement method, Node node) {
        TypeElement owner = Types.owner(method);
        if (summaries.describe(method, node)) {
            return true;
        }
        String key = types.key(method);
        return describe(owner, key.substring(key.indexOf('#') + 1), node)
                || method.getModifiers().contains(Modifier.ABSTRACT);
    }

    private boolean describe(TypeElement owner, String method, Node node) {
        Optional<ClassBodies> bodies = classes.computeIfAbsent(
                types.elements().getBinaryName(owner).toString(), _ -> read(owner));
        if (bodies.isPresent() && bodies.get().isNative(method)) {
            node.describe(nativeCode(), "native");
            return true;
        }
        try {
            Optional<Body> body = bodies.flatMap(found -> found.body(method, this));
            body.ifPresent(node::body);
            return body.isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static dev.cnv.processor.effect.Summary nativeCode() {
        return dev.cnv.processor.effect.Summary.declared(
                Act.NATIVE.bit() | Act.ANYTHING.bit() | Act.ALLOCATION.bit());
    }

    private Optional<ClassBodies> read(TypeElement type) {
        JavaFileObject file = types.elements().getFileObjectOf(type);
        if (file == null || file.getKind() != JavaFileObject.Kind.CLASS) {
            return Optional.empty();
        }
        try (InputStream in = file.openInputStream()) {
            return Optional.of(ClassBodies.of(in.readNBytes(MAX_CLASS_BYTES)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public int call(
            Body body,
            String owner,
            String method,
            String descriptor,
            boolean virtual,
            int[] arguments,
            Place place,
            String caller) {
        Optional<TypeElement> type = element(owner);
        String parameters = descriptor.substring(0, descriptor.indexOf(')') + 1);
        Optional<ExecutableElement> target = type.flatMap(t -> types.method(t, method, parameters));
        if (target.isPresent() && universe.isPresent()) {
            return universe.get()
                    .call(
                            body,
                            target.get(),
                            virtual ? type.get() : null,
                            arguments,
                            place,
                            around(caller).orElse(type.get()));
        }
        if (universe.isPresent()) {
            return hidden(body, owner, method, parameters, arguments, place, universe.get());
        }
        throw new IllegalStateException(
                "owner=" + owner + " is called before the universe is there");
    }

    /** The class of a binary name, or the nearest around it that javac shows. */
    private Optional<TypeElement> around(String binaryName) {
        String name = binaryName;
        Optional<TypeElement> found = element(name);
        while (found.isEmpty() && name.contains("$")) {
            name = name.substring(0, name.lastIndexOf('$'));
            found = element(name);
        }
        return found;
    }

    @Override
    public List<Node> functions(TypeElement type, TypeElement around) {
        PackageElement in = types.elements().getPackageOf(around);
        Map<String, List<Node>> known = functions.computeIfAbsent(in, this::functionsIn);
        return known.getOrDefault(types.elements().getBinaryName(type).toString(), List.of());
    }

    private Map<String, List<Node>> functionsIn(PackageElement in) {
        Map<String, List<Node>> found = new HashMap<>();
        List<TypeElement> all = new ArrayList<>();
        in.getEnclosedElements().forEach(member -> all.add((TypeElement) member));
        for (int i = 0; i < all.size(); i++) {
            all.get(i).getEnclosedElements().stream()
                    .filter(TypeElement.class::isInstance)
                    .forEach(member -> all.add((TypeElement) member));
            TypeElement type = all.get(i);
            String name = types.elements().getBinaryName(type).toString();
            classes.computeIfAbsent(name, _ -> read(type))
                    .ifPresent(bodies -> bodies.functions(this)
                            .forEach((function, nodes) -> found.computeIfAbsent(
                                            function, _ -> new ArrayList<>())
                                    .addAll(nodes)));
        }
        return found;
    }

    /** What javac does not show: bodies of lambdas, bridges, local classes. */
    private int hidden(
            Body body,
            String owner,
            String method,
            String parameters,
            int[] arguments,
            Place place,
            Universe all) {
        String name = owner.substring(owner.lastIndexOf('.') + 1) + "." + method;
        Node node = all.node(owner + "#" + method + parameters, name, made -> {
            boolean known = hiddenBodies(owner)
                    .flatMap(found -> found.body(method + parameters, this))
                    .map(found -> {
                        made.body(found);
                        return true;
                    })
                    .orElse(false);
            if (!known) {
                made.declare(Act.ANYTHING.bit() | Act.ALLOCATION.bit(), "unknown code");
            }
        });
        return body.call(() -> List.of(node), arguments, place);
    }

    private Optional<ClassBodies> hiddenBodies(String owner) {
        Optional<ClassBodies> known = classes.get(owner);
        if (known != null) {
            return known;
        }
        Optional<TypeElement> type = element(owner);
        Optional<ClassBodies> found = type.isPresent() ? read(type.get()) : sibling(owner);
        classes.put(owner, found);
        return found;
    }

    /** The file of an anonymous or local class lies beside that of the class around it. */
    private Optional<ClassBodies> sibling(String owner) {
        int dollar = owner.lastIndexOf('$');
        while (dollar > 0) {
            Optional<TypeElement> around = element(owner.substring(0, dollar));
            if (around.isPresent()) {
                JavaFileObject file = types.elements().getFileObjectOf(around.get());
                return file == null
                        ? Optional.empty()
                        : Siblings.read(file, owner.substring(owner.lastIndexOf('.') + 1))
                                .map(ClassBodies::of);
            }
            dollar = owner.lastIndexOf('$', dollar - 1);
        }
        return Optional.empty();
    }

    private Optional<TypeElement> element(String binaryName) {
        Optional<TypeElement> known = elements.get(binaryName);
        if (known == null) {
            TypeElement direct = types.elements().getTypeElement(binaryName);
            known = Optional.ofNullable(
                    direct != null
                            ? direct
                            : binaryName.contains("$")
                                    ? types.elements().getTypeElement(binaryName.replace('$', '.'))
                                    : null);
            elements.put(binaryName, known);
        }
        return known;
    }

    @Override
    public boolean read(Body body, String owner, String field, Place place) {
        return element(owner).stream()
                .flatMap(type -> type.getEnclosedElements().stream())
                .anyMatch(member -> member instanceof VariableElement variable
                        && variable.getSimpleName().contentEquals(field)
                        && universe.map(all ->
                                        all.read(body, variable, Types.owner(variable), place))
                                .orElse(false));
    }

    @Override
    public boolean owned(String owner, String field) {
        return hiddenBodies(owner).map(bodies -> bodies.owned(field)).orElse(false);
    }

    @Override
    public boolean immutable(String descriptor) {
        if (descriptor.startsWith("[")) {
            return false;
        }
        return !descriptor.startsWith("L")
                || immutable.computeIfAbsent(
                        descriptor,
                        d -> element(d.substring(1, d.length() - 1).replace('/', '.'))
                                .map(type -> types.immutable(type.asType()))
                                .orElse(false));
    }
}
