package dev.cnv.runtime.tlog;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import java.io.IOException;

/**
 * The entries of a log, of which only those that survive a crash are shown.
 *
 * <p><b>Threading:</b> called by the thread that publishes.
 */
@EffectBoundary(
        value = Effect.READ_ONLY,
        reason = "entries are read where somebody else wrote them")
public interface Leaves {

    /**
     * Counts the entries that survive a crash.
     *
     * @return how many they are; never fewer than before
     * @throws IOException when that is not known
     */
    long size() throws IOException;

    /**
     * Gives entries in their order.
     *
     * @param from the first one's index
     * @param to the index after the last one's; at most {@link #size}
     * @param sink receives each entry
     * @throws IOException when an entry is damaged or cannot be read
     */
    void read(long from, long to, Sink sink) throws IOException;

    /** What receives entries. */
    @FunctionalInterface
    interface Sink {

        /**
         * Receives an entry.
         *
         * @param source an array with the entry, valid during the call
         * @param offset where it begins
         * @param count its length, in bytes, at most 65,535
         * @throws IOException when it cannot be taken
         */
        void entry(byte[] source, int offset, int count) throws IOException;
    }
}
