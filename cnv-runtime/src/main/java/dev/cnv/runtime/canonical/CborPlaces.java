package dev.cnv.runtime.canonical;

import static dev.cnv.runtime.canonical.CborDescriptor.MAX_DEPTH;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a reader stands: the byte, and the open arrays and maps around it, with what is left of each. It
 * names the place in messages, and keeps the order of keys.
 *
 * <p><b>Threading:</b> for one thread.
 */
abstract class CborPlaces {

    /* Implementation notes: one frame for each open array or map; frame 0 holds the item itself.
     * `left` counts items that were not read yet, in a map keys too, so that a key is next where it
     * is even. */

    final byte[] bytes;
    final int limit;
    final int base;
    int at;

    final int[] left = new int[MAX_DEPTH + 1];
    final boolean[] map = new boolean[MAX_DEPTH + 1];
    final @Nullable String[] keyName = new String[MAX_DEPTH + 1];
    int depth;

    private final String where;
    private final int[] size = new int[MAX_DEPTH + 1];
    private final int[] keyStart = new int[MAX_DEPTH + 1];
    private final int[] keyEnd = new int[MAX_DEPTH + 1];

    CborPlaces(String where, byte[] bytes, int offset, int limit, int depth) {
        this.where = where;
        this.bytes = bytes;
        this.at = offset;
        this.limit = limit;
        this.base = depth;
        this.depth = depth;
        left[depth] = 1;
        size[depth] = 1;
    }

    /** A refusal of the item that was read last, or is read next. */
    final CborRefusedException fault(String what) {
        return new CborRefusedException(path() + " at byte=" + at + " " + what, null);
    }

    final void requireKeyNext() {
        if (!map[depth] || left[depth] % 2 != 0) {
            throw new IllegalStateException(path() + " does not wait for a key");
        }
    }

    final void requireAscending(int start) {
        if (keyEnd[depth] > 0
                && Arrays.compareUnsigned(bytes, keyStart[depth], keyEnd[depth], bytes, start, at)
                        >= 0) {
            throw fault("has a key that repeats or does not ascend");
        }
    }

    final void took(int start, @Nullable String name) {
        keyStart[depth] = start;
        keyEnd[depth] = at;
        keyName[depth] = name;
        left[depth]--;
    }

    final void open(boolean isMap, int items) {
        if (depth == MAX_DEPTH) {
            throw fault("is nested deeper than " + MAX_DEPTH);
        }
        depth++;
        left[depth] = items;
        size[depth] = items;
        map[depth] = isMap;
        keyEnd[depth] = 0;
        keyName[depth] = null;
    }

    /** Counts a value as read. */
    final void taken() {
        if (map[depth] && left[depth] % 2 == 0) {
            throw new IllegalStateException(path() + " waits for a key, not for a value");
        }
        left[depth]--;
    }

    final String path() {
        StringBuilder path = new StringBuilder(where);
        for (int i = base + 1; i <= depth; i++) {
            if (!map[i] && size[i] > 0) {
                path.append('[')
                        .append(Math.min(size[i] - left[i], size[i] - 1))
                        .append(']');
            } else if (keyName[i] != null) {
                path.append('.').append(keyName[i]);
            } else if (left[i] < size[i]) {
                path.append('{').append((size[i] - left[i] - 1) / 2).append('}');
            }
        }
        return path.toString();
    }
}
