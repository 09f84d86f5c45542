package dev.cnv.runtime.kernel;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.Components;
import dev.cnv.runtime.graph.Composer;
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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The graph of a runtime's verbs and the ways through them. Both are made when they are first asked for,
 * so that an application without such a question starts without them.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class VerbGraph {

    /** That a verb can come right after another: it takes what that makes, or requires it. */
    private static final EdgeType PRECEDES = EdgeType.custom("precedes");

    private final Registry registry;
    private final Ledger ledger;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable CapabilityGraph graph;
    private volatile @Nullable Composer composer;
    private volatile @Nullable Ways ways;

    VerbGraph(Registry registry, Ledger ledger) {
        this.registry = registry;
        this.ledger = ledger;
    }

    /**
     * The graph.
     *
     * @throws dev.cnv.runtime.graph.GraphRefusedException when what the verbs declare of each other is
     *     not so
     */
    CapabilityGraph graph() {
        lock.lock();
        try {
            CapabilityGraph known = graph;
            if (known == null) {
                known = GraphBuilder.of(List.copyOf(registry.verbs()), registry.types())
                        .compiled(ModuleGraphs.of(registry.modules()))
                        .build();
                graph = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** What finds plans in the graph. */
    Composer composer() {
        Composer known = composer;
        if (known == null) {
            known = Composer.of(graph());
            composer = known;
        }
        return known;
    }

    /**
     * The ways, which the ledger keeps, so that a decision that asked for them can be made again.
     *
     * @throws dev.cnv.runtime.governance.LedgerException when it cannot keep them
     * @throws dev.cnv.runtime.graph.GraphRefusedException see {@link #graph}
     */
    Ways ways() {
        Ways known = ways;
        if (known == null) {
            known = ways(graph());
            if (ledger.keepsPayloads()) {
                ledger.keep(known.bytes());
            }
            ways = known;
        }
        return known;
    }

    /**
     * The ways through a graph. One begins at a verb that nothing comes before; of verbs in a circle that
     * nothing else comes before, at each of them.
     */
    static Ways ways(CapabilityGraph graph) {
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
