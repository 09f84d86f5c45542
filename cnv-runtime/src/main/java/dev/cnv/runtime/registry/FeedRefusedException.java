package dev.cnv.runtime.registry;

import java.io.Serial;

/** A source said what does not hold. Nothing of the page was applied. */
public final class FeedRefusedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    FeedRefusedException(String message) {
        super(message);
    }

    FeedRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
