package dev.cnv.processor.javac;

import dev.cnv.annotations.Effect;
import dev.cnv.processor.effect.Act;
import dev.cnv.processor.effect.Body;
import dev.cnv.processor.effect.Choice;
import dev.cnv.processor.effect.EffectTable;
import dev.cnv.processor.effect.Node;
import dev.cnv.processor.effect.Place;
import dev.cnv.processor.read.Marks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * Every method that the analysis has heard of, and what a call may end in. Sources come first, then
 * somebody's word (an annotation, the user's file, the tables), then summaries of other CNV modules,
 * then class files; what is left may do anything.
 */
final class Universe {

    private static final Set<String> NEVER_OVERRIDDEN = Set.of(
            "java.lang.Object", "java.lang.Comparable", "java.lang.Record", "java.lang.Enum");

    private static final Set<String> WRITING = Set.of("writeObject", "writeReplace");

    private final Types types;
    private final EffectTable user;
    private final EffectTable builtIn;
    private final Library library;
    private final Map<String, Node> nodes = new HashMap<>();
    private final Set<TypeElement> sources = new HashSet<>();
    private final Map<TypeElement, List<TypeElement>> subtypes = new HashMap<>();
    private final Map<TypeElement, List<Node>> functions = new HashMap<>();
    private final Map<TypeElement, List<ExecutableElement>> callbacks = new HashMap<>();
    private final Map<TypeElement, Node> initials = new HashMap<>();
    private final Map<String, Choice> dispatch = new HashMap<>();
    private final Map<ExecutableElement, Optional<EffectTable.Rule>> rules = new HashMap<>();
    private final Map<ExecutableElement, Optional<Set<Effect>>> boundaries = new HashMap<>();

    /** Methods of other modules. */
    interface Library {
        /** Describes a method that is in no source: gives the node a body or a description. */
        boolean describe(ExecutableElement method, Node node);

        /** The functions of a type that are written in a class's package. */
        List<Node> functions(TypeElement type, TypeElement around);
    }

    Universe(Types types, EffectTable user, EffectTable builtIn, Library library) {
        this.types = types;
        this.user = user;
        this.builtIn = builtIn;
        this.library = library;
    }

    Types types() {
        return types;
    }

    /** A class whose source is compiled now, or that is looked at as if it were. */
    void add(TypeElement type) {
        if (sources.add(type)) {
            for (TypeElement above : types.supertypes(type)) {
                subtypes.computeIfAbsent(above, _ -> new ArrayList<>()).add(type);
            }
        }
    }

    boolean known(TypeElement type) {
        return sources.contains(type);
    }

    Set<TypeElement> sources() {
        return sources;
    }

    /** A function of this type that was written somewhere. */
    void function(TypeElement type, Node node) {
        functions.computeIfAbsent(type, _ -> new ArrayList<>()).add(node);
    }

    /** The method itself, without those that override it. */
    Node node(ExecutableElement method) {
        String key = types.key(method);
        Node known = nodes.get(key);
        if (known != null) {
            return known;
        }
        Node node = Node.of(Types.shortName(method));
        nodes.put(key, node);
        Optional<Set<Effect>> boundary = boundary(method);
        if (boundary.isPresent()) {
            node.declare(declared(boundary.get()), "@EffectBoundary");
        } else if (!known(Types.owner(method)) && !library.describe(method, node)) {
            node.declare(Act.ANYTHING.bit() | Act.ALLOCATION.bit(), "unknown code");
        }
        return node;
    }

    /** A method that javac does not show, by its key. */
    Node node(String key, String name, Consumer<Node> describe) {
        Node known = nodes.get(key);
        if (known == null) {
            known = Node.of(name);
            nodes.put(key, known);
            describe.accept(known);
        }
        return known;
    }

    static long declared(Set<Effect> effects) {
        long acts = 0;
        for (Effect effect : effects) {
            acts |= Act.declared(effect);
        }
        return acts;
    }

    /** What somebody vouches that the method, or one that it overrides, may do. */
    Optional<Set<Effect>> boundary(ExecutableElement method) {
        Optional<Set<Effect>> known = boundaries.get(method);
        if (known == null) {
            TypeElement owner = Types.owner(method);
            known = Marks.boundary(types.elements(), method)
                    .or(() -> Marks.boundary(types.elements(), owner));
            if (types.platform(owner)) {
                known = Optional.empty();
            }
            boundaries.put(method, known);
        }
        return known;
    }

