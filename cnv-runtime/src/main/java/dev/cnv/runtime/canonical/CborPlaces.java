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
     * is even. Most items are flat, so there is room for a few frames until more are opened. */

    private static final int FIRST_FRAMES = 4;

    final byte[] bytes;
    final int limit;
    final int base;
    int at;

    int[] left;
    boolean[] map;

    @Nullable String[] keyName;

    int depth;

    private final String where;
    private int[] size;
    private int[] keyStart;
    private int[] keyEnd;

    CborPlaces(String where, byte[] bytes, int offset, int limit, int depth) {
        this.where = where;
        this.bytes = bytes;
        this.at = offset;
        this.limit = limit;
        this.base = depth;
        this.depth = depth;
        int frames = Math.min(depth + FIRST_FRAMES, MAX_DEPTH + 1);
        left = new int[frames];
        map = new boolean[frames];
        keyName = new String[frames];
        size = new int[frames];
        keyStart = new int[frames];
        keyEnd = new int[frames];
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
        if (depth == left.length) {
            moreFrames();
        }
        left[depth] = items;
        size[depth] = items;
        map[depth] = isMap;
        keyEnd[depth] = 0;
        keyName[depth] = null;
    }

    private void moreFrames() {
        int frames = Math.min(2 * depth, MAX_DEPTH + 1);
        left = Arrays.copyOf(left, frames);
        map = Arrays.copyOf(map, frames);
        keyName = Arrays.copyOf(keyName, frames);
        size = Arrays.copyOf(size, frames);
        keyStart = Arrays.copyOf(keyStart, frames);
        keyEnd = Arrays.copyOf(keyEnd, frames);
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
