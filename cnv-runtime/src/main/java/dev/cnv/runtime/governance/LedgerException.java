package dev.cnv.runtime.governance;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The ledger cannot take or read a record. */
public final class LedgerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Says what failed.
     *
     * @param message what failed, with the file and the state
     * @param cause what was thrown, if anything was
     */
    public LedgerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
