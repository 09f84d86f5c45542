package dev.cnv.audit.drawing;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.CapabilityNode;
import dev.cnv.runtime.graph.EdgeType;
import dev.cnv.runtime.graph.GraphEdge;
import dev.cnv.runtime.graph.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is drawn, before anything has a place.
 *
 * @param verbs the boxes, sorted by capability
 * @param edges the lines, sorted by type, begin and end
 */
record Picture(List<Verb> verbs, List<Edge> edges) {

    /**
     * A verb.
     *
     * @param id its id
     * @param effects its effects, in words
     * @param tooltip its name and what it may do
     * @param level how far its effects reach
     * @param mutating whether it changes anything
     * @param deprecated whether callers should stop using it
     */
    record Verb(
            String id,
            String effects,
            String tooltip,
            EffectLevel level,
            boolean mutating,
            boolean deprecated) {}

    /**
     * A line between verbs.
     *
     * @param from the index of the verb where it begins
     * @param to the index of the verb where it ends
     * @param type its type
     */
    record Edge(int from, int to, EdgeType type) {}

    Picture {
        verbs = List.copyOf(verbs);
        edges = List.copyOf(edges);
    }

    static Picture of(CapabilityGraph graph, Set<EdgeType> types) {
        Set<Edge> edges = new LinkedHashSet<>();
        for (EdgeType type : new TreeSet<>(types)) {
            for (GraphEdge edge : graph.edges(type)) {
                int from = edge.from().index();
                int to = edge.to().index();
                // What is said in both directions is drawn once.
                boolean turned = type.equals(EdgeType.EQUIVALENT) && from > to;
                edges.add(turned ? new Edge(to, from, type) : new Edge(from, to, type));
            }
        }
        return new Picture(
                graph.ids().stream().map(id -> verb(id, graph.node(id))).toList(),
                new ArrayList<>(edges));
    }

    private static Verb verb(NodeId id, CapabilityNode node) {
        String effects = node.effects().effects().stream()
                .sorted()
                .map(Effect::name)
                .collect(Collectors.joining(", "));
        String deprecated =
                node.deprecation().map(why -> "; deprecated: " + why).orElse("");
        return new Verb(
                id.capability().path(),
                effects,
                id.capability().path() + " " + node.version() + ": " + node.name() + " (" + effects
                        + deprecated + ")",
                node.effects().level(),
                node.effects().mutating(),
                node.deprecation().isPresent());
    }

    /** {@return the types of the lines that there are, sorted} */
    Set<EdgeType> types() {
        return edges.stream().map(Edge::type).collect(Collectors.toCollection(TreeSet::new));
    }

    /** {@return the levels of the verbs that there are, sorted} */
    Set<EffectLevel> levels() {
        return verbs.stream().map(Verb::level).collect(Collectors.toCollection(TreeSet::new));
    }
}
