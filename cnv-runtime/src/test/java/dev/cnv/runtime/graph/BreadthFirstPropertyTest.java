package dev.cnv.runtime.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a search reaches, in graphs of every shape, beside the plainest search. */
class BreadthFirstPropertyTest {

    /** A graph and where to begin. */
    record Case(int nodes, int[] from, int[] to, int begin) {

        /** Chains in both directions, circles, stars and edges at random, all at once. */
        static Case draw(Draws draws) {
            int nodes = draws.between(1, 200);
            IntStream.Builder from = IntStream.builder();
            IntStream.Builder to = IntStream.builder();
            for (int part = draws.between(0, 4); part > 0; part--) {
                int first = draws.between(0, nodes - 1);
                int last = draws.between(0, nodes - 1);
                int step = first < last ? 1 : -1;
                int kind = draws.between(0, 2);
                for (int i = first; i != last; i += step) {
                    from.add(kind == 0 ? i : kind == 1 ? first : draws.between(0, nodes - 1));
                    to.add(kind == 2 ? draws.between(0, nodes - 1) : i + step);
                }
            }
            return new Case(
                    nodes,
                    from.build().toArray(),
                    to.build().toArray(),
                    draws.between(0, nodes - 1));
        }

        Adjacency rows() {
            return Adjacency.of(nodes, from, to);
        }

        Adjacency turned() {
            return Adjacency.of(nodes, to, from);
        }
    }

    private static BitSet reached(Case c) {
        byte[] seen = new byte[c.nodes()];
        int count =
                BreadthFirst.reach(c.rows(), c.turned(), c.begin(), seen, new int[c.nodes() + 1]);
        BitSet reached = new BitSet();
        IntStream.range(0, c.nodes()).filter(i -> seen[i] != 0).forEach(reached::set);
        assertEquals(reached.cardinality(), count);
        return reached;
    }

    private static BitSet plainly(Case c) {
        Adjacency rows = c.rows();
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        open.add(c.begin());
        while (!open.isEmpty()) {
            int node = open.remove();
            if (!seen.get(node)) {
                seen.set(node);
                for (int i = rows.offsets[node]; i < rows.offsets[node + 1]; i++) {
                    open.add(rows.targets[i]);
                }
            }
        }
        return seen;
    }

    @Test
    void reach_anyGraph_isWhatAPlainSearchReaches() {
        Property.named("graph-reach")
                .oneIn(2)
                .check(Case::draw, c -> assertEquals(plainly(c), reached(c)));
    }

    /** Asking a chain against its order finds one node a turn: it is given up in time. */
    @Test
    void reach_longChainEitherWay_staysLinear() {
        int nodes = 500_000;
        int[] low = IntStream.range(0, nodes - 1).toArray();
        int[] high = IntStream.range(1, nodes).toArray();
        assertTimeout(Duration.ofSeconds(10), () -> {
            assertEquals(nodes, reached(new Case(nodes, low, high, 0)).cardinality());
            assertEquals(nodes, reached(new Case(nodes, high, low, nodes - 1)).cardinality());
            assertEquals(
                    nodes / 2, reached(new Case(nodes, low, high, nodes / 2)).cardinality());
        });
    }
}
