package dev.cnv.audit.query;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.LedgerException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far an index goes, and of which ledger it is.
 *
 * @param next the index of the first event that is not in it
 * @param segment the segment of the last event in it
 * @param offsetBytes where the last event's line begins
 * @param leaf the hash of the last event's line as a leaf (RFC 9162, section 2.1.1)
 */
record Mark(long next, long segment, long offsetBytes, Digest leaf) {

    /** Raised when the same lines would be indexed in another way. */
    static final String FORMAT = "cnv-index 1";

    /** An index of nothing. */
    static final Mark EMPTY = new Mark(0, 0, 0, new Digest("0".repeat(64)));

    static Digest leaf(byte[] buffer, int offset, int length) {
        return Digest.of(ByteBuffer.allocate(length + 1)
                .put((byte) 0)
                .put(buffer, offset, length)
                .array());
    }

    /** Says whether the ledger has the marked line still. */
    boolean holds(Lines lines) {
        if (next == 0) {
            return true;
        }
        try {
            byte[] line = lines.at(segment, offsetBytes);
            return leaf(line, 0, line.length).equals(leaf);
        } catch (LedgerException _) {
            return false; // If the ledger is damaged there, reading it anew says so.
        }
    }

    Map<String, String> data() {
        Map<String, String> data = new HashMap<>();
        data.put("format", FORMAT);
        data.put("next", Long.toString(next));
        data.put("segment", Long.toString(segment));
        data.put("offsetBytes", Long.toString(offsetBytes));
        data.put("leaf", leaf.hex());
        return data;
    }

    /** Reads what {@link #data} wrote; empty for anything else. */
    static Optional<Mark> of(Map<String, String> data) {
        if (!FORMAT.equals(data.get("format"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Mark(
                    Long.parseLong(data.getOrDefault("next", "")),
                    Long.parseLong(data.getOrDefault("segment", "")),
                    Long.parseLong(data.getOrDefault("offsetBytes", "")),
                    new Digest(data.getOrDefault("leaf", ""))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
