package dev.cnv.runtime.graph;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of what compilers found, what is about the very verbs of an application. A verb belongs to the first
 * graph that knows it with the digests of its schemas; between two verbs of one graph nothing has to
 * be searched.
 */
final class CompiledEdges {

    /** An edge between verbs that belong to one graph. */
    record Produces(CapabilityId from, CapabilityId to, int weight) {}

    private final Map<CapabilityId, Integer> parts = new HashMap<>();
    private final List<Produces> produces = new ArrayList<>();
    private final List<GraphFinding> findings = new ArrayList<>();

    static CompiledEdges none() {
        return new CompiledEdges();
    }

    static CompiledEdges of(List<ModuleGraph> graphs, Map<CapabilityId, VerbDescriptor> verbs) {
        CompiledEdges edges = new CompiledEdges();
        for (int i = 0; i < graphs.size(); i++) {
            edges.add(i, graphs.get(i), verbs);
        }
        return edges;
    }

    private void add(int part, ModuleGraph graph, Map<CapabilityId, VerbDescriptor> verbs) {
        boolean[] ours = new boolean[graph.nodes().size()];
        for (int i = 0; i < ours.length; i++) {
            ModuleGraph.Node node = graph.nodes().get(i);
            ours[i] = about(verbs.get(node.id()), node) && !parts.containsKey(node.id());
            if (ours[i] && graph.complete()) {
                parts.put(node.id(), part);
            }
        }
        for (ModuleGraph.Edge edge : graph.edges()) {
            if (ours[edge.from()] && ours[edge.to()]) {
                CapabilityId from = graph.nodes().get(edge.from()).id();
                CapabilityId to = graph.nodes().get(edge.to()).id();
                if (edge.type().equals(EdgeType.PRODUCES)) {
                    produces.add(new Produces(from, to, edge.cost()));
                } else if (!declared(verbs.get(from), edge.type()).contains(to)) {
                    findings.add(new GraphFinding.Contradiction(from, edge.type(), to));
                }
            }
        }
    }

    private static boolean about(@Nullable VerbDescriptor verb, ModuleGraph.Node node) {
        return verb != null
                && verb.inputSchema().equals(node.input())
                && verb.outputSchema().equals(node.output())
                && (verb.resultShape() == VerbDescriptor.ResultShape.STREAM) == node.streams()
                && verb.handler().startsWith(node.handler().replace('$', '.') + "#");
    }

    private static Collection<CapabilityId> declared(@Nullable VerbDescriptor verb, EdgeType type) {
        if (verb == null) {
            return List.of();
        }
        if (type.equals(EdgeType.REQUIRES)) {
            return verb.requires();
        }
        return type.equals(EdgeType.EQUIVALENT) ? verb.equivalentTo() : verb.dominates();
    }

    /** What graphs say of verbs that these deny. */
    List<GraphFinding> findings() {
        return findings;
    }

    /** The edges that need no search. */
    List<Produces> produces() {
        return produces;
    }

    /** By place of a node: the graph that it belongs to, -1 for none. */
    int[] parts(CapabilityNode[] nodes) {
        int[] of = new int[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            of[i] = parts.getOrDefault(nodes[i].id(), -1);
        }
        return of;
    }
}
