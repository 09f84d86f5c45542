package dev.cnv.hotpath.ring;

/**
 * What a ring answers instead of the offset of a frame. Offsets are never negative and these always
 * are, so that {@code answer < 0} tells them apart; no exception is thrown for what is expected.
 */
public final class RingStatus {

    /** To a producer: there is no room now. Nothing was claimed; try again after the consumer ran. */
    public static final long FULL = -1;

    /** To a producer: no more frames are taken. To a consumer: none are left, and none will come. */
    public static final long CLOSED = -2;

    /** To a consumer: no frame is ready. Of a shared ring also: and none is claimed. */
    public static final long EMPTY = -3;

    /** To a consumer of a shared ring: the next frame is claimed, but not committed yet. */
    public static final long PENDING = -4;

    private RingStatus() {}

    /**
     * The name of a status, for messages.
     *
     * @param answer what a ring answered
     * @return the constant's name, or {@code FRAME} when it is an offset
     * @throws IllegalArgumentException when no ring answers so
     */
    public static String nameOf(long answer) {
        if (answer >= 0) {
            return "FRAME";
        }
        return switch ((int) answer) {
            case (int) FULL -> "FULL";
            case (int) CLOSED -> "CLOSED";
            case (int) EMPTY -> "EMPTY";
            case (int) PENDING -> "PENDING";
            default -> throw new IllegalArgumentException("answer=" + answer + " is no status");
        };
    }
}
