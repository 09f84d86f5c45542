package dev.cnv.runtime.governance;

/**
 * A place of a ledger's file that is not as it was written.
 *
 * @param line the line, counted from 1, the header being the first
 * @param offsetBytes where the line begins, in bytes from the beginning of the file
 * @param index the index of the record that should be there; -1 for the header
 * @param what what is wrong with it
 */
public record LedgerDamage(long line, long offsetBytes, long index, String what) {

    @Override
    public String toString() {
        return "line=" + line + " offsetBytes=" + offsetBytes + " index=" + index + ": " + what;
    }
}
