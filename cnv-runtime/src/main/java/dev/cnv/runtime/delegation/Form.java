package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.delegation.ArgumentConstraint.And;
import dev.cnv.runtime.delegation.ArgumentConstraint.Any;
import dev.cnv.runtime.delegation.ArgumentConstraint.CidrIn;
import dev.cnv.runtime.delegation.ArgumentConstraint.DecimalRange;
import dev.cnv.runtime.delegation.ArgumentConstraint.Exact;
import dev.cnv.runtime.delegation.ArgumentConstraint.HostIn;
import dev.cnv.runtime.delegation.ArgumentConstraint.IntegerRange;
import dev.cnv.runtime.delegation.ArgumentConstraint.OneOf;
import dev.cnv.runtime.delegation.ArgumentConstraint.Prefix;
import dev.cnv.runtime.delegation.ArgumentConstraint.SetSubset;
import dev.cnv.runtime.delegation.ArgumentConstraint.SubPath;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The one form of each constraint, and of what several constraints admit together.
 *
 * <p>Of two constraints there is either one that says both, or they admit nothing together, or they stand
 * side by side. Only texts stand side by side: a beginning, a path, and hosts or addresses.
 */
final class Form {

    private static final int SHOWN_COUNT = 8;

    private static final int SHOWN_LENGTH = 80;

    /** More bits than the digits of a decimal range's end have: looked at before digits are counted. */
    private static final int MAX_DECIMAL_BIT_COUNT =
            2 * ArgumentConstraint.MAX_DECIMAL_DIGITS * 10 / 3;

    /** What the values of a kind are: no value is of two families. */
    private enum Family {
        ANY,
        LISTED,
        NUMBER,
        TEXT,
        ARRAY
    }

    private Form() {}

    /** The conjunction; empty when it is plain that it admits nothing. */
    static Optional<ArgumentConstraint> allOf(List<ArgumentConstraint> constraints) {
        return of(constraints).map(parts -> parts.size() == 1 ? parts.getFirst() : new And(parts));
    }

    /** The parts of the conjunction, sorted by kind; empty when it is plain that it admits nothing. */
    static Optional<List<ArgumentConstraint>> of(List<ArgumentConstraint> constraints) {
        List<ArgumentConstraint> parts = new ArrayList<>();
        for (ArgumentConstraint constraint : constraints) {
            for (ArgumentConstraint part : constraint.conjuncts()) {
                if (!insert(parts, part)) {
                    return Optional.empty();
                }
            }
        }
        parts.sort(Comparator.comparingInt(Form::rank));
        return Optional.of(List.copyOf(parts));
    }

    /** Adds a part, put together with those it can be; false when nothing is admitted any more. */
    private static boolean insert(List<ArgumentConstraint> parts, ArgumentConstraint part) {
        for (int i = 0; i < parts.size(); i++) {
            List<ArgumentConstraint> both = pair(parts.get(i), part);
            if (both.isEmpty()) {
                return false;
            }
            if (both.size() == 1) {
                parts.remove(i);
                return insert(parts, both.getFirst());
            }
        }
        parts.add(part);
        return true;
    }

    /** The two as none (nothing is admitted), as one, or side by side. Neither is a conjunction. */
    private static List<ArgumentConstraint> pair(ArgumentConstraint one, ArgumentConstraint other) {
        if (Subsumption.holds(one, other)) {
            return List.of(other);
        }
        if (Subsumption.holds(other, one)) {
            return List.of(one);
        }
        if (family(one) == Family.LISTED) {
            return listed(one, other);
        }
        if (family(other) == Family.LISTED) {
            return listed(other, one);
        }
        return family(one) == family(other) ? sameFamily(one, other) : List.of();
    }

