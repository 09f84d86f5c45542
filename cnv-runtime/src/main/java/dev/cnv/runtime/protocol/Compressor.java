package dev.cnv.runtime.protocol;

/**
 * Makes payloads smaller in one way. A service: modules that bring a library provide it, and {@link
 * Compressors} finds it.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public interface Compressor {

    /** {@return which way it is; not {@link Compression#NONE}} */
    Compression compression();

    /**
     * Whether it works here. One that needs a native library does not where the library is missing for
     * this platform, or its module may not call native code.
     *
     * @return false when it must not be offered to a peer
     */
    default boolean isAvailable() {
        return true;
    }

    /**
     * Makes bytes smaller.
     *
     * @param source an array that holds them; not changed
     * @param offset where they begin
     * @param count how many they are
     * @return a new array, which may be longer than what it was made of
     */
    byte[] compress(byte[] source, int offset, int count);

    /**
     * Makes bytes what they were before. The caller has compared {@code length} with its limits: no more
     * memory than that is taken for the result, whatever the bytes say.
     *
     * @param source an array that holds what {@link #compress} made; not changed
     * @param offset where it begins
     * @param count how many bytes it has
     * @param length how many bytes it must become
     * @return a new array of exactly that length
     * @throws CompressionRefusedException when the bytes are damaged, or become fewer or more
     */
    byte[] expand(byte[] source, int offset, int count, int length);
}
