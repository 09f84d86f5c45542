package dev.cnv.runtime.crypto;

import java.io.Serial;

/**
 * A file is not the key file that it should be, or others than its owner may read it. The message
 * names the file and what to do; it shows nothing of the file's content, and there is no cause that
 * could.
 */
public final class KeyFileRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    KeyFileRefusedException(String message) {
        super(message);
    }
}
