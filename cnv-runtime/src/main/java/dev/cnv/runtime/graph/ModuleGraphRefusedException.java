package dev.cnv.runtime.graph;

import java.io.Serial;

/** Bytes are no graph of a module. */
public final class ModuleGraphRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ModuleGraphRefusedException(String why) {
        super(why);
    }
}
