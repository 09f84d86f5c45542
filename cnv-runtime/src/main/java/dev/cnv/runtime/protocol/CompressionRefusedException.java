package dev.cnv.runtime.protocol;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Bytes that are no compressed payload, or that would become longer than they may. */
public final class CompressionRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message what is wrong, with the values
     * @param cause what the library said, or null
     */
    public CompressionRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
