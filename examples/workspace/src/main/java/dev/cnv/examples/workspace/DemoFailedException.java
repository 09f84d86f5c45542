package dev.cnv.examples.workspace;

import java.io.Serial;
import java.util.List;

/** The demonstration did not go as it should. */
public final class DemoFailedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    DemoFailedException(List<String> differences) {
        super("the demonstration did not go as it should:\n  " + String.join("\n  ", differences));
    }

    DemoFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
