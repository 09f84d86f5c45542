package dev.cnv.runtime.governance;

import java.io.Closeable;
import java.io.IOException;

/**
 * A file of a ledger, as far as a ledger needs one. What was written may be lost in a crash until
 * {@link #force} has returned.
 *
 * <p><b>Threading:</b> one thread writes, forces and truncates at a time; others may read and ask for
 * the size meanwhile.
 */
interface Disk extends Closeable {

    /**
     * Writes bytes.
     *
     * @throws DiskFullException when there was no room; some may have been written
     * @throws IOException when not all of them were written; some may have been
     */
    void write(long positionBytes, byte[] bytes, int lengthBytes) throws IOException;

    /**
     * Returns when everything written before is on the device.
     *
     * @throws IOException when that is not certain
     */
    void force() throws IOException;

    /** {@return the length in bytes} */
    long size() throws IOException;

    /**
     * Reads bytes into an array.
     *
     * @return how many were read; less than asked for only at the end, 0 there
     */
    int read(long positionBytes, byte[] into, int from, int lengthBytes) throws IOException;

    /** Makes the file this short. Durable like a write: after {@link #force}. */
    void truncate(long sizeBytes) throws IOException;

    @Override
    void close() throws IOException;
}
