package dev.cnv.runtime.governance;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where some batches of a ledger's file begin, so that one record is found without reading all before
 * it. Keeps one place for each {@value #STEP_BYTES} bytes at most.
 *
 * <p><b>Threading:</b> guarded by its owner's lock.
 */
final class BatchStarts {

    static final int STEP_BYTES = 64 * 1024;

    private final TreeMap<Long, Long> starts = new TreeMap<>();
    private long lastBytes = -STEP_BYTES;

    /** Remembers that a batch begins with a record at an offset, unless a place near it is known. */
    void add(long index, long offsetBytes) {
        if (offsetBytes - lastBytes >= STEP_BYTES) {
            starts.put(index, offsetBytes);
            lastBytes = offsetBytes;
        }
    }

    /** {@return an offset at or before a record, where a line begins; 0 is the header} */
    long before(long index) {
        Map.Entry<Long, Long> start = starts.floorEntry(index);
        return start == null ? 0 : start.getValue();
    }
}
