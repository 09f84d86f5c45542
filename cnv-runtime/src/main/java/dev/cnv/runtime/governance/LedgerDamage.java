package dev.cnv.runtime.governance;

/**
 * A place of a ledger that is not as it was written.
 *
 * @param segment the segment: the index of its first record, which its file is named by
 * @param line the line in that file, counted from 1, the header being the first; 0 for the file itself
 * @param offsetBytes where the line begins, in bytes from the beginning of the file
 * @param index the index of the record that should be there; -1 for the header
 * @param what what is wrong with it
 */
public record LedgerDamage(long segment, long line, long offsetBytes, long index, String what) {

    @Override
    public String toString() {
        return "segment=" + segment + " line=" + line + " offsetBytes=" + offsetBytes + " index="
                + index + ": " + what;
    }
}
