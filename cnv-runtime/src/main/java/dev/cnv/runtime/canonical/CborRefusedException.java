package dev.cnv.runtime.canonical;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Bytes are not one CBOR item in the form of {@link CborDescriptor}, or the item has not the form
 * that its reader asks for. The message says where the fault stands; it repeats no content.
 */
public final class CborRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    CborRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
