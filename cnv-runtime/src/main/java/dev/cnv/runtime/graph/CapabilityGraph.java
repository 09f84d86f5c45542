package dev.cnv.runtime.graph;

import dev.cnv.runtime.capability.CapabilityId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Capabilities and what they have to do with each other: which makes what another takes, which requires,
 * equals or can stand in for which. {@link GraphBuilder} makes it; {@link #follow} asks it.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class CapabilityGraph {

    private final CapabilityNode[] nodes;
    private final NodeId[] ids;
    private final Map<CapabilityId, NodeId> byCapability = new HashMap<>();
    private final SortedMap<EdgeType, EdgeRows> rows;

    /** Takes the nodes sorted by capability. */
    CapabilityGraph(CapabilityNode[] nodes, SortedMap<EdgeType, EdgeRows> rows) {
        this.nodes = nodes;
        this.rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
        ids = new NodeId[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            ids[i] = new NodeId(this, i, nodes[i].id());
            byCapability.put(nodes[i].id(), ids[i]);
        }
    }

    /**
     * The graph with no capability.
     *
     * @return an empty graph
     */
    public static CapabilityGraph empty() {
        return new CapabilityGraph(new CapabilityNode[0], new TreeMap<>());
    }

    /**
     * How many capabilities there are.
     *
     * @return at least 0
     */
    public int size() {
        return nodes.length;
    }

    /**
     * All nodes.
     *
     * @return sorted by capability
     */
    public List<NodeId> ids() {
        return Collections.unmodifiableList(Arrays.asList(ids));
    }

    /**
     * The node of a capability.
     *
     * @param capability its id
     * @return the node, or empty
     */
    public Optional<NodeId> find(CapabilityId capability) {
        return Optional.ofNullable(byCapability.get(capability));
    }

    /**
     * The node of a capability that is there.
     *
     * @param path the capability's path
     * @return the node
     * @throws IllegalArgumentException when there is none
     */
    public NodeId id(String path) {
        return find(new CapabilityId(path))
                .orElseThrow(() -> new IllegalArgumentException(
                        "capability=" + path + " is not in the graph"));
    }

    /**
     * What is known about a node.
     *
     * @param id a node of this graph
     * @return the node
     * @throws IllegalArgumentException when it is of another graph
     */
    public CapabilityNode node(NodeId id) {
        return nodes[id.in(this)];
    }

    /**
     * The types of edges that there are.
     *
     * @return sorted by name
     */
    public Set<EdgeType> edgeTypes() {
        return rows.keySet();
    }

    /**
     * The edges of a type.
     *
     * @param type the type
     * @return the edges, sorted by begin and end; empty when there are none
     */
    public List<GraphEdge> edges(EdgeType type) {
        EdgeRows of = rows.get(type);
        if (of == null) {
            return List.of();
        }
        List<GraphEdge> edges = new ArrayList<>(of.count());
        for (int i = 0; i < of.count(); i++) {
            edges.add(edge(of, i));
        }
        return Collections.unmodifiableList(edges);
    }

    /**
     * How many edges there are.
     *
     * @return of all types
     */
    public int edgeCount() {
        return rows.values().stream().mapToInt(EdgeRows::count).sum();
    }

    /**
     * The graph seen along some types of edges, to ask it questions. Making it takes time in the number
     * of those edges: keep it.
     *
     * @param first a type
     * @param more further types
     * @return the view
     */
    public GraphView follow(EdgeType first, EdgeType... more) {
        Set<EdgeType> types = new TreeSet<>(Arrays.asList(more));
        types.add(first);
        return follow(types);
    }

    /**
     * The graph seen along some types of edges.
     *
     * @param types at least one type
     * @return the view
     * @throws IllegalArgumentException when there is no type
     */
    public GraphView follow(Set<EdgeType> types) {
        if (types.isEmpty()) {
            throw new IllegalArgumentException("types=[] needs at least one");
        }
        List<EdgeRows> chosen = new ArrayList<>();
        for (EdgeType type : new TreeSet<>(types)) {
            Optional.ofNullable(rows.get(type)).ifPresent(chosen::add);
        }
        return new GraphView(
                this,
                new TreeSet<>(types),
                chosen.size() == 1 ? chosen.getFirst() : merged(chosen));
    }

    /**
     * Whether one capability can stand in for another and can do more, whatever is declared: it may
     * change all that the other changes, takes all that the other takes, returns nothing that the other
     * would not, and in effects or input goes further. Compares their types each time.
     *
     * @param one a node of this graph
     * @param other another
     * @return true when it dominates
     * @throws IllegalArgumentException when one of them is of another graph
     */
    public boolean dominates(NodeId one, NodeId other) {
        return Dominance.missing(node(one), node(other)).isEmpty();
    }

    /**
     * What a capability dominates, whatever is declared. Compares its types with those of all others.
     *
     * @param one a node of this graph
     * @return sorted by capability
     * @throws IllegalArgumentException when it is of another graph
     */
    public List<NodeId> dominatedBy(NodeId one) {
        CapabilityNode node = node(one);
        return ids().stream()
                .filter(other -> other != one
                        && Dominance.missing(node, nodes[other.index()]).isEmpty())
                .toList();
    }

    private EdgeRows merged(List<EdgeRows> chosen) {
        int count = chosen.stream().mapToInt(EdgeRows::count).sum();
        EdgeType[] types = new EdgeType[count];
        int[] from = new int[count];
        int[] to = new int[count];
        double[] weights = new double[count];
        List<Map<String, String>> metadata = new ArrayList<>(count);
        int at = 0;
        for (EdgeRows part : chosen) {
            System.arraycopy(part.types(), 0, types, at, part.count());
            System.arraycopy(part.from(), 0, from, at, part.count());
            System.arraycopy(part.to(), 0, to, at, part.count());
            System.arraycopy(part.weights(), 0, weights, at, part.count());
            metadata.addAll(part.metadata());
            at += part.count();
        }
        return EdgeRows.of(nodes.length, types, from, to, weights, metadata);
    }

    GraphEdge edge(EdgeRows of, int number) {
        return new GraphEdge(
                ids[of.from()[number]],
                of.types()[number],
                ids[of.to()[number]],
                of.weights()[number],
                of.metadata().get(number));
    }

    NodeId id(int index) {
        return ids[index];
    }

    CapabilityNode node(int index) {
        return nodes[index];
    }
}
