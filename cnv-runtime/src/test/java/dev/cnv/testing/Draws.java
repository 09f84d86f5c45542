package dev.cnv.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * Where generators take their choices from: every choice is a number from 0 to a bound. Because a
 * value is a function of its draws, deleting and lowering draws shrinks it, whatever its type is.
 * Generators put the simplest alternative at 0.
 *
 * <p>There are two implementations besides the recorder of {@link Property}: {@link SeededDraws} and
 * {@link ByteDraws}.
 */
public interface Draws {

    /**
     * One choice.
     *
     * @param max the largest number allowed, at least 0
     * @return a number from 0 to {@code max}
     */
    long upTo(long max);

    /** {@return a number from {@code low} to {@code high}, both included; simplest is the low one} */
    default long between(long low, long high) {
        long span = high - low;
        if (high < low || span < 0) {
            throw new IllegalArgumentException(
                    "low=" + low + " high=" + high + " is no range of a long");
        }
        return low + upTo(span);
    }

    /** {@return a number from {@code low} to {@code high}, both included} */
    default int between(int low, int high) {
        return Math.toIntExact(between((long) low, (long) high));
    }

    /** {@return any long; small magnitudes and the ends of the range are likely} */
    default long anyLong() {
        return switch ((int) upTo(4)) {
            case 0 -> upTo(20);
            case 1 -> -upTo(1000);
            case 2 -> Long.MAX_VALUE - upTo(3);
            case 3 -> Long.MIN_VALUE + upTo(3);
            default -> (upTo(0xFFFF_FFFFL) << 32) | upTo(0xFFFF_FFFFL);
        };
    }

    /** {@return false, or true with a probability of one half} */
    default boolean flip() {
        return upTo(1) == 1;
    }

    /** {@return true once in {@code times} on average; simplest is false} */
    default boolean rarely(int times) {
        return upTo(times - 1L) == times - 1L;
    }

    /** {@return one of the values; simplest is the first} */
    default <T> T pick(List<T> values) {
        return values.get((int) upTo(values.size() - 1L));
    }

    /** {@return one of the values; simplest is the first} */
    @SuppressWarnings("unchecked")
    default <T> T oneOf(T... values) {
        return pick(List.of(values));
    }

    /** {@return a list of at most {@code max} values; each element has its own draws, so deleting them removes it} */
    default <T> List<T> list(int max, Generator<T> element) {
        List<T> values = new ArrayList<>();
        while (values.size() < max && upTo(3) != 0) {
            values.add(element.draw(this));
        }
        return values;
    }

    /** {@return a text of at most {@code max} of the given characters} */
    default String text(int max, String alphabet) {
        StringBuilder out = new StringBuilder();
        while (out.length() < max && upTo(5) != 0) {
            out.append(alphabet.charAt((int) upTo(alphabet.length() - 1L)));
        }
        return out.toString();
    }

    /**
     * Gives the case up unless a condition holds. A property most of whose cases are given up fails.
     *
     * @throws Property.CaseGivenUp when it does not hold
     */
    default void assume(boolean condition) {
        if (!condition) {
            throw new Property.CaseGivenUp();
        }
    }
}
