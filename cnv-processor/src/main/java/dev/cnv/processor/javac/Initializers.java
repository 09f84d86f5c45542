package dev.cnv.processor.javac;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.cnv.processor.effect.Body;
import dev.cnv.processor.effect.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/**
 * Initialisers of classes and their objects: what they do, and who runs them.
 */
final class Initializers {

    /** The initialisers of one class: of its objects, and its own. */
    record OfType(Frame ofInstances, Frame ofClass, Node instances, Node type) {}

    private final Reading here;
    private final Map<TypeElement, OfType> known = new HashMap<>();

    Initializers(Reading here) {
        this.here = here;
    }

    /** The initialisers of a class: empty at first. */
    OfType of(TypeElement type) {
        return known.computeIfAbsent(type, t -> {
            String name = t.getSimpleName().toString();
            return new OfType(
                    new Frame(t, here.scope, false),
                    new Frame(t, here.scope, true),
                    Node.of(name + " fields"),
                    here.universe.initial(t));
        });
    }

    /** Whether the code at hand initialises the class that it is in. */
    boolean running(Frame in) {
        return here.scope != null && in == of(here.scope.type).ofClass();
    }

    /** The classes above a class are initialised before it. */
    private void above(TypeElement type, Frame ofClass, Tree tree) {
        Types.element(type.getSuperclass())
                .filter(here.universe::known)
                .ifPresent(above -> ofClass.body.call(
                        () -> List.of(here.universe.initial(above)),
                        new int[] {Body.FRESH},
                        here.place(tree)));
    }

    /** A constructor runs its fields' initializers, and the first use of a class those of its own. */
    void use(ExecutableElement method, MethodTree tree, Frame own) {
        OfType made = of(own.type);
        if (method.getKind() == ElementKind.CONSTRUCTOR && !own.callsThis) {
            own.body.call(() -> List.of(made.instances()), new int[] {own.self}, here.place(tree));
            if (!own.callsSuper) {
                Types.element(own.type.getSuperclass())
                        .filter(above -> !here.types.platform(above))
                        .flatMap(above -> here.types.method(above, "<init>", "()"))
                        .ifPresent(above -> own.body.call(
                                here.universe.targets(above, null),
                                new int[] {own.self},
                                here.place(tree)));
            }
            if (own.type.getKind() == ElementKind.RECORD && tree.getParameters().isEmpty()) {
                return;
            }
        }
        if (own.isStatic || method.getKind() == ElementKind.CONSTRUCTOR) {
            own.body.call(() -> List.of(made.type()), new int[] {Body.FRESH}, here.place(tree));
        }
    }

    /** Everything in the class was read. */
    void close(TypeElement type, ClassTree tree) {
        OfType made = of(type);
        close(made.ofInstances(), made.instances());
        above(type, made.ofClass(), tree);
        close(made.ofClass(), made.type());
    }

    private void close(Frame closed, Node node) {
        node.body(closed.body);
        closed.publish(here.universe);
    }

    /** What is done to a field where it is declared. */
    void field(VariableTree field, OfType made) {
        if (field.getInitializer() == null) {
            return;
        }
        boolean isStatic = field.getModifiers().getFlags().contains(Modifier.STATIC)
                || here.scope == null
                || here.scope.type.getKind().isInterface();
        here.frame = isStatic ? made.ofClass() : made.ofInstances();
        TreePath path = new TreePath(here.path(), field);
        Element element = here.trees.getElement(path);
        int given = element != null && Functions.isFunction(element)
                ? here.at().body.given()
                : Body.FRESH;
        int value = here.value(field.getInitializer(), given);
        if (!isStatic && element != null) {
            here.at().body.store(value, here.at().self);
        }
    }
}
