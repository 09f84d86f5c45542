package dev.cnv.runtime.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.graph.Graphs.Drawn;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every query against brute force on drawn graphs; every pair of nodes of each graph is asked. */
class GraphQueriesPropertyTest {

    private static void forAll(String name, int maxNodes, Property.Check<Drawn> check) {
        Property.named(name).oneIn(10).check(draws -> Graphs.draw(draws, maxNodes), check);
    }

    @Test
    void reachable_isWhatHasAPath() {
        forAll("graph-reachable", 12, drawn -> {
            double[][] hops = Graphs.leastCosts(Graphs.steps(drawn, (_, _) -> 1));
            Workspace work = drawn.view().workspace();
            Closure closure = drawn.view().closure();
            for (NodeId from : drawn.graph().ids()) {
                int count = drawn.view().reachable(from, work);
                NodeSet set = drawn.view().reachable(from);
                assertEquals(count, set.size());
                assertEquals(set, closure.reachable(from));
                for (NodeId to : drawn.graph().ids()) {
                    boolean expected = Double.isFinite(hops[from.index()][to.index()]);
                    assertEquals(expected, work.reached(to));
                    assertEquals(expected, set.contains(to));
                    assertEquals(expected, closure.reaches(from, to));
                    assertEquals(expected, drawn.view().reaching(to).contains(from));
                }
            }
        });
    }

    @Test
    void shortestPath_isAPathAndShortest() {
        AtomicInteger longest = new AtomicInteger();
        forAll("graph-shortest", 14, drawn -> {
            double[][] hops = Graphs.leastCosts(Graphs.steps(drawn, (_, _) -> 1));
            for (NodeId from : drawn.graph().ids()) {
                for (NodeId to : drawn.graph().ids()) {
                    Optional<GraphPath> path = drawn.view().shortestPath(from, to);
                    double expected = hops[from.index()][to.index()];
                    assertEquals(Double.isFinite(expected), path.isPresent());
                    path.ifPresent(found -> {
                        requirePath(drawn, from, to, found);
                        assertEquals(expected, found.hops());
                        longest.accumulateAndGet(found.hops(), Math::max);
                    });
                }
            }
        });
        assertTrue(longest.get() > 4, "longest=" + longest);
    }

    private static void requirePath(Drawn drawn, NodeId from, NodeId to, GraphPath path) {
        assertEquals(from, path.nodes().getFirst());
        assertEquals(to, path.nodes().getLast());
        for (int i = 1; i < path.nodes().size(); i++) {
            int before = path.nodes().get(i - 1).index();
            assertTrue(drawn.edge()[before][path.nodes().get(i).index()]);
        }
    }

    @Test
    void cheapestPath_isAPathAndCheapest() {
        forAll("graph-cheapest", 10, drawn -> {
            double[][] weights =
                    Graphs.leastCosts(Graphs.steps(drawn, (i, j) -> drawn.weight()[i][j]));
            double[][] calls = Graphs.leastCosts(Graphs.steps(drawn, (_, j) -> call(drawn, j)));
            for (NodeId from : drawn.graph().ids()) {
                for (NodeId to : drawn.graph().ids()) {
                    int i = from.index();
                    int j = to.index();
                    requireCost(drawn, from, to, PathCost.WEIGHT, weights[i][j]);
                    requireCost(
                            drawn, from, to, PathCost.EXPECTED_COST, call(drawn, i) + calls[i][j]);
                }
            }
        });
    }

    private static double call(Drawn drawn, int index) {
        CapabilityNode node = drawn.graph().node(drawn.graph().id(index));
        return node.cost() / node.reliability();
    }

    private static void requireCost(
            Drawn drawn, NodeId from, NodeId to, PathCost measure, double expected) {
        Optional<GraphPath> path = drawn.view().shortestPath(from, to, measure);
        assertEquals(Double.isFinite(expected), path.isPresent());
        path.ifPresent(found -> {
            requirePath(drawn, from, to, found);
            assertEquals(expected, found.cost(), 1e-9);
        });
    }

    @Test
    void simplePaths_areAllOfThem() {
        forAll("graph-simple-paths", 6, drawn -> {
            for (NodeId from : drawn.graph().ids()) {
                for (NodeId to : drawn.graph().ids()) {
                    List<List<Integer>> all =
                            Graphs.simplePaths(drawn.edge(), from.index(), to.index(), 4);
                    SimplePaths found = drawn.view().simplePaths(from, to, 4, 1000);
                    assertTrue(found.complete());
                    assertEquals(all, indices(found));
                    if (!all.isEmpty()) {
                        SimplePaths some =
                                drawn.view().simplePaths(from, to, 4, (all.size() + 1) / 2);
                        assertEquals(all.size() == 1, some.complete());
                        assertEquals(all.subList(0, (all.size() + 1) / 2), indices(some));
                    }
                }
            }
        });
    }

