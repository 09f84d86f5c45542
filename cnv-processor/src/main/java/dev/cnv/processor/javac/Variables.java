package dev.cnv.processor.javac;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.VariableTree;
import dev.cnv.processor.effect.Body;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Variables and fields: what is declared, and what a name stands for.
 */
final class Variables {

    private final Reading here;
    private final Allocations allocations;
    private final Initializers initializers;

    Variables(Reading here, Allocations allocations, Initializers initializers) {
        this.here = here;
        this.allocations = allocations;
        this.initializers = initializers;
    }

    void declare(VariableTree tree) {
        Element variable = here.element();
        if (variable == null) {
            return;
        }
        int held = here.at().body.join();
        here.at().declare(variable, held);
        if (variable.getKind() == ElementKind.EXCEPTION_PARAMETER) {
            // Whoever threw it knows what is in it.
            here.at().body.store(Body.SHARED, held);
        }
        if (Functions.isFunction(variable)) {
            here.at().declareFunction(variable);
        }
        if (tree.getInitializer() != null) {
            allocations.box(variable.asType(), tree.getInitializer());
            int value = here.value(tree.getInitializer(), here.at().input(variable));
            if (!here.types.immutable(variable.asType())) {
                here.at().body.flow(value, held);
            }
        }
    }

    int name(IdentifierTree tree) {
        Element element = here.element();
        if (element == null) {
            return Body.FRESH;
        }
        Frame in = here.at();
        String name = tree.getName().toString();
        if (name.equals("this") || name.equals("super")) {
            in.captures = true;
            return in.self;
        }
        return switch (element.getKind()) {
            case LOCAL_VARIABLE,
                    PARAMETER,
                    EXCEPTION_PARAMETER,
                    RESOURCE_VARIABLE,
                    BINDING_VARIABLE -> {
                if (in.functionResult >= 0) {
                    in.captures = true;
                }
                // Whoever calls what is read here calls what is in the variable.
                in.give(in.functionInput, in.input(element));
                yield here.types.immutable(element.asType())
                        ? Body.FRESH
                        : here.types.shared(element.asType()) ? Body.SHARED : in.variable(element);
            }
            case FIELD, ENUM_CONSTANT -> {
                boolean isStatic = element.getModifiers().contains(Modifier.STATIC);
                int object = isStatic ? Body.FRESH : implicit(Types.owner(element));
                yield field((VariableElement) element, object, in);
            }
            default -> Body.FRESH;
        };
    }

    private int field(VariableElement field, int object, Frame in) {
        if (!field.getModifiers().contains(Modifier.STATIC)) {
            in.captures = true;
        }
        if (field.getModifiers().contains(Modifier.STATIC)
                && !(in.isStatic && initializers.running(in))) {
            if (here.universe.read(
                    in.body, field, in.type, here.place(here.path().getLeaf()))) {
                return Body.FRESH;
            }
        }
        if (here.types.immutable(field.asType()) || field.getConstantValue() != null) {
            return Body.FRESH;
        }
        if (field.getModifiers().contains(Modifier.STATIC)) {
            return Body.SHARED;
        }
        return here.owned.owned(field) ? object : in.body.load(object);
    }

    int member(MemberSelectTree tree) {
        Element element = here.element();
        if (element == null) {
            return Body.FRESH;
        }
        String name = tree.getIdentifier().toString();
        if (name.equals("this") || name.equals("super")) {
            here.at().captures = true;
            TypeElement named = Types.element(here.type(tree)).orElse(here.at().type);
            return named.equals(here.at().type)
                    ? here.at().self
                    : here.at().body.load(here.at().self);
        }
        if (name.equals("class") || name.equals("length") || !element.getKind().isField()) {
            if (name.equals("length")) {
                here.scan(tree.getExpression());
            }
            return Body.FRESH;
        }
        boolean isStatic = element.getModifiers().contains(Modifier.STATIC);
        int object = isStatic ? Body.FRESH : here.value(tree.getExpression());
        return field((VariableElement) element, object, here.at());
    }

    int element(ArrayAccessTree tree) {
        int array = here.value(tree.getExpression());
        here.scan(tree.getIndex());
        return here.types.immutable(here.type(tree))
                ? Body.FRESH
                : here.at().body.load(array);
    }

    /** The object that a member without a qualifier belongs to. */
    int implicit(TypeElement owner) {
        Frame in = here.at();
        in.captures = true;
        boolean own = in.type.equals(owner) || here.types.supertypes(in.type).contains(owner);
        return own ? in.self : in.body.load(in.self);
    }
}
