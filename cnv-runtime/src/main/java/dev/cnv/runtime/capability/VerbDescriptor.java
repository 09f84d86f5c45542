package dev.cnv.runtime.capability;

import dev.cnv.annotations.Phase;
import dev.cnv.annotations.Stability;
import dev.cnv.runtime.canonical.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A verb, as plain data: everything that policy, help, schema and dispatch need to know about it.
 *
 * @param id the capability id
 * @param version the version, {@code major.minor.patch}
 * @param summary the first sentence of the method's Javadoc, empty when there is none
 * @param description the rest of it, empty when there is none
 * @param stability what callers may rely on
 * @param deprecation why and in favour of what callers should stop using it
 * @param effects what the verb may do
 * @param contract how it may be run
 * @param phases the phases of the runtime's swarm in which it runs; empty for a verb that runs in any
 * @param parameters its parameters, in declaration order
 * @param result the type of its result
 * @param resultShape how the result arrives
 * @param requires capabilities that a caller must also be allowed
 * @param equivalentTo capabilities that do the same
 * @param dominates capabilities that it can stand in for
 * @param inputSchema the SHA-256 of the canonical input schema
 * @param outputSchema the SHA-256 of the canonical output schema
 * @param handler the method, {@code package.Class#method}, for people
 * @param remarks what the developer told the compiler to let pass, and why
 */
public record VerbDescriptor(
        CapabilityId id,
        String version,
        String summary,
        String description,
        Stability stability,
        Optional<Deprecation> deprecation,
        EffectSet effects,
        ContractTerms contract,
        Set<Phase> phases,
        List<ParameterDescriptor> parameters,
        ValueType result,
        ResultShape resultShape,
        Set<CapabilityId> requires,
        Set<CapabilityId> equivalentTo,
        Set<CapabilityId> dominates,
        Digest inputSchema,
        Digest outputSchema,
        String handler,
        List<Remark> remarks) {

    /**
     * Something that the developer told the compiler to let pass.
     *
     * @param about a finding's code ({@code CNV-212}), or {@code ALLOCATES} for a fast verb that may
     *     allocate
     * @param reason why
     */
    public record Remark(String about, String reason) {}

    /** How a result arrives. */
    public enum ResultShape {
        /** The method returns it. */
        VALUE,
        /** The method returns a {@link java.util.concurrent.CompletionStage} of it. */
        ASYNC,
        /** The method returns a {@link java.util.concurrent.Flow.Publisher} of such values. */
        STREAM
    }

    /**
     * Why callers should stop using a verb.
     *
     * @param reason one sentence
     * @param replacedBy the verb to use instead
     */
    public record Deprecation(String reason, Optional<CapabilityId> replacedBy) {}

    /** Copies the collections. */
    public VerbDescriptor {
        parameters = List.copyOf(parameters);
        phases = java.util.Collections.unmodifiableSet(new TreeSet<>(phases));
        remarks = List.copyOf(remarks);
        requires = java.util.Collections.unmodifiableSet(new TreeSet<>(requires));
        equivalentTo = java.util.Collections.unmodifiableSet(new TreeSet<>(equivalentTo));
        dominates = java.util.Collections.unmodifiableSet(new TreeSet<>(dominates));
    }

    /**
     * The machine id of this version.
     *
     * @return the SHA-256 of {@code path@version}
     */
    public Digest digest() {
        return id.digest(version);
    }

    /**
     * A parameter by name.
     *
     * @param name the name that callers use
     * @return the parameter, or empty
     */
    public Optional<ParameterDescriptor> parameter(String name) {
        for (ParameterDescriptor parameter : parameters) {
            if (parameter.name().equals(name)) {
                return Optional.of(parameter);
            }
        }
        return Optional.empty();
    }

    /**
     * Begins a descriptor.
     *
     * @param id the capability's path
     * @param version the version
     * @return a builder
     */
    public static Builder of(String id, String version) {
        return new Builder(new CapabilityId(id), version);
    }

    /**
     * Begins the descriptor of a method.
     *
     * @param id the capability's path
     * @param version the version
     * @param handler {@code package.Class#method}
     * @return a builder
     */
    public static Builder of(String id, String version, String handler) {
        return of(id, version).handler(handler);
    }

    /**
     * Collects a descriptor's parts. Not safe for use by several threads.
     */
    public static final class Builder {
        private final CapabilityId id;
        private final String version;
        private String summary = "";
        private String description = "";
        private Stability stability = Stability.STABLE;
        private Optional<Deprecation> deprecation = Optional.empty();
        private Optional<EffectSet> effects = Optional.empty();
        private ContractTerms contract = ContractTerms.DEFAULT;
        private Set<Phase> phases = Set.of();
        private final List<ParameterDescriptor> parameters = new ArrayList<>();
        private ValueType result = ValueType.NOTHING;
        private ResultShape resultShape = ResultShape.VALUE;
        private Set<CapabilityId> requires = Set.of();
        private Set<CapabilityId> equivalentTo = Set.of();
        private Set<CapabilityId> dominates = Set.of();
        private String handler = "";
        private final List<Remark> remarks = new ArrayList<>();

        private Builder(CapabilityId id, String version) {
            this.id = id;
            this.version = version;
        }

        /**
         * Sets the documentation.
         *
         * @param firstSentence the summary
         * @param rest the description
         * @return this
         */
        public Builder doc(String firstSentence, String rest) {
            summary = firstSentence;
            description = rest;
            return this;
        }

        /**
         * Sets what callers may rely on.
         *
         * @param value the stability
         * @return this
         */
        public Builder stability(Stability value) {
            stability = value;
            return this;
        }

        /**
         * Marks the verb as deprecated.
         *
         * @param reason one sentence
         * @param replacedBy the path of the verb to use instead, empty for none
         * @return this
         */
        public Builder deprecated(String reason, String replacedBy) {
            deprecation = Optional.of(new Deprecation(
                    reason,
                    replacedBy.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new CapabilityId(replacedBy))));
            return this;
        }

        /**
         * Sets what the verb may do.
         *
         * @param value the effects
         * @return this
         */
        public Builder effects(EffectSet value) {
            effects = Optional.of(value);
            return this;
        }

        /**
         * Sets how the verb may be run.
         *
         * @param value the terms
         * @return this
         */
        public Builder contract(ContractTerms value) {
            contract = value;
            return this;
        }

        /**
         * Sets the phases in which the verb runs.
         *
         * @param named at least one, each once
         * @return this
         * @throws IllegalArgumentException when none is named, or one twice
         */
        public Builder phases(Phase... named) {
            if (named.length == 0) {
                throw new IllegalArgumentException("verb=" + id + " names no phase to run in");
            }
            phases = Set.of(named);
            return this;
        }

        /**
         * Sets the parameters.
         *
         * @param values the parameters, in declaration order
         * @return this
         */
        public Builder parameters(ParameterDescriptor... values) {
            parameters.clear();
            parameters.addAll(List.of(values));
            return this;
        }

        /**
         * Adds a parameter.
         *
         * @param value the parameter, behind those added before
         * @return this
         */
        public Builder parameter(ParameterDescriptor value) {
            parameters.add(value);
            return this;
        }

        /**
         * Adds a parameter that must be given and has no rule.
         *
         * @param name the name
         * @param type the value's type
         * @param what one sentence, empty when there is none
         * @return this
         */
        public Builder required(String name, ValueType type, String what) {
            return parameter(ParameterDescriptor.required(name, type, what));
        }

        /**
         * Adds a parameter that may be left out and has no rule and no default.
         *
         * @param name the name
         * @param type the value's type
         * @param what one sentence, empty when there is none
         * @return this
         */
        public Builder optional(String name, ValueType type, String what) {
            return parameter(ParameterDescriptor.optional(name, type, what));
        }

        /**
         * Sets the result of a method that returns it.
         *
         * @param type its type
         * @return this
         */
        public Builder returns(ValueType type) {
            return returns(type, ResultShape.VALUE);
        }

        /**
         * Sets the result.
         *
         * @param type its type
         * @param shape how it arrives
         * @return this
         */
        public Builder returns(ValueType type, ResultShape shape) {
            result = type;
            resultShape = shape;
            return this;
        }

        /**
         * Sets the capabilities that a caller must also be allowed.
         *
         * @param paths their paths
         * @return this
         */
        public Builder requires(String... paths) {
            requires = ids(paths);
            return this;
        }

        /**
         * Sets the capabilities that do the same.
         *
         * @param paths their paths
         * @return this
         */
        public Builder equivalentTo(String... paths) {
            equivalentTo = ids(paths);
            return this;
        }

        /**
         * Sets the capabilities that this one can stand in for.
         *
         * @param paths their paths
         * @return this
         */
        public Builder dominates(String... paths) {
            dominates = ids(paths);
            return this;
        }

        /**
         * Adds something that the developer told the compiler to let pass.
         *
         * @param about a finding's code, or {@code ALLOCATES}
         * @param reason why
         * @return this builder
         */
        public Builder remark(String about, String reason) {
            remarks.add(new Remark(about, reason));
            return this;
        }

        /**
         * Names the method.
         *
         * @param name {@code package.Class#method}
         * @return this
         */
        public Builder handler(String name) {
            handler = name;
            return this;
        }

        /**
         * Completes the descriptor.
         *
         * @param inputSchema the hexadecimal SHA-256 of the canonical input schema
         * @param outputSchema the hexadecimal SHA-256 of the canonical output schema
         * @return the descriptor
         * @throws IllegalStateException when the effects were not set
         */
        public VerbDescriptor schemas(String inputSchema, String outputSchema) {
            return new VerbDescriptor(
                    id,
                    version,
                    summary,
                    description,
                    stability,
                    deprecation,
                    effects.orElseThrow(
                            () -> new IllegalStateException("verb=" + id + " has no effects")),
                    contract,
                    phases,
                    parameters,
                    result,
                    resultShape,
                    requires,
                    equivalentTo,
                    dominates,
                    new Digest(inputSchema),
                    new Digest(outputSchema),
                    handler,
                    remarks);
        }

        private static Set<CapabilityId> ids(String... paths) {
            Set<CapabilityId> ids = new TreeSet<>();
            for (String path : paths) {
                ids.add(new CapabilityId(path));
            }
            return ids;
        }
    }
}
