package dev.cnv.runtime.graph;

import dev.cnv.runtime.capability.CapabilityId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether what edges say about capabilities is so. */
final class RelationCheck {

    private RelationCheck() {}

    static List<GraphFinding> findings(CapabilityGraph graph) {
        List<GraphFinding> findings = new ArrayList<>();
        cycles(graph, findings);
        for (GraphEdge edge : graph.edges(EdgeType.EQUIVALENT)) {
            if (edge.from().index() < edge.to().index()) {
                equivalence(graph.node(edge.from()), graph.node(edge.to()))
                        .ifPresent(why -> findings.add(new GraphFinding.DifferentSchemas(
                                edge.from().capability(), edge.to().capability(), why)));
            }
        }
        for (GraphEdge edge : graph.edges(EdgeType.DOMINATES)) {
            Dominance.missing(graph.node(edge.from()), graph.node(edge.to()))
                    .ifPresent(why -> findings.add(new GraphFinding.FalseDominance(
                            edge.from().capability(), edge.to().capability(), why)));
        }
        return findings;
    }

    private static Optional<String> equivalence(CapabilityNode one, CapabilityNode other) {
        return Dominance.substitute(one.schemas(), other.schemas())
                .or(() -> Dominance.substitute(other.schemas(), one.schemas()));
    }

    /** One shortest cycle for each knot of requirements. */
    private static void cycles(CapabilityGraph graph, List<GraphFinding> findings) {
        GraphView requires = graph.follow(EdgeType.REQUIRES);
        for (List<NodeId> knot : requires.components().knots()) {
            findings.add(new GraphFinding.RequiresCycle(shortestCycle(requires, knot)));
        }
    }

    private static List<CapabilityId> shortestCycle(GraphView requires, List<NodeId> knot) {
        List<NodeId> best = List.of();
        NodeId first = knot.getFirst();
        for (NodeId next : requires.next(first)) {
            Optional<GraphPath> back = requires.shortestPath(next, first);
            if (back.isPresent() && (best.isEmpty() || back.get().nodes().size() < best.size())) {
                best = back.get().nodes();
            }
        }
        List<CapabilityId> cycle = new ArrayList<>();
        cycle.add(first.capability());
        best.subList(0, best.size() - 1).forEach(node -> cycle.add(node.capability()));
        return cycle;
    }
}