    /** What a table says about the method. */
    Optional<EffectTable.Rule> rule(ExecutableElement method) {
        Optional<EffectTable.Rule> known = rules.get(method);
        if (known == null) {
            TypeElement owner = Types.owner(method);
            String name = method.getSimpleName().toString();
            known = known(owner) && user.rules().isEmpty()
                    ? Optional.empty()
                    : find(user, owner, name)
                            .or(() -> known(owner) ? Optional.empty() : find(builtIn, owner, name));
            rules.put(method, known);
        }
        return known;
    }

    private Optional<EffectTable.Rule> find(EffectTable table, TypeElement owner, String name) {
        for (TypeElement type : types.withSupertypes(owner)) {
            Optional<EffectTable.Rule> rule = table.ofClass(Types.name(type), name);
            if (rule.isPresent()) {
                return rule;
            }
        }
        for (Element at = owner; at instanceof TypeElement; at = at.getEnclosingElement()) {
            Optional<EffectTable.Rule> rule = table.ofClass(Types.name((TypeElement) at), "");
            if (rule.isPresent()) {
                return rule;
            }
        }
        return table.ofPackage(
                types.elements().getPackageOf(owner).getQualifiedName().toString());
    }

    /**
     * Notes a call.
     *
     * @param body the caller's body
     * @param method the method named
     * @param receiver the type of the receiver, null when the call is not virtual
     * @param arguments the values of the slots
     * @param place where
     * @param caller the class whose code calls
     * @return the value of the result
     */
    int call(
            Body body,
            ExecutableElement method,
            @Nullable TypeElement receiver,
            int[] arguments,
            Place place,
            TypeElement caller) {
        TypeElement owner = Types.owner(method);
        if (owner.getKind() == ElementKind.ANNOTATION_TYPE) {
            return Body.FRESH;
        }
        if (implicitAccessor(method, owner)) {
            return types.immutable(method.getReturnType()) ? Body.FRESH : body.load(arguments[0]);
        }
        Optional<EffectTable.Rule> rule = rule(method);
        int result;
        if (rule.isPresent()) {
            result = ruled(body, method, rule.get(), arguments, place, caller);
            if (receiver != null && !NEVER_OVERRIDDEN.contains(Types.name(owner))) {
                overridden(body, method, owner, receiver, arguments, place);
            }
        } else if (types.platform(owner)) {
            body.act(
                    Act.ANYTHING.bit() | Act.ALLOCATION.bit(),
                    place,
                    Types.shortName(method) + " [no row for it]");
            result = Body.SHARED;
        } else {
            result = body.call(targets(method, receiver), arguments, place);
            if (receiver != null) {
                types.functionOf(owner)
                        .filter(function -> function.equals(method))
                        .ifPresent(_ -> body.apply(
                                0, functionsOrAnything(owner, method, caller), arguments, place));
            }
        }
        return types.immutable(method.getReturnType()) ? Body.FRESH : result;
    }

    /** Notes that a static field is read: a few of the JDK's say what will be done, and hold no state. */
    boolean read(Body body, VariableElement field, TypeElement user, Place place) {
        TypeElement owner = Types.owner(field);
        if (field.getConstantValue() == null) {
            used(body, owner, user, place);
        }
        Optional<EffectTable.Rule> rule = types.platform(owner)
                ? builtIn.ofMember(Types.name(owner), field.getSimpleName().toString())
                : Optional.empty();
        rule.ifPresent(known -> body.act(
                known.acts() & ~Act.ALLOCATION.bit(),
                place,
                owner.getSimpleName() + "." + field.getSimpleName()));
        return rule.isPresent();
    }

    private boolean implicitAccessor(ExecutableElement method, TypeElement owner) {
        return owner.getKind() == ElementKind.RECORD
                && method.getParameters().isEmpty()
                && method.getKind() == ElementKind.METHOD
                && types.elements().getOrigin(method) == Elements.Origin.MANDATED
                && !method.getModifiers().contains(Modifier.STATIC);
    }

