package dev.cnv.runtime.contract;

import dev.cnv.runtime.outcome.Denial;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by an {@link Attempt} whose handler ran elsewhere, such as in a process of its own: the attempt
 * ends with this failure instead of one that is about the exception.
 *
 * <p>The message is that of what the handler threw, which may hold values that must not be shown; null
 * when it threw nothing.
 */
public final class AttemptFailedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Denial denial;
    private final transient boolean passing;

    /**
     * A failure.
     *
     * @param denial why; its detail {@link Execution#HANDLER} says what the handler had come to
     * @param passing whether another attempt may end otherwise
     * @param thrown the message of what the handler threw, or null
     */
    public AttemptFailedException(Denial denial, boolean passing, @Nullable String thrown) {
        super(thrown);
        this.denial = denial;
        this.passing = passing;
    }

    /** {@return why} */
    public Denial denial() {
        return denial;
    }

    /** {@return whether another attempt may end otherwise} */
    public boolean passing() {
        return passing;
    }
}
