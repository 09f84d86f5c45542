package dev.cnv.runtime.identity;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Random ids and bytes of a runtime.
 *
 * <p><b>Threading:</b> safe for use by several threads; the generator is used under a lock, so it
 * need not be.
 */
public final class RandomIds implements RandomGenerator {

    private static final long VERSION_MASK = 0xFFFF_FFFF_FFFF_0FFFL;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
    private static final long VARIANT_RFC_9562 = 0x8000_0000_0000_0000L;

    /** A secure generator takes almost as long for 16 bytes as for so many. */
    private static final int DRAWN_BYTES = 1024;

    private final RandomGenerator random;
    private final ByteBuffer drawn = ByteBuffer.allocate(DRAWN_BYTES).flip();

    /**
     * RandomIds from a generator.
     *
     * @param random a {@link java.security.SecureRandom} wherever it matters
     */
    public RandomIds(RandomGenerator random) {
        this.random = random;
    }

    /** {@return a random UUID, version 4 of RFC 9562} */
    public synchronized UUID next() {
        if (!drawn.hasRemaining()) {
            random.nextBytes(drawn.array());
            drawn.clear();
        }
        return new UUID(
                (drawn.getLong() & VERSION_MASK) | VERSION_4,
                (drawn.getLong() & VARIANT_MASK) | VARIANT_RFC_9562);
    }

    @Override
    public synchronized long nextLong() {
        return random.nextLong();
    }

    @Override
    public synchronized void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