    private int ruled(
            Body body,
            ExecutableElement method,
            EffectTable.Rule rule,
            int[] arguments,
            Place place,
            TypeElement caller) {
        String name = Types.shortName(method);
        body.act(rule.acts(), place, name);
        if (rule.sharedState() || (rule.changed() != 0 && ofStaticField(method, arguments))) {
            body.change(Body.SHARED, place, name);
        }
        for (int slot = 0; slot < arguments.length; slot++) {
            if ((rule.changed() >> slot & 1) != 0 && arguments[slot] != Body.FRESH) {
                body.change(arguments[slot], place, name);
                for (int other = 1; other < arguments.length; other++) {
                    if (other != slot) {
                        body.store(arguments[other], arguments[slot]);
                    }
                }
            }
        }
        applied(body, method, arguments, place, caller);
        if (rule.same() >= 0 && rule.same() < arguments.length) {
            return arguments[rule.same()];
        }
        if (arguments[0] != Body.FRESH && !rule.fresh()) {
            return body.load(arguments[0]);
        }
        int result = body.join();
        for (int argument : arguments) {
            body.store(argument, result);
        }
        return result;
    }

    /** A handle of a static field has no object to change: its methods take the values alone. */
    private static boolean ofStaticField(ExecutableElement method, int[] arguments) {
        boolean compares = method.getSimpleName().toString().contains("ompareAnd");
        return Types.name(Types.owner(method)).equals("java.lang.invoke.VarHandle")
                && arguments.length - 1 == (compares ? 2 : 1);
    }

    /** Functions that are called, or given to somebody who calls them. */
    private void applied(
            Body body, ExecutableElement method, int[] arguments, Place place, TypeElement caller) {
        TypeElement owner = Types.owner(method);
        if (method.getModifiers().contains(Modifier.ABSTRACT)
                && types.platform(owner)
                && Marks.functional(owner)) {
            body.apply(0, functionsOrAnything(owner, method, caller), arguments, place);
        }
        for (int i = 0; i < method.getParameters().size() && i + 1 < arguments.length; i++) {
            VariableElement parameter = method.getParameters().get(i);
            int index = i + 1;
            if (arguments[index] != Body.FRESH) {
                Types.element(parameter.asType())
                        .filter(Marks::functional)
                        .ifPresent(type -> body.apply(
                                index,
                                functionsOrAnything(type, method, caller),
                                arguments,
                                place));
            }
        }
    }

    private List<Node> functions(TypeElement type) {
        return functions.getOrDefault(type, List.of());
    }

    /**
     * The functions that a call of somebody's function may end in: for a source every function of that
     * type in the sources, for a class file those in its own package.
     */
    private Choice functionsOrAnything(
            TypeElement type, ExecutableElement method, TypeElement caller) {
        boolean ours = known(caller);
        String at = ours
                ? ""
                : types.elements().getPackageOf(caller).getQualifiedName().toString();
        return memoized("f" + Types.name(type) + " " + at, () -> {
            List<Node> found = ours ? functions(type) : library.functions(type, caller);
            if (!found.isEmpty() || NO_EFFECT_BY_CONTRACT.contains(Types.name(type))) {
                return found;
            }
            Optional<ExecutableElement> vouched =
                    types.functionOf(type).filter(one -> boundary(one).isPresent());
            if (vouched.isPresent()) {
                return List.of(node(vouched.get()));
            }
            return implementations(type).isEmpty()
                    ? List.of(anything("a " + type.getSimpleName() + " that nobody here wrote, by "
                            + Types.shortName(method)))
                    : List.of();
        });
    }

    private List<Node> implementations(TypeElement type) {
        Set<Node> found = new LinkedHashSet<>();
        types.functionOf(type).filter(_ -> !types.platform(type)).ifPresent(function -> {
            found.addAll(overriders(function, type));
            if (found.isEmpty() && !known(type)) {
                neighbours(function, type, found);
            }
        });
        return List.copyOf(found);
    }

    private static final Set<String> NO_EFFECT_BY_CONTRACT = Set.of(
            "java.util.Comparator",
            "java.lang.Comparable",
            "java.lang.Iterable",
            "java.lang.AutoCloseable",
            "java.io.Closeable",
            "java.io.Flushable",
            "java.lang.Readable");

