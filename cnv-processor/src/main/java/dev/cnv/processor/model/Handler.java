package dev.cnv.processor.model;

import dev.cnv.processor.diagnostic.Site;
import java.util.List;

/**
 * A class with annotated methods.
 *
 * @param site where it is
 * @param type its name
 * @param placement what the language says about it
 * @param doc its documentation
 * @param verbs its annotated methods, in source order
 */
public record Handler(Site site, ClassName type, Placement placement, Doc doc, List<Verb> verbs) {

    /** Copies the list. */
    public Handler {
        verbs = List.copyOf(verbs);
    }

    /**
     * What the language says about the class.
     *
     * @param visible whether it and all classes around it are public
     * @param reachable whether neither it nor a class around it is private
     * @param isInterface whether it is an interface or an annotation
     * @param inner whether it, or a class around it, needs an enclosing instance
     * @param generic whether it has type parameters
     * @param construction how an instance comes about
     * @param deprecated whether it is deprecated
     * @param exported whether its module is named and exports its package
     * @param generatedKnown whether its module can see {@code javax.annotation.processing.Generated}
     * @param framesKnown whether its module can see the hot path's {@code FrameModule}
     */
    public record Placement(
            boolean visible,
            boolean reachable,
            boolean isInterface,
            boolean inner,
            boolean generic,
            Construction construction,
            boolean deprecated,
            boolean exported,
            boolean generatedKnown,
            boolean framesKnown) {}

    /** How an instance of the class comes about. */
    public enum Construction {
        /** None is needed: every verb is static. */
        NONE,
        /** By its constructor without parameters. */
        DEFAULT,
        /** The application gives one. */
        GIVEN
    }

    /** {@return whether the generated class can be found as a service} */
    public boolean service() {
        return placement.construction() != Construction.GIVEN;
    }

    /** {@return the name of the generated class} */
    public ClassName verbsType() {
        return Names.verbsType(type);
    }

    /** {@return the name of the generated class of its frames} */
    public ClassName framesType() {
        return Names.framesType(type);
    }

    /** {@return whether a certificate is known by the simple name of its stage only} */
    public boolean assumesProof() {
        return verbs.stream().anyMatch(Verb::assumesProof);
    }

    /** {@return whether a type does not exist yet} */
    public boolean unresolved() {
        return verbs.stream().anyMatch(Verb::unresolved);
    }
}
