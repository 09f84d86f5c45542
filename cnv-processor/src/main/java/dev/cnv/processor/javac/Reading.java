package dev.cnv.processor.javac;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.cnv.processor.effect.Body;
import javax.lang.model.element.Element;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** How far the reading of one source is: the code at hand, what it means, and the method it is in. */
final class Reading {

    final Trees trees;
    final Universe universe;
    final Types types;
    final OwnedFields owned;
    final Findings findings;
    final CompilationUnitTree unit;

    /** The method that is read; null between methods. */
    @Nullable Frame frame;

    /** The class that is read; null outside of all. */
    Frame.@Nullable Scope scope;

    private final BodyReader reader;

    Reading(
            Trees trees,
            Universe universe,
            OwnedFields owned,
            Findings findings,
            CompilationUnitTree unit,
            BodyReader reader) {
        this.trees = trees;
        this.universe = universe;
        this.types = universe.types();
        this.owned = owned;
        this.findings = findings;
        this.unit = unit;
        this.reader = reader;
    }

    TreePath path() {
        return reader.getCurrentPath();
    }

    /** What the code at hand names. */
    @Nullable Element element() {
        Element found = trees.getElement(path());
        if (found == null || found.asType().getKind() == TypeKind.ERROR) {
            findings.broken();
        }
        return found;
    }

    /** What a part of the code at hand names. */
    @Nullable Element element(Tree part) {
        return trees.getElement(new TreePath(path(), part));
    }

    /** The type of a part of the code at hand. */
    @Nullable TypeMirror type(Tree part) {
        TypeMirror type = trees.getTypeMirror(new TreePath(path(), part));
        if (type != null && type.getKind() == TypeKind.ERROR) {
            findings.broken();
        }
        return type;
    }

    /** What javac has resolved has a type, even where it is wrong. */
    void resolved() {
        if (trees.getTypeMirror(path()) == null) {
            findings.unattributed(unit);
        }
    }

    TreePlace place(Tree tree) {
        return new TreePlace(unit, tree, trees.getSourcePositions());
    }

    Frame at() {
        if (frame == null) {
            throw new IllegalStateException("code outside of a method: " + path().getLeaf());
        }
        return frame;
    }

    /** Reads a part of the code at hand for its value. */
    int value(@Nullable Tree part) {
        Integer value = part == null ? null : reader.scan(part, null);
        return value == null ? Body.FRESH : value;
    }

    /** Reads a part of the code at hand that, if it is a function, may be given a value. */
    int value(Tree part, int given) {
        Frame in = at();
        int before = in.functionInput;
        in.functionInput = given;
        int value = value(part);
        in.functionInput = before;
        return value;
    }

    /** Reads a part of the code at hand. */
    void scan(@Nullable Tree part) {
        if (part != null) {
            reader.scan(part, null);
        }
    }

    /** Reads parts of the code at hand. */
    void scan(@Nullable Iterable<? extends Tree> parts) {
        if (parts != null) {
            reader.scan(parts, null);
        }
    }
}
