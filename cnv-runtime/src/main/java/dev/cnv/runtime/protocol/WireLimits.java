package dev.cnv.runtime.protocol;

/**
 * How much a peer takes. Both are checked before memory is taken.
 *
 * @param messageBytes the largest payload, in bytes, at least {@link #MIN_MESSAGE_BYTES}
 * @param concurrent the largest number of calls that are not answered yet, at least 1
 */
public record WireLimits(int messageBytes, int concurrent) {

    /** The smallest limit of a payload: what a handshake needs. */
    public static final int MIN_MESSAGE_BYTES = 16 * 1024;

    /** The largest limit of a payload. */
    public static final int MAX_MESSAGE_BYTES = 1 << 30;

    /** The limits of an offer that names none. */
    public static final WireLimits DEFAULT = new WireLimits(16 << 20, 10_000);

    /** The limits of a peer of the first version. */
    public static final WireLimits LEGACY = new WireLimits(1 << 20, 100);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public WireLimits {
        if (messageBytes < MIN_MESSAGE_BYTES || messageBytes > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("messageBytes=" + messageBytes + " is not "
                    + MIN_MESSAGE_BYTES + " to " + MAX_MESSAGE_BYTES);
        }
        if (concurrent < 1) {
            throw new IllegalArgumentException("concurrent=" + concurrent + " is not positive");
        }
    }

    /**
     * The smaller of each.
     *
     * @param other the other limits
     * @return limits that both keep
     */
    public WireLimits min(WireLimits other) {
        return new WireLimits(
                Math.min(messageBytes, other.messageBytes), Math.min(concurrent, other.concurrent));
    }
}
