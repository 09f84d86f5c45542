package dev.cnv.runtime.policy.text;

import java.io.Serial;

/** A text is no policy. The message begins with the place: {@code line 3, column 14: ...}. */
public final class PolicyTextException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** From 1. */
    private final int line;

    /** In UTF-16 code units, from 1. */
    private final int column;

    PolicyTextException(int line, int column, String what) {
        super("line " + line + ", column " + column + ": " + what);
        this.line = line;
        this.column = column;
    }

    /** {@return the line of the fault, from 1} */
    public int line() {
        return line;
    }

    /** {@return the column of the fault in UTF-16 code units, from 1} */
    public int column() {
        return column;
    }
}
