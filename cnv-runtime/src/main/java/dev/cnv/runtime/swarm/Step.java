package dev.cnv.runtime.swarm;

/**
 * What became of a step of a swarm.
 *
 * @param <T> what it leads to
 */
public sealed interface Step<T> {

    /**
     * The step was made.
     *
     * @param value what it led to
     * @param <T> its type
     */
    record Done<T>(T value) implements Step<T> {}

    /**
     * The step was not made, and nothing was changed.
     *
     * @param refusal why
     * @param <T> what it would have led to
     */
    record Refused<T>(Refusal refusal) implements Step<T> {}

    /**
     * What the step led to.
     *
     * @return the value
     * @throws IllegalStateException with the refusal's message when it was refused
     */
    default T orThrow() {
        return switch (this) {
            case Done<T> done -> done.value();
            case Refused<T> refused ->
                throw new IllegalStateException(refused.refusal().message());
        };
    }
}
