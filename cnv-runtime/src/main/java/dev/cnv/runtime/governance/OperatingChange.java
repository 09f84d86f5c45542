package dev.cnv.runtime.governance;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.outcome.Denial;

/** What became of a change of how a runtime operates: its mode, or a verb that it offers. */
public sealed interface OperatingChange {

    /** What approvers of an opening approve: a verb that no application can have. */
    CapabilityId APPROVED_AS = new CapabilityId("cnv.runtime.open");

    /** The version of {@link #APPROVED_AS}. */
    String APPROVED_VERSION = "1.0.0";

    /**
     * The change is in the ledger, and holds for every decision behind it.
     *
     * @param record the index of the ledger's record
     */
    record Applied(long record) implements OperatingChange {}

    /** It was so before; nothing was recorded. */
    record Unchanged() implements OperatingChange {}

    /**
     * Everything is as it was.
     *
     * @param denial why
     */
    record Refused(Denial denial) implements OperatingChange {}
}