    /** Neither includes the other. */
    private static List<ArgumentConstraint> sameFamily(
            ArgumentConstraint one, ArgumentConstraint other) {
        if (one instanceof HostIn(var hosts) && other instanceof HostIn(var others)) {
            return hosts(hosts, others);
        }
        if (one instanceof CidrIn(var blocks) && other instanceof CidrIn(var others)) {
            return blocks(blocks, others);
        }
        if (one instanceof SetSubset(var values) && other instanceof SetSubset(var others)) {
            NavigableSet<String> both = new TreeSet<>(values);
            both.retainAll(others);
            return List.of(new SetSubset(both));
        }
        if (family(one) == Family.NUMBER) {
            return numbers(one, other);
        }
        return disjoint(one, other) ? List.of() : List.of(one, other);
    }

    /**
     * Whether two texts' constraints, of which none is in the other, plainly have nothing in common. The
     * answer stays yes for constraints inside them, so the order in which parts are put together is of no
     * consequence.
     */
    private static boolean disjoint(ArgumentConstraint one, ArgumentConstraint other) {
        return one.getClass() == other.getClass()
                || (isName(one) && isName(other))
                || (rooted(one) && unrooted(other))
                || (rooted(other) && unrooted(one));
    }

    private static boolean isName(ArgumentConstraint constraint) {
        return constraint instanceof HostIn || constraint instanceof CidrIn;
    }

    /** Whether all texts begin with a slash. */
    private static boolean rooted(ArgumentConstraint constraint) {
        return (constraint instanceof SubPath(String path) && path.startsWith("/"))
                || (constraint instanceof Prefix(String text) && text.startsWith("/"));
    }

    /** Whether no text begins with a slash. */
    private static boolean unrooted(ArgumentConstraint constraint) {
        return isName(constraint)
                || (constraint instanceof SubPath(String path) && !path.startsWith("/"));
    }

    private static List<ArgumentConstraint> listed(
            ArgumentConstraint list, ArgumentConstraint other) {
        NavigableSet<String> values = values(list).stream()
                .filter(value -> other.admits(ScalarText.value(value)))
                .collect(Collectors.toCollection(TreeSet::new));
        return values.isEmpty() ? List.of() : List.of(listed(values));
    }

    private static NavigableSet<String> values(ArgumentConstraint list) {
        return list instanceof OneOf(NavigableSet<String> values)
                ? values
                : new TreeSet<>(List.of(((Exact) list).value()));
    }

    private static List<ArgumentConstraint> numbers(
            ArgumentConstraint one, ArgumentConstraint other) {
        boolean whole = one instanceof IntegerRange || other instanceof IntegerRange;
        BigDecimal min = min(one).max(min(other));
        BigDecimal max = max(one).min(max(other));
        if (whole) {
            min = min.setScale(0, RoundingMode.CEILING);
            max = max.setScale(0, RoundingMode.FLOOR);
        }
        if (min.compareTo(max) > 0) {
            return List.of();
        }
        return List.of(
                whole
                        ? ArgumentConstraint.between(min.longValueExact(), max.longValueExact())
                        : ArgumentConstraint.decimalBetween(min, max));
    }

    private static BigDecimal min(ArgumentConstraint range) {
        return range instanceof IntegerRange(long min, long _)
                ? BigDecimal.valueOf(min)
                : ((DecimalRange) range).min();
    }

    private static BigDecimal max(ArgumentConstraint range) {
        return range instanceof IntegerRange(long _, long max)
                ? BigDecimal.valueOf(max)
                : ((DecimalRange) range).max();
    }

    /** Two patterns hold no host together, or one is inside the other; so it is with blocks. */
    private static List<ArgumentConstraint> hosts(
            NavigableSet<HostPattern> one, NavigableSet<HostPattern> other) {
        NavigableSet<HostPattern> both = new TreeSet<>();
        one.stream()
                .filter(host -> other.stream().anyMatch(wide -> wide.includes(host)))
                .forEach(both::add);
        other.stream()
                .filter(host -> one.stream().anyMatch(wide -> wide.includes(host)))
                .forEach(both::add);
        return both.isEmpty() ? List.of() : List.of(new HostIn(both));
    }

