package dev.cnv.runtime.endpoint;

import java.io.IOException;

/**
 * Bytes to and from one other process.
 *
 * <p><b>Threading:</b> one thread reads, one writes, and any thread aborts.
 */
interface Transport {

    /**
     * Reads what has come, and waits for at least one byte.
     *
     * @return how many bytes were read; -1 when the other side sends no more
     */
    int read(byte[] into, int offset, int count) throws IOException;

    /** Writes all bytes. */
    void write(byte[] from, int offset, int count) throws IOException;

    /** Says that no more bytes will be written; the other side can still send. */
    void finishOutput() throws IOException;

    /** Ends both directions at once; threads that read or write get an {@link IOException}. */
    void abort();

    /** {@return who is at the other end} */
    PeerIdentity peer();

    /** {@return bytes that only this connection's two ends know; empty where the channel has none} */
    byte[] binding();
}
