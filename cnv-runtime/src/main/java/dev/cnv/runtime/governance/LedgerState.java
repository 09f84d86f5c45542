package dev.cnv.runtime.governance;

/** Whether a ledger takes records, and why it does not. */
public sealed interface LedgerState {

    /** It takes records. */
    record Open() implements LedgerState {}

    /**
     * There was no room for the last records. They were not recorded; what was acknowledged is safe. Each
     * further append tries again, and when there is room the ledger is open.
     *
     * @param why what the system said
     */
    record Full(String why) implements LedgerState {}

    /**
     * It takes no record until it is opened again: it was damaged when it was opened, or writing to it
     * failed, after which nobody knows what is on disk.
     *
     * @param why the damage with its place, or the fault
     */
    record ReadOnly(String why) implements LedgerState {}

    /** It was closed. */
    record Closed() implements LedgerState {}
}
