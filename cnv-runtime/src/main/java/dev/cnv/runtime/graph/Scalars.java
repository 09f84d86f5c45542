package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Decimal;
import dev.cnv.runtime.graph.Schema.Text;
import dev.cnv.runtime.graph.Schema.Truth;
import dev.cnv.runtime.graph.Schema.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Which values without parts fit which. */
final class Scalars {

    private Scalars() {}

    /** Also refuses what is of different kinds and has parts. */
    static Optional<Mismatch> fit(Schema from, Schema to, FitMode mode) {
        if (from instanceof Truth given && to instanceof Truth expected) {
            return truths(given, expected);
        }
        if (from instanceof Text given && to instanceof Text expected) {
            return texts(given, expected);
        }
        if (from instanceof Whole given && to instanceof Whole expected) {
            return ranges(given.min(), given.max(), expected.min(), expected.max());
        }
        if (from instanceof Decimal given && to instanceof Decimal expected) {
            return ranges(given.min(), given.max(), expected.min(), expected.max());
        }
        if (mode.converts() && from instanceof Whole given && to instanceof Decimal expected) {
            return ranges(
                    given.min().map(BigDecimal::new),
                    given.max().map(BigDecimal::new),
                    expected.min(),
                    expected.max());
        }
        if (mode.converts() && to instanceof Text expected && becomesText(from)) {
            return asText(from, expected);
        }
        return Optional.of(Mismatch.of(Kinds.name(from) + ", expected " + Kinds.name(to)));
    }

    /** The whole answer for two scalars. */
    static Fit answer(Schema from, Schema to) {
        if (fit(from, to, FitMode.EXACT).isEmpty()) {
            return new Fit.Matches();
        }
        Optional<Mismatch> refusal = fit(from, to, FitMode.CONVERTING);
        return refusal.isPresent()
                ? new Fit.Refused(refusal.get().where(), refusal.get().why())
                : new Fit.Transformed(
                        List.of(new Fit.Change("", change(from, to).orElseThrow())));
    }

    /** The change that a pair of scalars needs which fits when converted; empty for none. */
    static Optional<Transform> change(Schema from, Schema to) {
        if (to instanceof Decimal && from instanceof Whole) {
            return Optional.of(Transform.INTEGER_TO_DECIMAL);
        }
        if (!(to instanceof Text)) {
            return Optional.empty();
        }
        return switch (from) {
            case Whole _ -> Optional.of(Transform.INTEGER_TO_TEXT);
            case Decimal _ -> Optional.of(Transform.DECIMAL_TO_TEXT);
            case Truth _ -> Optional.of(Transform.TRUTH_TO_TEXT);
            default -> Optional.empty();
        };
    }

    private static Optional<Mismatch> truths(Truth given, Truth expected) {
        return expected.only().isEmpty() || expected.only().equals(given.only())
                ? Optional.empty()
                : Optional.of(Mismatch.of(
                        "may be another truth value than " + expected.only().get()));
    }

    private static Optional<Mismatch> texts(Text given, Text expected) {
        if (!given.conditions().containsAll(expected.conditions())) {
            return Optional.of(Mismatch.of(
                    "a text with " + given.conditions() + ", expected " + expected.conditions()));
        }
        if (given.minLength() < expected.minLength() || given.maxLength() > expected.maxLength()) {
            return Optional.of(Mismatch.of(
                    "a text of " + length(given) + " characters, expected " + length(expected)));
        }
        boolean known = expected.oneOf().isEmpty()
                || (given.oneOf().isPresent()
                        && expected.oneOf().get().containsAll(given.oneOf().get()));
        return known
                ? Optional.empty()
                : Optional.of(Mismatch.of(
                        "a text that may be none of " + expected.oneOf().get()));
    }

    private static String length(Text text) {
        return text.minLength() + ".."
                + (text.maxLength() == Schema.UNBOUNDED ? "" : text.maxLength());
    }

    private static <N extends Comparable<N>> Optional<Mismatch> ranges(
            Optional<N> min, Optional<N> max, Optional<N> expectedMin, Optional<N> expectedMax) {
        boolean low = expectedMin.isEmpty()
                || (min.isPresent() && min.get().compareTo(expectedMin.get()) >= 0);
        boolean high = expectedMax.isEmpty()
                || (max.isPresent() && max.get().compareTo(expectedMax.get()) <= 0);
        return low && high
                ? Optional.empty()
                : Optional.of(Mismatch.of("a number of " + range(min, max) + ", expected "
                        + range(expectedMin, expectedMax)));
    }

    private static <N> String range(Optional<N> min, Optional<N> max) {
        return min.map(Object::toString).orElse("") + ".."
                + max.map(Object::toString).orElse("");
    }

    private static boolean becomesText(Schema from) {
        return from instanceof Whole || from instanceof Decimal || from instanceof Truth;
    }

    private static Optional<Mismatch> asText(Schema from, Text expected) {
        if (expected.oneOf().isPresent() || !expected.conditions().isEmpty()) {
            return Optional.of(Mismatch.of(
                    Kinds.name(from) + " as text, expected one with conditions or from a list"));
        }
        int least = from instanceof Truth ? 4 : 1;
        if (expected.minLength() > least || expected.maxLength() < mostCharacters(from)) {
            return Optional.of(Mismatch.of(Kinds.name(from) + " as text, expected one of "
                    + length(expected) + " characters"));
        }
        return Optional.empty();
    }

    private static int mostCharacters(Schema from) {
        return switch (from) {
            case Truth _ -> 5;
            case Whole whole
            when whole.min().isPresent() && whole.max().isPresent() ->
                Math.max(characters(whole.min().get()), characters(whole.max().get()));
            default -> Schema.UNBOUNDED;
        };
    }

    /** Of a range's two ends, one has the most digits. */
    private static int characters(BigInteger number) {
        return number.toString().length();
    }
}