    private static List<List<Integer>> indices(SimplePaths paths) {
        return paths.paths().stream()
                .map(path -> path.nodes().stream().map(NodeId::index).toList())
                .toList();
    }

    @Test
    void components_areMutualReachability() {
        forAll("graph-components", 12, drawn -> {
            Components components = drawn.view().components();
            Closure closure = drawn.view().closure();
            int[] depths = drawn.view().depths();
            for (NodeId one : drawn.graph().ids()) {
                for (NodeId other : drawn.graph().ids()) {
                    boolean mutual = closure.reaches(one, other) && closure.reaches(other, one);
                    assertEquals(mutual, components.of(one) == components.of(other));
                    if (drawn.edge()[one.index()][other.index()]) {
                        assertTrue(components.of(one) >= components.of(other));
                    }
                }
            }
            assertEquals(slowDepths(drawn, components), depthList(depths));
        });
    }

    private static List<Integer> depthList(int[] depths) {
        return java.util.Arrays.stream(depths).boxed().toList();
    }

    /** Bellman and Ford, for the longest way between components. */
    private static List<Integer> slowDepths(Drawn drawn, Components components) {
        int n = drawn.edge().length;
        int[] depth = new int[n];
        for (int round = 0; round < n; round++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    boolean same = components.numbers[i] == components.numbers[j];
                    if (same) {
                        depth[j] = Math.max(depth[j], depth[i]);
                    } else if (drawn.edge()[i][j]) {
                        depth[j] = Math.max(depth[j], depth[i] + 1);
                    }
                }
            }
        }
        return depthList(depth);
    }

    @Test
    void classes_areTheClosureOfTheSymmetricGraph() {
        forAll("graph-classes", 12, drawn -> {
            GraphBuilder both = GraphBuilder.empty();
            drawn.graph().ids().forEach(id -> both.add(drawn.graph().node(id)));
            for (GraphEdge edge : drawn.graph().edges(Graphs.LINK)) {
                both.edge(edge.from().capability(), Graphs.LINK, edge.to().capability());
                both.edge(edge.to().capability(), Graphs.LINK, edge.from().capability());
            }
            CapabilityGraph symmetric = both.build();
            Closure closure = symmetric.follow(Graphs.LINK).closure();
            EquivalenceClasses classes = drawn.view().classes();
            int sum = 0;
            for (List<NodeId> members : classes.all()) {
                sum += members.size();
                assertEquals(members, classes.of(members.getLast()));
            }
            assertEquals(drawn.graph().size(), sum);
            for (NodeId one : drawn.graph().ids()) {
                for (NodeId other : drawn.graph().ids()) {
                    assertEquals(
                            closure.reaches(symmetric.id(one.index()), symmetric.id(other.index())),
                            classes.same(one, other));
                }
            }
        });
    }

    @Test
    void dominators_areThoseWithoutWhichNothingIsReached() {
        AtomicInteger strict = new AtomicInteger();
        forAll("graph-dominators", 9, drawn -> {
            NodeId root = drawn.graph().ids().getFirst();
            DominatorTree tree = drawn.view().dominators(root);
            Set<NodeId> critical = new HashSet<>();
            for (NodeId node : drawn.graph().ids()) {
                List<NodeId> before = new ArrayList<>();
                for (NodeId without : drawn.graph().ids()) {
                    boolean reached = reached(drawn, root.index(), node.index(), -1);
                    boolean passed =
                            reached && !reached(drawn, root.index(), node.index(), without.index());
                    assertEquals(passed, tree.passes(without, node));
                    if (passed && without != root && without != node) {
                        before.add(without);
                    }
                }
                assertEquals(new HashSet<>(before), new HashSet<>(tree.before(node)));
                assertEquals(before.size(), tree.before(node).size());
                critical.addAll(before);
                strict.addAndGet(before.size());
                if (!before.isEmpty()) {
                    assertEquals(
                            tree.before(node).getLast(), tree.immediate(node).get());
                }
            }
            assertEquals(critical, new HashSet<>(tree.critical()));
            assertFalse(tree.immediate(root).isPresent());
        });
        assertTrue(strict.get() > 200, "strict=" + strict);
    }

    private static boolean reached(Drawn drawn, int from, int to, int without) {
        int n = drawn.edge().length;
        boolean[] seen = new boolean[n];
        List<Integer> open = new ArrayList<>();
        if (from != without) {
            open.add(from);
            seen[from] = true;
        }
        while (!open.isEmpty()) {
            int node = open.removeLast();
            for (int next = 0; next < n; next++) {
                if (drawn.edge()[node][next] && next != without && !seen[next]) {
                    seen[next] = true;
                    open.add(next);
                }
            }
        }
        return seen[to];
    }
}
