package dev.cnv.runtime.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A graph seen along some types of edges. Every question refuses nodes of other graphs with an {@link
 * IllegalArgumentException}.
 *
 * <p><b>Threading:</b> immutable; a {@link Workspace} is for one thread at a time.
 */
public final class GraphView {

    private final CapabilityGraph graph;
    private final SortedSet<EdgeType> types;
    private final EdgeRows rows;

    GraphView(CapabilityGraph graph, SortedSet<EdgeType> types, EdgeRows rows) {
        this.graph = graph;
        this.types = Collections.unmodifiableSortedSet(types);
        this.rows = rows;
    }

    /**
     * The types of edges that are followed.
     *
     * @return at least one
     */
    public Set<EdgeType> types() {
        return types;
    }

    /**
     * The graph.
     *
     * @return where the nodes are from
     */
    public CapabilityGraph graph() {
        return graph;
    }

    /**
     * Memory for searches in this graph.
     *
     * @return a new workspace
     */
    public Workspace workspace() {
        return new Workspace(graph);
    }

    /**
     * The nodes that edges lead to.
     *
     * @param from where the edges begin
     * @return sorted by capability, each once
     */
    public List<NodeId> next(NodeId from) {
        return neighbours(rows.forward(), from);
    }

    /**
     * The nodes that edges come from.
     *
     * @param to where the edges end
     * @return sorted by capability, each once
     */
    public List<NodeId> previous(NodeId to) {
        return neighbours(rows.backward(), to);
    }

    private List<NodeId> neighbours(Adjacency adjacency, NodeId node) {
        int index = node.in(graph);
        SortedSet<Integer> found = new TreeSet<>();
        for (int i = adjacency.offsets[index]; i < adjacency.offsets[index + 1]; i++) {
            found.add(adjacency.targets[i]);
        }
        return found.stream().map(graph::id).toList();
    }

    /**
     * The edges that begin at a node.
     *
     * @param from the node
     * @return the edges with their weights and metadata
     */
    public List<GraphEdge> edges(NodeId from) {
        int index = from.in(graph);
        Adjacency forward = rows.forward();
        List<GraphEdge> edges = new ArrayList<>();
        for (int i = forward.offsets[index]; i < forward.offsets[index + 1]; i++) {
            edges.add(graph.edge(rows, forward.edges[i]));
        }
        return edges;
    }

    /**
     * What can be reached. Allocates nothing.
     *
     * @param from where the paths begin
     * @param work where the answer is, see {@link Workspace#reached}
     * @return how many nodes, the begin included
     */
    public int reachable(NodeId from, Workspace work) {
        require(work);
        int begin = from.in(graph);
        Arrays.fill(work.reached, (byte) 0);
        return BreadthFirst.reach(rows.forward(), rows.backward(), begin, work.reached, work.queue);
    }

    /**
     * What can be reached.
     *
     * @param from where the paths begin
     * @return the nodes, the begin included
     */
    public NodeSet reachable(NodeId from) {
        return reach(rows.forward(), rows.backward(), from);
    }

    /**
     * From where a node can be reached.
     *
     * @param to where the paths end
     * @return the nodes, the end included
     */
    public NodeSet reaching(NodeId to) {
        return reach(rows.backward(), rows.forward(), to);
    }

    private NodeSet reach(Adjacency edges, Adjacency turned, NodeId node) {
        byte[] seen = new byte[graph.size()];
        BreadthFirst.reach(edges, turned, node.in(graph), seen, new int[graph.size() + 1]);
        long[] words = NodeSet.words(graph.size());
        for (int i = 0; i < seen.length; i++) {
            words[i >>> 6] |= (long) seen[i] << i;
        }
        return new NodeSet(graph, words);
    }

    /**
     * The length of a shortest path. Allocates nothing.
     *
     * @param from where it begins
     * @param to where it ends
     * @param work where the path is, see {@link Workspace#pathNode}
     * @return the number of edges, or -1 when there is no path
     */
    public int hops(NodeId from, NodeId to, Workspace work) {
        require(work);
        return BreadthFirst.path(rows, from.in(graph), to.in(graph), work);
    }

    /**
     * A path with the fewest edges.
     *
     * @param from where it begins
     * @param to where it ends
     * @return the path, or empty when there is none
     */
    public Optional<GraphPath> shortestPath(NodeId from, NodeId to) {
        Workspace work = workspace();
        int hops = hops(from, to, work);
        if (hops < 0) {
            return Optional.empty();
        }
        List<NodeId> nodes = new ArrayList<>(hops + 1);
        for (int i = 0; i <= hops; i++) {
            nodes.add(work.pathNode(i));
        }
        return Optional.of(new GraphPath(nodes, hops));
    }

    /**
     * A path of the least cost.
     *
     * @param from where it begins
     * @param to where it ends
     * @param measure what a path costs
     * @return the path, or empty when there is none
     */
    public Optional<GraphPath> shortestPath(NodeId from, NodeId to, PathCost measure) {
        return measure == PathCost.HOPS
                ? shortestPath(from, to)
                : new CheapestPath(graph, rows, measure).find(from.in(graph), to.in(graph));
    }

    /**
     * All paths that visit no node twice, within bounds.
     *
     * @param from where they begin
     * @param to where they end
     * @param maxHops the most edges of a path, at least 0
     * @param maxPaths the most paths, at least 1
     * @return the paths, and whether these are all
     * @throws IllegalArgumentException when a bound is out of range
     */
    public SimplePaths simplePaths(NodeId from, NodeId to, int maxHops, int maxPaths) {
        if (maxHops < 0 || maxPaths < 1) {
            throw new IllegalArgumentException(
                    "maxHops=" + maxHops + " maxPaths=" + maxPaths + " is out of range");
        }
        return new PathSearch(graph, rows, to.in(graph), maxHops, maxPaths).from(from.in(graph));
    }

    /**
     * The strongly connected components.
     *
     * @return the components
     */
    public Components components() {
        return Components.of(graph, rows.forward());
    }

    /**
     * How deep each node is: the most edges on a way to it, where the nodes of a cycle count as one.
     *
     * @return the depths by {@link NodeId#index}, 0 for nodes that no edge leads to
     */
    public int[] depths() {
        return components().depths();
    }

    /**
     * The nodes put together wherever an edge joins them.
     *
     * @return the classes
     */
    public EquivalenceClasses classes() {
        return EquivalenceClasses.of(graph, rows);
    }

    /**
     * What stands before every path from a node.
     *
     * @param root where the paths begin
     * @return the tree
     */
    public DominatorTree dominators(NodeId root) {
        return DominatorTree.of(graph, rows, root.in(graph));
    }

    /**
     * Which node reaches which, precomputed.
     *
     * @return the closure
     * @throws IllegalArgumentException when there are more than {@link Closure#MAX_NODES} nodes
     */
    public Closure closure() {
        return Closure.of(graph, rows.forward());
    }

    private void require(Workspace work) {
        if (work.graph != graph) {
            throw new IllegalArgumentException("the workspace is for another graph");
        }
    }
}
