package dev.cnv.audit.query;

/** The lines of a ledger. */
interface Lines extends AutoCloseable {

    /** Sees a line in a buffer that is the reader's own. */
    @FunctionalInterface
    interface Visitor {
        void line(
                long index, long segment, long offsetBytes, byte[] buffer, int offset, int length);
    }

    /**
     * Reads lines up to an index or the last complete one, checking each one's checksum.
     *
     * @return the index of the line that comes next
     */
    long scan(long fromIndex, long toIndex, Visitor visitor);

    /** {@return one line at a place that a scan gave, its checksum checked} */
    byte[] at(long segment, long offsetBytes);

    @Override
    void close();
}
