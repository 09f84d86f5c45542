package dev.cnv.hotpath.ring;

import dev.cnv.hotpath.FrameDescriptor;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How a ring is made.
 *
 * @param capacity the number of slots, a power of two of at most {@link #MAX_CAPACITY}
 * @param lines the size of every slot in lines: 1, 2 or 4
 * @param producers how many producers a shared ring has at most; each has an equal share of the slots
 * @param waiting how the consumer waits, so that a commit wakes it where that is needed
 * @param claimLimit how long a shared ring waits for a frame that is claimed before it gives it up
 * @param nanoClock the clock of that limit, in nanoseconds; read only while a claim is waited for
 */
public record RingSettings(
        int capacity,
        int lines,
        int producers,
        WaitStrategy waiting,
        Duration claimLimit,
        LongSupplier nanoClock) {

    /** The most slots that a ring has. */
    public static final int MAX_CAPACITY = 1 << 24;

    /** How many positions a consumer that is busy keeps to itself at most before it publishes them. */
    private static final int MAX_UNPUBLISHED = 64;

    /** Checks the numbers. */
    public RingSettings {
        if (capacity < 1 || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "capacity=" + capacity + " is not a power of two of at most " + MAX_CAPACITY);
        }
        if (lines != 1 && lines != 2 && lines != FrameDescriptor.MAX_LINES) {
            throw new IllegalArgumentException("lines=" + lines + " is not 1, 2 or 4");
        }
        if (producers < 1 || producers > capacity) {
            throw new IllegalArgumentException(
                    "producers=" + producers + " is not 1 to capacity=" + capacity);
        }
        if (claimLimit.isNegative() || claimLimit.isZero()) {
            throw new IllegalArgumentException("claimLimit=" + claimLimit + " is not positive");
        }
    }

    /**
     * Settings of a ring of one-line frames for a consumer that spins, which gives a claim up after a
     * second.
     *
     * @param capacity the number of slots, a power of two of at most {@link #MAX_CAPACITY}
     * @param producers how many producers there are at most
     * @return the settings
     * @throws IllegalArgumentException when a number is not one of those, with its value
     */
    public static RingSettings of(int capacity, int producers) {
        return new RingSettings(
                capacity,
                1,
                producers,
                WaitStrategy.spinning(),
                Duration.ofSeconds(1),
                System::nanoTime);
    }

    /**
     * The same with slots of another size.
     *
     * @param lines the size of every slot in lines: 1, 2 or 4
     * @return the settings
     */
    public RingSettings withLines(int lines) {
        return new RingSettings(capacity, lines, producers, waiting, claimLimit, nanoClock);
    }

    /**
     * The same for a consumer that waits in another way.
     *
     * @param waiting how the consumer waits
     * @return the settings
     */
    public RingSettings withWaiting(WaitStrategy waiting) {
        return new RingSettings(capacity, lines, producers, waiting, claimLimit, nanoClock);
    }

    /**
     * The same with another limit.
     *
     * @param claimLimit how long a claimed frame is waited for
     * @param nanoClock the clock of that limit, in nanoseconds
     * @return the settings
     */
    public RingSettings withClaimLimit(Duration claimLimit, LongSupplier nanoClock) {
        return new RingSettings(capacity, lines, producers, waiting, claimLimit, nanoClock);
    }

    /**
     * How many slots each producer may have in use.
     *
     * @return the greatest power of two of which there are enough for all
     */
    public int share() {
        return Integer.highestOneBit(capacity / producers);
    }

    long slotBytes() {
        return (long) lines * FrameDescriptor.LINE_BYTES;
    }

    long bytes() {
        return capacity * slotBytes();
    }

    int publishEvery() {
        return Math.clamp(share() / 4, 1, MAX_UNPUBLISHED);
    }
}
