package dev.cnv.hotpath.ring;

/**
 * The ready word of a slot, which says what became of the frame at a position.
 *
 * <pre>
 *   63      62     61         60          59 ... 0
 *  +-------+------+----------+-----------+---------------------------+
 *  |aborted| late | returned | committing|  position of the frame + 1 |
 *  +-------+------+----------+-----------+---------------------------+
 * </pre>
 *
 * Without a flag the frame is committed. A late one was given up while its producer may still write
 * to it, so that nobody else may; returned, its producer has said that it does so no longer.
 */
final class RingWord {

    static final long ABORTED = 1L << 63;
    static final long LATE = 1L << 62;
    static final long RETURNED = 1L << 61;
    static final long COMMITTING = 1L << 60;

    private static final long NUMBER = COMMITTING - 1;

    private RingWord() {}

    static long committed(long position) {
        return position + 1;
    }

    /** Whether the frame at the position was settled in another way than by a commit. */
    static boolean isPassedOver(long word, long position) {
        return (word & (NUMBER | COMMITTING)) == position + 1;
    }

    /** Whether the word speaks of the position, or of a later one in its slot. */
    static boolean isAtOrAfter(long word, long position) {
        return (word & NUMBER) > position;
    }

    static boolean has(long word, long flag) {
        return (word & flag) != 0;
    }

    static long returned(long word) {
        return (word & NUMBER) | RETURNED;
    }
}
