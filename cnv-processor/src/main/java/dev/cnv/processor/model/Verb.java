package dev.cnv.processor.model;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Phase;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.annotations.Stability;
import dev.cnv.processor.diagnostic.Site;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An annotated method.
 *
 * @param site where it is
 * @param method what the language says about it
 * @param capability its {@code @Capability}
 * @param effects its {@code @Effects}; empty when it has none
 * @param contract its {@code @Contract}, or the default
 * @param phases what its {@code @Phases} names, in source order; empty when it has none
 * @param proofs its certificate parameters; a correct one has at most one
 * @param parameters its other parameters, in source order
 * @param result its result
 * @param doc its documentation
 * @param certificate the name of its generated certificate
 * @param remarks what is silenced on it and its class, and why; {@code ALLOCATES} is no code but the
 *     leave of a fast verb
 */
public record Verb(
        Site site,
        Method method,
        Capability capability,
        Optional<Effects> effects,
        Contract contract,
        Optional<List<Phase>> phases,
        List<ProofUse> proofs,
        List<Parameter> parameters,
        Result result,
        Doc doc,
        ClassName certificate,
        List<Suppression> remarks) {

    /** Copies the lists. */
    public Verb {
        phases = phases.map(List::copyOf);
        proofs = List.copyOf(proofs);
        parameters = List.copyOf(parameters);
        remarks = List.copyOf(remarks);
    }

    /** {@return this verb with other parameters} */
    public Verb with(List<Parameter> others) {
        return new Verb(
                site,
                method,
                capability,
                effects,
                contract,
                phases,
                proofs,
                others,
                result,
                doc,
                certificate,
                remarks);
    }

    /**
     * What the language says about the method.
     *
     * @param name its name
     * @param isStatic whether it needs no instance
     * @param isPrivate whether it is private
     * @param isAbstract whether it has no body
     * @param generic whether it has type parameters
     * @param varargs whether it takes a variable number of arguments
     * @param throwing whether it declares exceptions
     * @param visible whether it is public and all types in its signature are
     * @param deprecated whether it or a type in its signature is deprecated
     */
    public record Method(
            String name,
            boolean isStatic,
            boolean isPrivate,
            boolean isAbstract,
            boolean generic,
            boolean varargs,
            boolean throwing,
            boolean visible,
            boolean deprecated) {}

    /**
     * The {@code @Capability}.
     *
     * @param id the dotted path
     * @param version the version
     * @param requires ids of capabilities that a caller must also be allowed
     * @param equivalentTo ids of capabilities that do the same
     * @param dominates ids of capabilities that it can stand in for
     * @param stability what callers may rely on
     * @param deprecated why not to use it, empty when it is not deprecated
     * @param replacedBy what to use instead, empty for none
     */
    public record Capability(
            String id,
            String version,
            List<String> requires,
            List<String> equivalentTo,
            List<String> dominates,
            Stability stability,
            String deprecated,
            String replacedBy) {}

    /**
     * The {@code @Effects}.
     *
     * @param effects the effects
     * @param sensitivity how much harm a wrong call can do
     * @param data the special kinds of data
     * @param dryRun whether the verb can be run dry
     */
    public record Effects(
            Set<Effect> effects, Sensitivity sensitivity, Set<DataTag> data, boolean dryRun) {

        /** {@return whether an effect is mutating} */
        public boolean mutating() {
            return effects.stream().anyMatch(Effect::mutating);
        }
    }

    /**
     * A finding that is silenced.
     *
     * @param code its code
     * @param reason why
     */
    public record Suppression(String code, String reason) {}

    /**
     * A parameter that is a certificate.
     *
     * @param index its index among the method's parameters
     * @param certificate the certificate's name as far as the source tells it: qualified, simple, or
     *     empty when only the stage is named
     * @param stage the stage's simple name, empty for the certificate itself
     * @param exact whether {@code certificate} is a resolved, qualified name
     */
    public record ProofUse(int index, String certificate, String stage, boolean exact) {}

    /** {@return whether the handler takes its proof} */
    public boolean takesProof() {
        return !proofs.isEmpty();
    }

    /** {@return whether its typed call would have the signature of a method of {@link Object}} */
    public boolean hidesObjectMethod() {
        int count = parameters.size();
        return Names.ofObject(method.name())
                && (count == 0 || (method.name().equals("wait") && count <= 2));
    }

    /** {@return whether a certificate parameter is taken for the verb's own by its stage's name alone} */
    public boolean assumesProof() {
        return proofs.stream().anyMatch(proof -> proof.certificate().isEmpty());
    }

    /** {@return whether a type in the signature does not exist yet} */
    public boolean unresolved() {
        return result.value().unresolved()
                || parameters.stream().anyMatch(p -> p.value().unresolved());
    }
}
