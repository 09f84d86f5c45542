package dev.cnv.runtime.reach;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.Components;
import dev.cnv.runtime.graph.EdgeType;
import dev.cnv.runtime.graph.GraphBuilder;
import dev.cnv.runtime.graph.GraphEdge;
import dev.cnv.runtime.graph.GraphView;
import dev.cnv.runtime.graph.NodeId;
import dev.cnv.runtime.policy.Ways;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ways through a graph, for policies that ask for them. One begins at a verb that nothing comes
 * before; of verbs in a circle that nothing else comes before, at each of them.
 */
public final class GraphWays {

    /** That a verb can come right after another: it takes what that makes, or requires it. */
    private static final EdgeType PRECEDES = EdgeType.custom("precedes");

    private GraphWays() {}

    /**
     * The ways through a graph.
     *
     * @param graph the graph
     * @return the ways
     * @throws IllegalArgumentException when there are more verbs than ways can have
     */
    public static Ways of(CapabilityGraph graph) {
        GraphView view = precedence(graph).follow(PRECEDES);
        Map<CapabilityId, List<CapabilityId>> next = new TreeMap<>();
        for (NodeId node : view.graph().ids()) {
            next.put(
                    node.capability(),
                    view.next(node).stream().map(NodeId::capability).toList());
        }
        return Ways.of(begins(view), next);
    }

    private static CapabilityGraph precedence(CapabilityGraph graph) {
        GraphBuilder builder = GraphBuilder.empty();
        graph.ids().forEach(id -> builder.add(graph.node(id)));
        for (GraphEdge edge : graph.edges(EdgeType.PRODUCES)) {
            builder.edge(edge.from().capability(), PRECEDES, edge.to().capability());
        }
        for (GraphEdge edge : graph.edges(EdgeType.REQUIRES)) {
            builder.edge(edge.to().capability(), PRECEDES, edge.from().capability());
        }
        return builder.build();
    }

    private static List<CapabilityId> begins(GraphView view) {
        Components components = view.components();
        boolean[] entered = new boolean[components.count()];
        for (NodeId node : view.graph().ids()) {
            for (NodeId after : view.next(node)) {
                entered[components.of(after)] |= components.of(after) != components.of(node);
            }
        }
        List<CapabilityId> begins = new ArrayList<>();
        for (NodeId node : view.graph().ids()) {
            if (!entered[components.of(node)]) {
                begins.add(node.capability());
            }
        }
        return begins;
    }
}
