package dev.cnv.examples.workspace;

import java.io.Serial;

/** A file verb cannot do what it was asked. The message names the path and says what would be right. */
public final class WorkspaceException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    WorkspaceException(String message) {
        super(message);
    }

    WorkspaceException(String message, Throwable cause) {
        super(message, cause);
    }
}
