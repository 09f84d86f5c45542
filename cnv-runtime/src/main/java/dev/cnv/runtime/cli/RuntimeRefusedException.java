package dev.cnv.runtime.cli;

import dev.cnv.runtime.outcome.Denial;
import java.io.Serial;

/** An application could not be opened for the caller that a command line asked for. */
public final class RuntimeRefusedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Denial denial;

    /**
     * Says why.
     *
     * @param denial the reason, which becomes the command's error and exit status
     */
    public RuntimeRefusedException(Denial denial) {
        super(denial.reason().code() + ": " + denial.message());
        this.denial = denial;
    }

    /**
     * Why the application could not be opened.
     *
     * @return the denial
     */
    public Denial denial() {
        return denial;
    }
}
