package dev.cnv.runtime.registry;

import java.io.Closeable;
import java.io.IOException;

/**
 * The file of a {@link FeedJournal}, as far as a journal needs one. What was written may be lost in a
 * crash until {@link #force} has returned.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
interface FeedFile extends Closeable {

    /** {@return the length in bytes} */
    long size() throws IOException;

    /** {@return the bytes at a place; fewer than asked for only at the end} */
    byte[] read(long positionBytes, int lengthBytes) throws IOException;

    /**
     * Writes bytes.
     *
     * @throws IOException when not all of them were written; some may have been
     */
    void write(long positionBytes, byte[] bytes) throws IOException;

    /**
     * Returns when everything written before is on the device, and the file will be found there.
     *
     * @throws IOException when that is not certain
     */
    void force() throws IOException;

    /** Makes the file this short. Durable like a write: after {@link #force}. */
    void truncate(long sizeBytes) throws IOException;
}
