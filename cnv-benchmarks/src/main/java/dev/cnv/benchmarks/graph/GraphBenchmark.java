package dev.cnv.benchmarks.graph;

import com.google.common.graph.GraphBuilder;
import com.google.common.graph.Graphs;
import com.google.common.graph.ImmutableGraph;
import dev.cnv.runtime.graph.Adjacency;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.Closure;
import dev.cnv.runtime.graph.EdgeType;
import dev.cnv.runtime.graph.GraphView;
import dev.cnv.runtime.graph.NodeId;
import dev.cnv.runtime.graph.Workspace;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.alg.shortestpath.BidirectionalDijkstraShortestPath;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.traverse.BreadthFirstIterator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same directed graph, four edges a node, in CNV, JGraphT and Guava: making it, what can be reached,
 * shortest paths and looking a path up. Nodes are integers for the peers. Pairs of nodes are drawn
 * beforehand and taken in turn.
 *
 * <p>{@code cnvBuild} makes the rows of an edge list, as a module's constant arrays are; {@code
 * cnvBuildChecked} is the whole way through the builder, with names, types and all checks.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GraphBenchmark {

    private static final EdgeType LINK = EdgeType.custom("link");
    private static final int PAIRS = 256;

    /** How many nodes. */
    @Param({"100", "10000"})
    public int nodes;

    private DrawnEdges edges;
    private GraphView view;
    private Workspace work;
    private Closure closure;
    private Graph<Integer, DefaultEdge> jgrapht;
    private ImmutableGraph<Integer> guava;
    private NodeId[] from;
    private NodeId[] to;
    private int[] fromNumbers;
    private int[] toNumbers;
    private int next;

    /** Makes the three graphs and compares their answers. */
    @Setup
    public void setUp() {
        edges = DrawnEdges.of(nodes, nodes * 4);
        CapabilityGraph graph = Verbs.linked(edges, LINK);
        view = graph.follow(LINK);
        work = view.workspace();
        closure = view.closure();
        jgrapht = jgraphtBuild();
        guava = guavaBuild();
        Random random = new Random(3);
        fromNumbers = random.ints(PAIRS, 0, nodes).toArray();
        toNumbers = random.ints(PAIRS, 0, nodes).toArray();
        from = new NodeId[PAIRS];
        to = new NodeId[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            from[i] = graph.find(Verbs.id(fromNumbers[i])).orElseThrow();
            to[i] = graph.find(Verbs.id(toNumbers[i])).orElseThrow();
            requireSame(i);
        }
    }

    private void requireSame(int pair) {
        next = pair;
        int reached = cnvReachable();
        next = pair;
        int jgraphtReached = jgraphtReachable();
        next = pair;
        int guavaReached = guavaReachable();
        next = pair;
        int hops = cnvPath();
        next = pair;
        int jgraphtHops = jgraphtBidirectional();
        next = pair;
        boolean path = cnvClosure();
        if (reached != jgraphtReached
                || reached != guavaReached
                || hops != jgraphtHops
                || path != (hops >= 0)) {
            throw new IllegalStateException("answers differ for pair=" + pair + ": reached="
                    + reached + "," + jgraphtReached + "," + guavaReached + " hops=" + hops + ","
                    + jgraphtHops + " path=" + path);
        }
    }

    private int pair() {
        return next++ & (PAIRS - 1);
    }

    /** {@return rows of the edges} */
    @Benchmark
    public Adjacency cnvBuild() {
        return Adjacency.of(nodes, edges.from(), edges.to());
    }

    /** {@return a graph with everything checked} */
    @Benchmark
    public CapabilityGraph cnvBuildChecked() {
        return Verbs.linked(edges, LINK);
    }

    /** {@return a graph of JGraphT} */
    @Benchmark
    public Graph<Integer, DefaultEdge> jgraphtBuild() {
        Graph<Integer, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
        for (int i = 0; i < nodes; i++) {
            graph.addVertex(i);
        }
        for (int i = 0; i < edges.from().length; i++) {
            graph.addEdge(edges.from()[i], edges.to()[i]);
        }
        return graph;
    }

    /** {@return a graph of Guava} */
    @Benchmark
    public ImmutableGraph<Integer> guavaBuild() {
        ImmutableGraph.Builder<Integer> graph =
                GraphBuilder.directed().expectedNodeCount(nodes).immutable();
        for (int i = 0; i < nodes; i++) {
            graph.addNode(i);
        }
        for (int i = 0; i < edges.from().length; i++) {
            graph.putEdge(edges.from()[i], edges.to()[i]);
        }
        return graph.build();
    }

    /** {@return how many nodes are reached} */
    @Benchmark
    public int cnvReachable() {
        return view.reachable(from[pair()], work);
    }

    /** {@return how many nodes are reached} */
    @Benchmark
    public int jgraphtReachable() {
        int count = 0;
        BreadthFirstIterator<Integer, DefaultEdge> search =
                new BreadthFirstIterator<>(jgrapht, fromNumbers[pair()]);
        while (search.hasNext()) {
            search.next();
            count++;
        }
        return count;
    }

    /** {@return how many nodes are reached} */
    @Benchmark
    public int guavaReachable() {
        return Graphs.reachableNodes(guava, fromNumbers[pair()]).size();
    }

    /** {@return the number of edges, -1 without path} */
    @Benchmark
    public int cnvPath() {
        int pair = pair();
        return view.hops(from[pair], to[pair], work);
    }

    /** {@return the number of edges, -1 without path} */
    @Benchmark
    public int jgraphtBreadthFirst() {
        int pair = pair();
        return length(new BFSShortestPath<>(jgrapht).getPath(fromNumbers[pair], toNumbers[pair]));
    }

    /** {@return the number of edges, -1 without path} */
    @Benchmark
    public int jgraphtBidirectional() {
        int pair = pair();
        return length(new BidirectionalDijkstraShortestPath<>(jgrapht)
                .getPath(fromNumbers[pair], toNumbers[pair]));
    }

    private static int length(GraphPath<Integer, DefaultEdge> path) {
        return path == null ? -1 : path.getLength();
    }

    /** {@return whether there is a path} */
    @Benchmark
    public boolean cnvClosure() {
        int pair = pair();
        return closure.reaches(from[pair], to[pair]);
    }
}
