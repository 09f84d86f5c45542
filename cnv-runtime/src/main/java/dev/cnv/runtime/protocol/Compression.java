package dev.cnv.runtime.protocol;

import java.util.Arrays;
import java.util.Optional;

/** How payloads may be made smaller. The runtime itself has {@link #NONE}; a {@link Compressor} brings others. */
public enum Compression {
    /** Payloads as they are. */
    NONE(0),
    /** Zstandard (RFC 8878). */
    ZSTD(1),
    /** An LZ4 block. */
    LZ4(2),
    /** Brotli (RFC 7932). */
    BROTLI(3);

    private final int code;

    Compression(int code) {
        this.code = code;
    }

    /** {@return the number on the wire} */
    public int code() {
        return code;
    }

    /**
     * The compression of a number on the wire.
     *
     * @param code the number
     * @return the compression; empty when it is a later peer's
     */
    public static Optional<Compression> ofCode(int code) {
        return Arrays.stream(values()).filter(one -> one.code == code).findFirst();
    }
}
