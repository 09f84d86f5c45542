package dev.cnv.testing;

/**
 * Makes a value out of choices; the same choices make an equal value.
 *
 * @param <T> the values' type
 */
@FunctionalInterface
public interface Generator<T> {

    /** {@return a value} */
    T draw(Draws draws);

    /** {@return a generator of what {@code next} makes of this one's values} */
    default <R> Generator<R> map(java.util.function.Function<T, R> next) {
        return draws -> next.apply(draw(draws));
    }
}
