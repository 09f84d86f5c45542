package dev.cnv.runtime.governance;

import java.io.IOException;
import java.io.Serial;

/** There was no room for bytes that were to be written; some of them may have been. */
final class DiskFullException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
