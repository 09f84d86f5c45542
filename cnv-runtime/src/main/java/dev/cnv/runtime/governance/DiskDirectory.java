package dev.cnv.runtime.governance;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The directory of a ledger's segments. A segment is named by the index of its first record. A new
 * one may be gone after a crash, whatever was forced into it, until {@link #force} has returned.
 *
 * <p><b>Threading:</b> one thread makes and forces segments at a time; others may list and open them
 * meanwhile.
 */
interface DiskDirectory extends Closeable {

    /** {@return the segments that there are, in ascending order} */
    List<Long> segments() throws IOException;

    /** Opens a segment for reading. */
    Disk open(long segment) throws IOException;

    /** Opens a segment for writing and reading; once at a time. */
    Disk openForWriting(long segment) throws IOException;

    /**
     * Makes an empty segment, readable by its owner only, and opens it for writing.
     *
     * @throws DiskFullException when there is no room for it
     */
    Disk create(long segment) throws IOException;

    /** Returns when every segment made before will be found after a crash. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
}