    private Node anything(String name) {
        return nodes.computeIfAbsent("?" + name, _ -> {
            Node node = Node.of(name);
            node.declare(Act.ANYTHING.bit() | Act.ALLOCATION.bit(), "unknown code");
            return node;
        });
    }

    private void overridden(
            Body body,
            ExecutableElement method,
            TypeElement owner,
            TypeElement receiver,
            int[] arguments,
            Place place) {
        if (method.getModifiers().contains(Modifier.STATIC)
                || method.getModifiers().contains(Modifier.FINAL)
                || !subtypes.containsKey(owner)) {
            return;
        }
        TypeElement from = types.platform(receiver) ? receiver : owner;
        body.apply(
                0,
                memoized(
                        "o" + types.key(method) + Types.name(from), () -> overriders(method, from)),
                arguments,
                place);
    }

    /** What a call may end in. */
    Choice targets(ExecutableElement method, @Nullable TypeElement receiver) {
        boolean exact = receiver == null
                || method.getModifiers().contains(Modifier.STATIC)
                || method.getModifiers().contains(Modifier.FINAL)
                || method.getModifiers().contains(Modifier.PRIVATE)
                || method.getKind() != ElementKind.METHOD
                || Types.owner(method).getModifiers().contains(Modifier.FINAL)
                || receiver.getModifiers().contains(Modifier.FINAL)
                || boundary(method).isPresent();
        if (exact || receiver == null) {
            return memoized(types.key(method), () -> List.of(node(method)));
        }
        TypeElement from = receiver;
        return memoized(
                types.key(method) + " " + types.elements().getBinaryName(from),
                () -> virtual(method, from));
    }

    private Choice memoized(String key, Supplier<List<Node>> targets) {
        return dispatch.computeIfAbsent(key, _ -> new Choice(targets));
    }

    private List<Node> virtual(ExecutableElement method, TypeElement receiver) {
        Set<Node> targets = new LinkedHashSet<>();
        boolean bodiless = method.getModifiers().contains(Modifier.ABSTRACT);
        if (!bodiless) {
            targets.add(node(method));
        }
        targets.addAll(overriders(method, receiver));
        TypeElement owner = Types.owner(method);
        if (targets.isEmpty() && !known(owner)) {
            neighbours(method, owner, targets);
        }
        boolean function = types.functionOf(owner).filter(method::equals).isPresent();
        if (targets.isEmpty() && !function) {
            targets.add(anything(Types.shortName(method) + " (no implementation is known)"));
        }
        return List.copyOf(targets);
    }

    private List<Node> overriders(ExecutableElement method, TypeElement receiver) {
        Set<Node> targets = new LinkedHashSet<>();
        for (TypeElement below : subtypes.getOrDefault(receiver, List.of())) {
            Optional<ExecutableElement> own = overrider(method, below);
            if (own.isPresent()) {
                targets.add(node(own.get()));
            } else {
                inherited(method, below).ifPresent(targets::add);
            }
        }
        return List.copyOf(targets);
    }

    /** A class may implement an interface with a method of a class above it that knows nothing of it. */
    private Optional<Node> inherited(ExecutableElement method, TypeElement type) {
        TypeElement owner = Types.owner(method);
        for (TypeElement above : types.supertypes(type)) {
            boolean looked = known(above) && types.supertypes(above).contains(owner);
            if (!above.equals(owner) && !looked) {
                Optional<ExecutableElement> found = overrider(method, above, type);
                if (found.isPresent()) {
                    return found.map(
                            other -> types.platform(above) ? forwarding(other, type) : node(other));
                }
            }
        }
        return Optional.empty();
    }

    /** A body that only calls a method of the JDK, which has none. */
    private Node forwarding(ExecutableElement method, TypeElement caller) {
        return node("^" + types.key(method), Types.shortName(method), node -> {
            Body body = new Body();
            int[] slots = new int[method.getParameters().size() + 1];
            for (int i = 0; i < slots.length; i++) {
                slots[i] = body.slot(i);
            }
            body.returns(call(body, method, null, slots, Place.UNKNOWN, caller));
            node.body(body);
        });
    }

    private Optional<ExecutableElement> overrider(ExecutableElement method, TypeElement type) {
        return overrider(method, type, type);
    }

