package dev.cnv.runtime.tlog;

import java.io.IOException;

/**
 * Where the hashes of a tree's full subtrees come from.
 *
 * <p><b>Threading:</b> as the implementation says; what CNV offers is for one thread.
 */
@FunctionalInterface
public interface TreeNodes {

    /**
     * Gives the hash over the leaves from {@code index << level} to {@code (index + 1) << level}.
     *
     * @param level 0 for a leaf
     * @param index which subtree of that level
     * @param out receives 32 bytes
     * @param offset where they begin
     * @throws IOException when the hash cannot be had
     */
    void node(int level, long index, byte[] out, int offset) throws IOException;
}
