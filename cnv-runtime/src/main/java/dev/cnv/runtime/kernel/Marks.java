package dev.cnv.runtime.kernel;

import dev.cnv.runtime.governance.AuditEvent.AuditCheckpoint;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.TreeHead;
import dev.cnv.runtime.identity.AgentId;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sets named marks in the ledger, and counts the records between two of one name.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by its own monitor.
 */
final class Marks {

    private static final int MAX_NAME_LENGTH = 128;

    private final Ledger ledger;
    private final EventOrigins origins;
    private final Map<String, Long> sizes;

    Marks(Ledger ledger, EventOrigins origins, Map<String, Long> sizes) {
        this.ledger = ledger;
        this.origins = origins;
        this.sizes = new TreeMap<>(sizes);
    }

    /**
     * Sets a mark.
     *
     * @throws IllegalStateException when the ledger has no tree
     * @throws IllegalArgumentException when the name is empty or too long
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot take it
     */
    synchronized AuditCheckpoint set(String name, AgentId by) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "nameLength=" + name.length() + " is not 1 to " + MAX_NAME_LENGTH);
        }
        TreeHead head = ledger.treeHead()
                .orElseThrow(() -> new IllegalStateException("ledger=" + ledger
                        + " has no tree, so nothing says what a mark stands for"));
        AuditCheckpoint mark = new AuditCheckpoint(
                origins.by(by.value()),
                name,
                head.size(),
                head.size() - sizes.getOrDefault(name, 0L),
                head.root());
        ledger.append(mark, Ledger.Durability.ON_DISK);
        sizes.put(name, head.size());
        return mark;
    }
}
