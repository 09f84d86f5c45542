package dev.cnv.processor.javac;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Severities;
import dev.cnv.processor.effect.Place;
import dev.cnv.processor.read.Marks;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;

/** Prints findings at places in sources, as serious as this compilation wants them. */
final class Printer {

    private final Trees trees;
    private final CompilationUnitTree any;
    private final Elements elements;
    private final Severities severities;
    private final Set<String> printed = new HashSet<>();

    /**
     * A printer.
     *
     * @param any a source of this compilation, for what is about an element of none
     */
    Printer(Trees trees, Elements elements, Severities severities, CompilationUnitTree any) {
        this.any = any;
        this.trees = trees;
        this.elements = elements;
        this.severities = severities;
    }

    Trees trees() {
        return trees;
    }

    /** Whether someone silenced the code on the element or around it. */
    boolean silenced(Code code, Element element) {
        for (Element at = element; at != null; at = at.getEnclosingElement()) {
            if (code.adjustable()
                    && Marks.suppressions(elements, at).stream()
                            .anyMatch(s ->
                                    s.code().equals(code.label()) && !s.reason().isBlank())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Prints a finding.
     *
     * @param code its code
     * @param about the element that it is about, on which it may be silenced
     * @param place where it is; when that is in no source of this compilation, the element, or any source
     *     when the finding is one of the whole module
     * @param what what is wrong
     * @param fix what to change
     */
    void print(Code code, Element about, Place place, String what, String fix) {
        if (silenced(code, about)) {
            return;
        }
        severities.of(code).ifPresent(kind -> {
            String text = "[" + code.label() + "] " + what + "; " + fix;
            if (printed.add(text)) {
                print(code, kind, text, about, place);
            }
        });
    }

    private void print(Code code, Diagnostic.Kind kind, String text, Element about, Place place) {
        if (place instanceof TreePlace known) {
            trees.printMessage(kind, text, known.tree(), known.unit());
            return;
        }
        TreePath path = trees.getPath(about);
        if (path != null) {
            trees.printMessage(kind, text, path.getLeaf(), path.getCompilationUnit());
        } else if (isOfTheModule(code)) {
            trees.printMessage(kind, text, any, any);
        }
    }

    /**
     * Whether a change of one verb may break what another one says, whose source is not compiled now. What
     * a body does is told with the source of what does it.
     */
    private static boolean isOfTheModule(Code code) {
        return switch (code) {
            case UNSATISFIABLE_REQUIREMENT,
                    REQUIREMENT_CYCLE,
                    DEAD_CAPABILITY,
                    FALSE_DOMINANCE,
                    FALSE_EQUIVALENCE,
                    ISOLATION_BROKEN -> true;
            default -> false;
        };
    }

    /** The place of an element in a source of this compilation. */
    Place place(Element element) {
        TreePath path = trees.getPath(element);
        if (path == null) {
            return Place.UNKNOWN;
        }
        Tree tree = path.getLeaf();
        return new TreePlace(path.getCompilationUnit(), tree, trees.getSourcePositions());
    }

    /** The place of an annotation on an element, or of the element. */
    Place place(Element element, String annotation) {
        TreePath path = trees.getPath(element);
        if (path != null) {
            for (var mirror : element.getAnnotationMirrors()) {
                if (mirror.getAnnotationType().toString().equals(annotation)) {
                    Tree tree = trees.getTree(element, mirror);
                    if (tree != null) {
                        return new TreePlace(
                                path.getCompilationUnit(), tree, trees.getSourcePositions());
                    }
                }
            }
        }
        return place(element);
    }
}
