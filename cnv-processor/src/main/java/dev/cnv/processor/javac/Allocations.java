package dev.cnv.processor.javac;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.cnv.processor.effect.Act;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Allocations of a body: what makes an object, and primitives that become one. One in a method is as
 * bad as two.
 */
final class Allocations {

    private final Reading here;

    Allocations(Reading here) {
        this.here = here;
    }

    void add(Tree tree, String what) {
        Frame in = here.at();
        if (!in.allocates) {
            in.allocates = true;
            in.body.act(Act.ALLOCATION.bit(), here.place(tree), what);
        }
    }

    /** A primitive that becomes an object. */
    void box(@Nullable TypeMirror to, Tree expression) {
        if (to != null
                && !to.getKind().isPrimitive()
                && to.getKind() != TypeKind.VOID
                && !here.at().allocates) {
            TypeMirror from = here.type(expression);
            if (from != null && from.getKind().isPrimitive()) {
                add(expression, "boxing of " + from);
            }
        }
    }

    void argument(ExecutableElement method, int index, ExpressionTree given) {
        List<? extends VariableElement> parameters = method.getParameters();
        if (!here.at().allocates && !parameters.isEmpty()) {
            TypeMirror to =
                    parameters.get(Math.min(index, parameters.size() - 1)).asType();
            if (method.isVarArgs()
                    && index >= parameters.size() - 1
                    && to instanceof ArrayType array) {
                to = array.getComponentType();
            }
            box(to, given);
        }
    }

    void varargs(Tree tree, ExecutableElement method, List<? extends ExpressionTree> given) {
        if (!method.isVarArgs() || here.at().allocates) {
            return;
        }
        int count = method.getParameters().size();
        boolean asArray = given.size() == count
                && (here.type(given.getLast()) instanceof ArrayType
                        || here.type(given.getLast()) == null
                        || given.getLast().getKind() == Tree.Kind.NULL_LITERAL);
        if (!asArray) {
            add(tree, "array for the variable arguments of " + Types.shortName(method));
        }
    }

    void returned(ReturnTree tree) {
        for (TreePath path = here.path(); path != null; path = path.getParentPath()) {
            if (path.getLeaf() instanceof MethodTree) {
                if (here.trees.getElement(path) instanceof ExecutableElement method) {
                    box(method.getReturnType(), tree.getExpression());
                }
                return;
            }
        }
    }

    int array(NewArrayTree tree) {
        add(tree, "new array");
        here.scan(tree.getDimensions());
        int array = here.at().body.join();
        if (tree.getInitializers() != null) {
            for (ExpressionTree element : tree.getInitializers()) {
                here.at().body.store(here.value(element), array);
            }
        }
        return array;
    }
}
