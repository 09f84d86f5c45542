package dev.cnv.audit.report;

import dev.cnv.audit.report.ComplianceReport.Basis;
import dev.cnv.audit.report.ComplianceReport.Checkpoint;
import dev.cnv.audit.report.ComplianceReport.Tree;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is claimed of audit checkpoints: the roots that they name are those of the ledger's tree.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class CheckpointClaim {

    private final Tally roots = new Tally();
    private @Nullable Checkpoint last;

    /**
     * Looks at a checkpoint.
     *
     * @param index where it is
     * @param event what it says
     * @param counts whether it is in the span
     * @param before the tree over the records before it
     */
    void checkpoint(long index, JsonNode event, boolean counts, Supplier<Tree> before) {
        Tree named = new Tree(event.path("size").asLong(-1), ReportWriter.text(event, "root"));
        last = new Checkpoint(index, named.size(), named.root());
        if (counts) {
            boolean possible = named.size() >= 0 && named.size() <= index;
            boolean known = named.size() == index;
            roots.add(index, possible && (!known || before.get().equals(named)), known);
        }
    }

    Optional<Checkpoint> last() {
        return Optional.ofNullable(last);
    }

    Statement statement(Basis checkpoints) {
        return roots.statement(
                "Every audit checkpoint names the root of the tree over as many records as it says.",
                "Nothing.",
                "The root, computed from the records' bytes, where a checkpoint is about all records before"
                        + " it.",
                "Checkpoints that other records came in front of: the root of an earlier size was not"
                        + " computed. Signed checkpoints outside of the ledger.",
                checkpoints);
    }
}
