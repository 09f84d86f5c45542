package dev.cnv.runtime.graph;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbDescriptor.ResultShape;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the graph knows about a capability.
 *
 * @param id the capability
 * @param name what people call it
 * @param version {@code major.minor.patch}
 * @param schemas what it takes and returns
 * @param effects what it may do
 * @param contract how it may be run
 * @param cost what a call costs, in a unit that the application chooses; finite, not negative
 * @param reliability the share of calls that succeed, above 0 and at most 1
 * @param tags what the application says about it
 * @param deprecation why callers should stop using it, empty when they need not
 */
public record CapabilityNode(
        CapabilityId id,
        String name,
        String version,
        VerbSchemas schemas,
        EffectSet effects,
        ContractTerms contract,
        double cost,
        double reliability,
        Set<String> tags,
        Optional<String> deprecation) {

    /**
     * Copies the tags and checks the numbers.
     *
     * @throws IllegalArgumentException when cost or reliability is out of range
     */
    public CapabilityNode {
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        if (!(cost >= 0) || Double.isInfinite(cost)) {
            throw new IllegalArgumentException("cost=" + cost + " of " + id + " is not 0 or more");
        }
        if (!(reliability > 0 && reliability <= 1)) {
            throw new IllegalArgumentException(
                    "reliability=" + reliability + " of " + id + " is not above 0 and at most 1");
        }
    }

    /**
     * A capability of cost 1 that always succeeds, under the default contract.
     *
     * @param id its path
     * @param schemas what it takes and returns
     * @param effects what it may do
     * @return the node
     */
    public static CapabilityNode of(String id, VerbSchemas schemas, EffectSet effects) {
        return new CapabilityNode(
                new CapabilityId(id),
                id,
                "1.0.0",
                schemas,
                effects,
                ContractTerms.DEFAULT,
                1,
                1,
                Set.of(),
                Optional.empty());
    }

    /**
     * A verb as a node of cost 1 that always succeeds. The result of a verb that streams is an array.
     *
     * @param verb the verb
     * @param schemas what it takes and returns
     * @return the node
     */
    public static CapabilityNode of(VerbDescriptor verb, VerbSchemas schemas) {
        VerbSchemas whole = verb.resultShape() == ResultShape.STREAM
                ? new VerbSchemas(schemas.input(), streamed(schemas.output()))
                : schemas;
        return new CapabilityNode(
                verb.id(),
                verb.summary().isEmpty() ? verb.id().path() : verb.summary(),
                verb.version(),
                whole,
                verb.effects(),
                verb.contract(),
                1,
                1,
                Set.of(),
                verb.deprecation().map(VerbDescriptor.Deprecation::reason));
    }

    private static SchemaDocument streamed(SchemaDocument value) {
        return new SchemaDocument(Schema.sequence(value.root()), Map.copyOf(value.definitions()));
    }

    /**
     * This node with a cost and a reliability.
     *
     * @param newCost finite, not negative
     * @param newReliability above 0 and at most 1
     * @return a new node
     */
    public CapabilityNode weighted(double newCost, double newReliability) {
        return new CapabilityNode(
                id,
                name,
                version,
                schemas,
                effects,
                contract,
                newCost,
                newReliability,
                tags,
                deprecation);
    }

    /**
     * This node with tags.
     *
     * @param all the tags
     * @return a new node
     */
    public CapabilityNode tagged(String... all) {
        return new CapabilityNode(
                id,
                name,
                version,
                schemas,
                effects,
                contract,
                cost,
                reliability,
                Set.of(all),
                deprecation);
    }
}
