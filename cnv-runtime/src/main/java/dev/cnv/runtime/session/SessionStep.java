package dev.cnv.runtime.session;

/**
 * What came of something that was asked of a session.
 *
 * @param <T> what it gives
 */
public sealed interface SessionStep<T> {

    /**
     * It was done.
     *
     * @param value what it gives
     * @param <T> its type
     */
    record Done<T>(T value) implements SessionStep<T> {}

    /**
     * It was not done.
     *
     * @param refusal why
     * @param <T> what it would have given
     */
    record Refused<T>(SessionRefusal refusal) implements SessionStep<T> {}

    /**
     * What it gives.
     *
     * @return the value
     * @throws IllegalStateException when it was not done
     */
    default T orThrow() {
        return switch (this) {
            case Done<T>(T value) -> value;
            case Refused<T>(SessionRefusal refusal) ->
                throw new IllegalStateException("refused: " + refusal);
        };
    }
}
