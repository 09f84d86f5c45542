package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.AuditEvent.AuditCheckpoint;
import dev.cnv.runtime.governance.LedgerRecord;
import dev.cnv.runtime.governance.OperatingMode;
import dev.cnv.runtime.governance.RuntimeEvent;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityGranted;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityRevoked;
import dev.cnv.runtime.governance.RuntimeEvent.KeyChanged;
import dev.cnv.runtime.governance.RuntimeEvent.ModeChanged;
import dev.cnv.runtime.governance.RuntimeEvent.PhaseChanged;
import dev.cnv.runtime.governance.RuntimeEvent.PolicyChanged;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger says of the runtime as it was when it last wrote: its verbs, policy, mode and keys.
 *
 * <p><b>Threading:</b> used by one thread.
 */
public final class RuntimeHistory {

    private final Map<String, CapabilityGranted> offered = new TreeMap<>();
    private final Set<String> withdrawn = new TreeSet<>();
    private final Set<RuntimeEvent.Key> keys = new LinkedHashSet<>();
    private final Map<String, Long> marks = new TreeMap<>();
    private OperatingMode mode = OperatingMode.NORMAL;
    private long operatingChanges;
    private @Nullable PolicyChanged configured;
    private @Nullable PolicyChanged policy;

    /** The history of a ledger without records. */
    public RuntimeHistory() {}

    /**
     * Takes the next record.
     *
     * @param record a record of the ledger
     */
    public void replay(LedgerRecord record) {
        switch (record.event()) {
            case RuntimeEvent event -> replay(event);
            case AuditCheckpoint mark -> marks.put(mark.name(), mark.size());
            default -> {}
        }
    }

    private void replay(RuntimeEvent event) {
        switch (event) {
            case CapabilityGranted granted -> {
                offered.put(granted.capability(), granted);
                if (byOperator(granted)) {
                    withdrawn.remove(granted.capability());
                    operatingChanges++;
                }
            }
            case CapabilityRevoked revoked -> {
                if (byOperator(revoked)) {
                    withdrawn.add(revoked.capability());
                    operatingChanges++;
                } else {
                    offered.remove(revoked.capability());
                }
            }
            case PolicyChanged changed -> {
                policy = changed;
                if (changed.direction().equals(PolicyChanged.CONFIGURE)) {
                    configured = changed;
                }
            }
            case ModeChanged changed -> {
                mode = changed.to();
                operatingChanges++;
            }
            case KeyChanged changed -> {
                changed.removed().forEach(keys::remove);
                keys.addAll(changed.added());
            }
            case PhaseChanged _, RuntimeEvent.SessionChanged _ -> {}
        }
    }

    /** What the runtime itself does with its verbs takes none away, and gives none back. */
    private static boolean byOperator(RuntimeEvent event) {
        return !event.origin().agent().isEmpty();
    }

    /** How often an operator changed the mode or a verb. */
    long operatingChanges() {
        return operatingChanges;
    }

    /** The verbs that the runtime had, by path, whether withdrawn or not. */
    Map<String, CapabilityGranted> offered() {
        return offered;
    }

    /** The verbs that an operator has taken away. */
    Set<String> withdrawn() {
        return withdrawn;
    }

    /** How many records the last mark of each name stands for. */
    Map<String, Long> marks() {
        return marks;
    }

    Set<RuntimeEvent.Key> keys() {
        return keys;
    }

    OperatingMode mode() {
        return mode;
    }

    /** The policy that decided last, as the ledger's last change of it says. */
    Optional<PolicyChanged> policy() {
        return Optional.ofNullable(policy);
    }

    /** Whether the runtime was last built with this policy. */
    boolean configuredWith(Digest hash) {
        return configured != null && configured.after().equals(hash);
    }
}
