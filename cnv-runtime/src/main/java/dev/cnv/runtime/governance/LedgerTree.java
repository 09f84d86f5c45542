package dev.cnv.runtime.governance;

import dev.cnv.runtime.tlog.Frontier;
import java.security.MessageDigest;

/**
 * The tree over a ledger's records, brought up to date from its lines when it is asked for.
 *
 * <p><b>Threading:</b> guarded by its own monitor.
 */
final class LedgerTree {

    private final Frontier frontier = new Frontier();

    /** The tree over all records up to an end; reads those that came since the last time. */
    synchronized TreeHead upTo(LedgerLines lines, long size) {
        MessageDigest sha256 = LedgerLeaf.sha256();
        lines.scan(
                frontier.size(),
                size,
                (_, _, _, buffer, offset, length) ->
                        frontier.append(LedgerLeaf.hash(sha256, buffer, offset, length)));
        if (frontier.size() < size) {
            throw new LedgerException(
                    "record=" + frontier.size() + " of " + size + " cannot be read any more", null);
        }
        return new TreeHead(size, frontier.root());
    }
}
