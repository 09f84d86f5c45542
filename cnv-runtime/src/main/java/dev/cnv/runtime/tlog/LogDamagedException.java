package dev.cnv.runtime.tlog;

import java.io.IOException;

/** What a log has stored is missing, is malformed, or is something else than what its entries give. */
public final class LogDamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    private final LogFault fault;

    LogDamagedException(LogFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /** {@return what is wrong} */
    public LogFault fault() {
        return fault;
    }
}
