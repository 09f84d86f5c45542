package dev.cnv.processor.javac;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import dev.cnv.processor.effect.Body;
import dev.cnv.processor.effect.Node;
import dev.cnv.processor.effect.Place;
import dev.cnv.processor.model.FrameSet;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.read.Marks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;

/** What is noted while sources are read, besides the facts of bodies. */
final class Findings {

    private static final String GENERATED = "javax.annotation.processing.Generated";

    /** A module that does not see the annotation has it not on what is generated. */
    private static final Set<String> OF_KERNEL =
            Set.of("dev.cnv.runtime.spi.VerbModule", "dev.cnv.hotpath.worker.FrameModule");

    private final Elements elements;
    private final Set<String> written = new HashSet<>();
    private final Map<ExecutableElement, Source> methods = new LinkedHashMap<>();
    private final List<DirectCall> directCalls = new ArrayList<>();
    private final Map<ExecutableElement, Node> nested = new HashMap<>();
    private final Map<Node, ExecutableElement> verbsOfNodes = new HashMap<>();
    private final Set<String> unattributed = new TreeSet<>();
    private boolean broken;

    /** A method and its tree. */
    record Source(ExecutableElement method, MethodTree tree, CompilationUnitTree unit) {}

    /** A call of a verb's method from somewhere. */
    record DirectCall(ExecutableElement verb, TypeElement from, Place place) {}

    Findings(Elements elements) {
        this.elements = elements;
    }

    /** The source is not correct Java: javac says so, and what is found in it means nothing. */
    void broken() {
        broken = true;
    }

    boolean isBroken() {
        return broken;
    }

    /** A body of the source has something that javac has not resolved. */
    void unattributed(CompilationUnitTree unit) {
        String file = unit.getSourceFile().getName();
        unattributed.add(
                file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1));
    }

    /** The sources of which bodies are not resolved, by the names of their files. */
    Set<String> unattributed() {
        return unattributed;
    }

    /** Notes what the processor writes for a class: a mark alone is nobody's word for that. */
    void written(Handler handler) {
        written.add(handler.verbsType().canonicalName());
        if (!FrameSet.of(handler).isEmpty()) {
            written.add(handler.framesType().canonicalName());
        }
        handler.verbs().forEach(verb -> written.add(verb.certificate().canonicalName()));
    }

    /** Whether the processor wrote the class: what it does is the kernel's business. */
    boolean generated(TypeElement type) {
        return written.contains(type.getQualifiedName().toString())
                && (type.getInterfaces().stream()
                                .anyMatch(above -> OF_KERNEL.contains(above.toString()))
                        || type.getAnnotationMirrors().stream()
                                .anyMatch(mirror ->
                                        mirror.getAnnotationType().toString().equals(GENERATED)
                                                && mirror.toString()
                                                        .contains("dev.cnv.processor.")));
    }

    void method(ExecutableElement method, MethodTree tree, CompilationUnitTree unit) {
        methods.put(method, new Source(method, tree, unit));
    }

    Map<ExecutableElement, Source> methods() {
        return methods;
    }

    List<DirectCall> directCalls() {
        return directCalls;
    }

    /** Notes a call if it is one of a verb, directly or by way of the kernel. */
    void call(ExecutableElement method, Place place, Frame in, TreePath path) {
        if (!method.getAnnotationMirrors().isEmpty() && Marks.verb(method)) {
            directCalls.add(new DirectCall(method, in.type, place));
            return;
        }
        TypeElement owner = Types.owner(method);
        if (owner.getSimpleName().contentEquals("Calls")
                && owner.getEnclosingElement() instanceof TypeElement verbs
                && verbs.getSimpleName().toString().endsWith("Verbs")) {
            verb(verbs, method)
                    .ifPresent(verb -> in.body.call(
                            () -> List.of(nested(verb)), new int[] {Body.FRESH}, place));
        }
    }

    /** The verb that a typed call is for. */
    private Optional<ExecutableElement> verb(TypeElement verbs, ExecutableElement call) {
        String name = verbs.getQualifiedName().toString();
        String prefix = name.substring(0, name.length() - "Verbs".length());
        TypeElement handler = elements.getTypeElement(prefix);
        if (handler == null) {
            return Optional.empty();
        }
        for (Element member : handler.getEnclosedElements()) {
            if (member instanceof ExecutableElement method
                    && method.getSimpleName().equals(call.getSimpleName())
                    && Marks.verb(method)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    private Node nested(ExecutableElement verb) {
        return nested.computeIfAbsent(verb, v -> {
            Node node = Node.of("verb " + v.getSimpleName());
            verbsOfNodes.put(node, v);
            return node;
        });
    }

    /** The verb that a node stands for when it is called by way of the kernel. */
    Optional<ExecutableElement> verbOf(Node node) {
        return Optional.ofNullable(verbsOfNodes.get(node));
    }

    /** A parameter of a method that may be given sensitive values. */
    static boolean sensitive(Elements elements, VariableElement parameter) {
        return Marks.flag(elements, parameter, "dev.cnv.annotations.Param", "sensitive");
    }
}