    private static List<ArgumentConstraint> blocks(
            NavigableSet<CidrBlock> one, NavigableSet<CidrBlock> other) {
        NavigableSet<CidrBlock> both = new TreeSet<>();
        one.stream()
                .filter(block -> other.stream().anyMatch(wide -> wide.includes(block)))
                .forEach(both::add);
        other.stream()
                .filter(block -> one.stream().anyMatch(wide -> wide.includes(block)))
                .forEach(both::add);
        return both.isEmpty() ? List.of() : List.of(new CidrIn(both));
    }

    private static Family family(ArgumentConstraint constraint) {
        return switch (constraint) {
            case Any _, And _ -> Family.ANY;
            case Exact _, OneOf _ -> Family.LISTED;
            case IntegerRange _, DecimalRange _ -> Family.NUMBER;
            case Prefix _, SubPath _, HostIn _, CidrIn _ -> Family.TEXT;
            case SetSubset _ -> Family.ARRAY;
        };
    }

    private static int rank(ArgumentConstraint constraint) {
        return switch (constraint) {
            case Prefix _ -> 1;
            case SubPath _ -> 2;
            case HostIn _, CidrIn _ -> 3;
            default -> 0; // Nothing else stands beside another part.
        };
    }

    /** The one form of a list of at least one canonical text. */
    static ArgumentConstraint listed(NavigableSet<String> values) {
        if (values.size() == 1) {
            return new Exact(values.getFirst());
        }
        Optional<IntegerRange> range = integers(values);
        return range.isPresent() ? range.get() : new OneOf(values);
    }

    /** The range whose integers these are, each of them and nothing else. */
    static Optional<IntegerRange> integers(NavigableSet<String> values) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (String text : values) {
            Optional<Long> value = integer(text);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            min = Math.min(min, value.get());
            max = Math.max(max, value.get());
        }
        // The difference is negative when it overflows.
        return max > min && max - min == values.size() - 1L
                ? Optional.of(new IntegerRange(min, max))
                : Optional.empty();
    }

    private static Optional<Long> integer(String text) {
        char last = text.charAt(text.length() - 1);
        if (text.length() > 20 || last < '0' || last > '9') {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(text);
        boolean fits = number.scale() == 0 && number.unscaledValue().bitLength() < Long.SIZE;
        return fits ? Optional.of(number.longValue()) : Optional.empty();
    }

    static boolean whole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    /** An end of a decimal range in its one form. */
    static BigDecimal decimal(String name, BigDecimal value) {
        int max = ArgumentConstraint.MAX_DECIMAL_DIGITS;
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        boolean fits = value.unscaledValue().bitLength() <= MAX_DECIMAL_BIT_COUNT * 2;
        BigDecimal shortest = fits ? value.stripTrailingZeros() : value;
        if (!fits
                || (long) shortest.precision() - shortest.scale() > max
                || shortest.scale() > max) {
            throw new IllegalArgumentException(
                    name + " has more than " + max + " digits before or after the point");
        }
        return shortest.setScale(Math.max(0, shortest.scale()));
    }

    static void requireText(String name, String text) {
        if (text.length() > ArgumentConstraint.MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException(name + "Length=" + text.length() + " is more than "
                    + ArgumentConstraint.MAX_TEXT_LENGTH);
        }
        CanonicalJson.text(JsonNodeFactory.instance.stringNode(text));
    }

    static void requireCount(String name, int count, int min) {
        if (count < min || count > ArgumentConstraint.MAX_VALUE_COUNT) {
            throw new IllegalArgumentException(name + "=" + count + " is not " + min + " to "
                    + ArgumentConstraint.MAX_VALUE_COUNT);
        }
    }

    /** A text in quotes, cut when it is long. */
    static String quoted(String text) {
        return text.length() <= SHOWN_LENGTH
                ? JsonNodeFactory.instance.stringNode(text).toString()
                : JsonNodeFactory.instance.stringNode(text.substring(0, SHOWN_LENGTH)) + "...";
    }

    /** Values between commas, cut when there are many. */
    static String shown(Collection<?> values) {
        String first = values.stream()
                .limit(SHOWN_COUNT)
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        return values.size() <= SHOWN_COUNT
                ? first
                : first + " and " + (values.size() - SHOWN_COUNT) + " more";
    }
}
