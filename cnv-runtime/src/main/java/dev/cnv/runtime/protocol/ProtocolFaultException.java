package dev.cnv.runtime.protocol;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A peer's payload is not in form. */
public final class ProtocolFaultException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ProtocolFault fault;

    ProtocolFaultException(ProtocolFault fault, @Nullable Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    /** {@return what is wrong} */
    public ProtocolFault fault() {
        return fault;
    }
}
