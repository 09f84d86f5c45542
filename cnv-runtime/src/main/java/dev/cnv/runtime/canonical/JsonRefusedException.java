package dev.cnv.runtime.canonical;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A text is not one JSON value within the limits of {@link StrictJson}, or the value has not the form
 * that its reader asks for.
 */
public final class JsonRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    JsonRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
