package dev.cnv.processor.javac;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.cnv.processor.effect.Act;
import dev.cnv.processor.effect.Body;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Classes and methods, and what stands in them.
 */
final class Declarations {

    private final Reading here;
    private final Initializers initializers;

    Declarations(Reading here, Initializers initializers) {
        this.here = here;
        this.initializers = initializers;
    }

    void type(ClassTree tree) {
        if (!(here.element() instanceof TypeElement type)) {
            here.findings.unattributed(here.unit);
            return;
        }
        if (here.findings.generated(type)) {
            return;
        }
        Frame.Scope outerScope = here.scope;
        Frame outerFrame = here.frame;
        here.scope = new Frame.Scope(type, outerFrame);
        Initializers.OfType made = initializers.of(type);
        for (Tree member : tree.getMembers()) {
            here.frame = outerFrame;
            switch (member) {
                case VariableTree field -> initializers.field(field, made);
                case BlockTree block -> {
                    here.frame = block.isStatic() ? made.ofClass() : made.ofInstances();
                    here.scan(block);
                }
                default -> {
                    if (member instanceof ClassTree) {
                        here.frame = null;
                    }
                    here.scan(member);
                }
            }
        }
        accessors(type);
        initializers.close(type, tree);
        Frame.Scope own = here.scope;
        here.scope = outerScope;
        here.frame = outerFrame;
        if (type.getNestingKind() == NestingKind.ANONYMOUS && outerFrame != null && own != null) {
            anonymous(own, outerFrame, tree);
        }
    }

    /** Whoever makes an anonymous object answers for all that it does. */
    private void anonymous(Frame.Scope own, Frame outer, ClassTree tree) {
        if (!outer.isStatic) {
            outer.body.flow(outer.self, own.closure);
        }
        int object = outer.body.copy(own.closure);
        outer.body.store(own.closure, object);
        for (Element method : own.made) {
            if (method instanceof ExecutableElement executable) {
                int[] arguments = Frame.arguments(executable, object);
                outer.body.call(
                        () -> List.of(here.universe.node(executable)), arguments, here.place(tree));
            }
        }
    }

    /** What nobody wrote of a record: methods that answer with its parts. */
    private void accessors(TypeElement type) {
        for (RecordComponentElement component : type.getRecordComponents()) {
            ExecutableElement accessor = component.getAccessor();
            if (accessor != null && here.universe.node(accessor).body() == null) {
                Body body = new Body();
                body.returns(body.load(body.slot(0)));
                here.universe.node(accessor).body(body);
            }
        }
    }

    void method(MethodTree tree) {
        if (!(here.element() instanceof ExecutableElement method)) {
            return;
        }
        if (here.scope != null) {
            here.scope.made.add(method);
        }
        here.findings.method(method, tree, here.unit);
        if (tree.getBody() == null) {
            return;
        }
        Frame before = here.frame;
        Frame own = new Frame(
                Types.owner(method), here.scope, method.getModifiers().contains(Modifier.STATIC));
        here.frame = own;
        for (int i = 0; i < tree.getParameters().size(); i++) {
            VariableElement parameter = method.getParameters().get(i);
            int slot = here.types.immutable(parameter.asType()) ? Body.FRESH : own.body.slot(i + 1);
            int variable = own.body.join();
            own.body.flow(slot, variable);
            own.declare(parameter, variable);
            Element declared = here.element(tree.getParameters().get(i));
            if (declared != null) {
                own.declare(declared, variable);
            }
        }
        if (method.getModifiers().contains(Modifier.SYNCHRONIZED)) {
            own.body.act(Act.BLOCKING.bit(), here.place(tree), "synchronized");
        }
        here.scan(tree.getBody());
        initializers.use(method, tree, own);
        here.universe.node(method).body(own.body);
        own.publish(here.universe);
        here.frame = before;
    }
}
