package dev.cnv.runtime.kernel;

import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.Composer;
import dev.cnv.runtime.graph.GraphBuilder;
import dev.cnv.runtime.policy.Ways;
import dev.cnv.runtime.reach.GraphWays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The graph of a runtime's verbs and the ways through them. Both are made when they are first asked for,
 * so that an application without such a question starts without them.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class VerbGraph {

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
            known = GraphWays.of(graph());
            if (ledger.keepsPayloads()) {
                ledger.keep(known.bytes());
            }
            ways = known;
        }
        return known;
    }
}
