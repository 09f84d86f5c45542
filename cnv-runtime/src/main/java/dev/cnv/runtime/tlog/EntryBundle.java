package dev.cnv.runtime.tlog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A bundle of entries (C2SP tlog-tiles).
 *
 * <pre>
 *  +----------------------+---------------------+
 *  | length : 2 bytes,    | entry, 0 to 65,535  |   1 to 256 times
 *  | big-endian           | bytes               |
 *  +----------------------+---------------------+
 * </pre>
 */
final class EntryBundle {

    static final int MAX_ENTRY_BYTES = 0xffff;
    static final int MAX_BYTES = TilePath.FULL_WIDTH * (2 + MAX_ENTRY_BYTES);

    private byte[] bytes = new byte[1 << 14];
    private int length;

    void add(byte[] source, int offset, int count) {
        if (count > MAX_ENTRY_BYTES) {
            throw new IllegalArgumentException(
                    "entryBytes=" + count + " is more than " + MAX_ENTRY_BYTES);
        }
        if (bytes.length - length < count + 2) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count + 2));
        }
        bytes[length++] = (byte) (count >>> 8);
        bytes[length++] = (byte) count;
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    void clear() {
        length = 0;
    }

    /** Reads the first entries of a bundle, of which a partial one has no others. */
    static List<byte[]> read(TilePath path, byte[] bytes, int count) throws LogDamagedException {
        List<byte[]> entries = new ArrayList<>(count);
        int at = 0;
        while (at < bytes.length) {
            int length = bytes.length - at < 2
                    ? MAX_BYTES
                    : (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
            if (length > bytes.length - at - 2) {
                throw new LogDamagedException(
                        LogFault.MALFORMED, "file=" + path + " ends within an entry");
            }
            entries.add(Arrays.copyOfRange(bytes, at + 2, at + 2 + length));
            at += 2 + length;
        }
        if (entries.size() != path.width()) {
            throw new LogDamagedException(
                    LogFault.MALFORMED,
                    "file=" + path + " has entries=" + entries.size() + " instead of "
                            + path.width());
        }
        return entries.subList(0, count);
    }
}
