package dev.cnv.testing;

/** Choices taken from a fuzzer's bytes; when they are used up every choice is 0. */
public final class ByteDraws implements Draws {

    private final byte[] bytes;
    private int next;

    /** Takes choices from the bytes, which are not copied. */
    public ByteDraws(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long upTo(long max) {
        if (max < 0) {
            throw new IllegalArgumentException("max=" + max + " is negative");
        }
        long value = 0;
        for (long rest = max; rest > 0 && next < bytes.length; rest >>>= 8) {
            value = (value << 8) | (bytes[next++] & 0xFF);
        }
        return max == Long.MAX_VALUE
                ? value & Long.MAX_VALUE
                : Long.remainderUnsigned(value, max + 1);
    }
}