    /** The method in a class that, seen from a class below it, overrides another. */
    private Optional<ExecutableElement> overrider(
            ExecutableElement method, TypeElement in, TypeElement type) {
        for (Element member : in.getEnclosedElements()) {
            if (member instanceof ExecutableElement candidate
                    && candidate.getSimpleName().equals(method.getSimpleName())
                    && candidate.getParameters().size()
                            == method.getParameters().size()
                    && !candidate.getModifiers().contains(Modifier.ABSTRACT)
                    && !candidate.getModifiers().contains(Modifier.STATIC)
                    && types.elements().overrides(candidate, method, type)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** In other people's modules, the implementations in an interface's own package. */
    private void neighbours(ExecutableElement method, TypeElement owner, Set<Node> targets) {
        List<TypeElement> waiting = new ArrayList<>();
        for (Element member : types.elements().getPackageOf(owner).getEnclosedElements()) {
            if (member instanceof TypeElement type) {
                waiting.add(type);
            }
        }
        for (int i = 0; i < waiting.size(); i++) {
            TypeElement type = waiting.get(i);
            for (Element member : type.getEnclosedElements()) {
                if (member instanceof TypeElement nested) {
                    waiting.add(nested);
                }
            }
            if (types.supertypes(type).contains(owner)) {
                overrider(method, type).ifPresent(found -> targets.add(node(found)));
            }
        }
    }

    /**
     * The methods of a source's class that the JDK's code, or code that knows only the JDK's type, may
     * call: whoever makes an object of it answers for them, as for a function.
     */
    List<ExecutableElement> callbacks(TypeElement type) {
        return callbacks.computeIfAbsent(type, t -> {
            List<ExecutableElement> found = new ArrayList<>();
            for (TypeElement above : types.supertypes(t)) {
                if (types.platform(above)) {
                    for (Element member : above.getEnclosedElements()) {
                        if (member instanceof ExecutableElement method
                                && method.getKind() == ElementKind.METHOD
                                && !method.getModifiers().contains(Modifier.STATIC)) {
                            overrider(method, t)
                                    .filter(o -> !found.contains(o))
                                    .ifPresent(found::add);
                        }
                    }
                }
            }
            found.addAll(serialization(t));
            return found;
        });
    }

    /** What the JDK calls by its name when it writes an object: private methods that override nothing. */
    private List<ExecutableElement> serialization(TypeElement type) {
        return types.supertypes(type).stream()
                        .anyMatch(above -> Types.name(above).equals("java.io.Serializable"))
                ? ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                        .filter(method ->
                                WRITING.contains(method.getSimpleName().toString()))
                        .toList()
                : List.of();
    }

    /** The initialisers of a class that is compiled now: what runs when it is first used. */
    Node initial(TypeElement type) {
        return initials.computeIfAbsent(
                type, t -> Node.initial(t.getSimpleName() + " static fields"));
    }

    /** Whether code uses the class, which is another than its own, perhaps for the first time. */
    private void used(Body body, TypeElement type, TypeElement user, Place place) {
        if (known(type) && !type.equals(user)) {
            body.causes(() -> List.of(initial(type)), new int[] {Body.FRESH}, place);
        }
    }

    /** Notes that a class is looked up by its name: that of a source is initialised. */
    void named(Body body, String binaryName, TypeElement user, Place place) {
        TypeElement type = types.elements().getTypeElement(binaryName.replace('$', '.'));
        if (type != null) {
            used(body, type, user, place);
        }
    }

    /** A method that a source overrides and whose bound somebody declared. */
    List<ExecutableElement> bounded(ExecutableElement method) {
        List<ExecutableElement> found = new ArrayList<>();
        TypeElement owner = Types.owner(method);
        for (TypeElement above : types.supertypes(owner)) {
            for (Element member : above.getEnclosedElements()) {
                if (member instanceof ExecutableElement candidate
                        && candidate.getSimpleName().equals(method.getSimpleName())
                        && candidate.getParameters().size()
                                == method.getParameters().size()
                        && boundary(candidate).isPresent()
                        && types.elements().overrides(method, candidate, owner)) {
                    found.add(candidate);
                }
            }
        }
        return found;
    }
}
