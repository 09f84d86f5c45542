package dev.cnv.runtime.cli;

import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.io.Serial;

/** A command line is wrong; nothing was opened or run. */
final class CommandRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Denial denial;

    CommandRefusedException(Denial denial) {
        super(denial.reason().code() + ": " + denial.message());
        this.denial = denial;
    }

    CommandRefusedException(Reason reason, String message, String parameter) {
        this(Denial.of(reason, message).with(Denial.PARAMETER, parameter));
    }

    Denial denial() {
        return denial;
    }
}
