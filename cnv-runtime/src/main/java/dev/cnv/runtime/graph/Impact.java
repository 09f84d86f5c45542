package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Slots.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes when a capability goes.
 *
 * @param broken those that require it, directly or through others: nobody can call them any more
 * @param starved those that need a member which only what is gone made; they still run for callers who
 *     bring it themselves. Sorted by capability
 * @param standIns those that are declared to do the same, or to dominate it
 */
public record Impact(NodeSet broken, List<Starved> starved, List<NodeId> standIns) {

    /**
     * A capability that nobody feeds any more.
     *
     * @param node the capability
     * @param members the parameters whose last producers are gone, sorted by name
     */
    public record Starved(NodeId node, List<String> members) {}

    /** Copies the lists. */
    public Impact {
        starved = List.copyOf(starved);
        standIns = List.copyOf(standIns);
    }

    /**
     * Computes the impact. Compares the types of what is gone with those of what is left.
     *
     * @param graph the graph with the capability
     * @param gone the capability that goes
     * @return what goes with it
     * @throws IllegalArgumentException when it is of another graph
     */
    public static Impact of(CapabilityGraph graph, NodeId gone) {
        int index = gone.in(graph);
        long[] words = NodeSet.words(graph.size());
        graph.follow(EdgeType.REQUIRES)
                .reaching(gone)
                .ids()
                .forEach(node -> NodeSet.set(words, node.index()));
        long[] broken = words.clone();
        broken[index >>> 6] &= ~(1L << index);
        List<NodeId> standIns = new ArrayList<>(
                graph.follow(EdgeType.EQUIVALENT, EdgeType.DOMINATES).previous(gone));
        standIns.removeIf(node -> NodeSet.get(words, node.index()));
        return new Impact(new NodeSet(graph, broken), starved(graph, words), standIns);
    }

    private static List<Starved> starved(CapabilityGraph graph, long[] gone) {
        Slots slots = new Slots();
        List<List<Integer>> makers = new ArrayList<>();
        List<List<Place>> wants = new ArrayList<>();
        for (NodeId node : graph.ids()) {
            for (Place made : slots.makes(graph.node(node))) {
                at(makers, made.slot()).add(node.index());
            }
            wants.add(slots.wants(graph.node(node), true));
        }
        List<Starved> starved = new ArrayList<>();
        for (NodeId node : graph.ids()) {
            List<String> members = new ArrayList<>();
            for (Place wanted : wants.get(node.index())) {
                if (lost(slots, makers, wanted.slot(), node.index(), gone)) {
                    members.add(wanted.member());
                }
            }
            if (!members.isEmpty() && !NodeSet.get(gone, node.index())) {
                starved.add(new Starved(node, members));
            }
        }
        return starved;
    }

    private static List<Integer> at(List<List<Integer>> makers, int slot) {
        while (makers.size() <= slot) {
            makers.add(new ArrayList<>());
        }
        return makers.get(slot);
    }

    /** Whether somebody else made it, and all of them are gone. */
    private static boolean lost(
            Slots slots, List<List<Integer>> makers, int wanted, int self, long[] gone) {
        boolean any = false;
        for (int made : slots.suppliers(wanted)) {
            for (int maker : at(makers, made)) {
                if (maker != self && !NodeSet.get(gone, maker)) {
                    return false;
                }
                any |= maker != self;
            }
        }
        return any;
    }
}
