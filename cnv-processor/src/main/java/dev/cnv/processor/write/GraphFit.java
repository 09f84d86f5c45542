package dev.cnv.processor.write;

import dev.cnv.processor.write.GraphType.Decimal;
import dev.cnv.processor.write.GraphType.Member;
import dev.cnv.processor.write.GraphType.Nothing;
import dev.cnv.processor.write.GraphType.Sequence;
import dev.cnv.processor.write.GraphType.Structure;
import dev.cnv.processor.write.GraphType.Text;
import dev.cnv.processor.write.GraphType.Truth;
import dev.cnv.processor.write.GraphType.Union;
import dev.cnv.processor.write.GraphType.Whole;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Whether values of one type can be given where another is expected, as they are or changed: the
 * runtime's {@code Subtyping} for types without recursion. A test holds the two together.
 */
final class GraphFit {

    private record Pair(GraphType from, GraphType to) {}

    private final boolean changing;
    private final Map<Pair, Boolean> answers = new HashMap<>();
    private final Optional<GraphFit> asTheyAre;

    private GraphFit(boolean changing, Optional<GraphFit> asTheyAre) {
        this.changing = changing;
        this.asTheyAre = asTheyAre;
    }

    /** Values are given as they are. */
    static GraphFit exact() {
        return new GraphFit(false, Optional.empty());
    }

    /** Values may be changed without losing what is read. */
    static GraphFit changing(GraphFit exact) {
        return new GraphFit(true, Optional.of(exact));
    }

    boolean fits(GraphType from, GraphType to) {
        if (from.equals(to)) {
            return true;
        }
        Pair pair = new Pair(from, to);
        Boolean known = answers.get(pair);
        if (known == null) {
            known = decide(from, to);
            answers.put(pair, known);
        }
        return known;
    }

    private boolean decide(GraphType from, GraphType to) {
        if (from instanceof Union(var options)) {
            return options.stream().allMatch(option -> fits(option, to));
        }
        if (to instanceof Union(var options)) {
            return options.stream().anyMatch(option -> fits(from, option));
        }
        if (from instanceof Structure given && to instanceof Structure expected) {
            return structures(given, expected);
        }
        if (from instanceof Sequence given && to instanceof Sequence expected) {
            return sequences(given, expected);
        }
        if (from instanceof Nothing && to instanceof Nothing) {
            return true;
        }
        if (changing && to instanceof Sequence expected) {
            return from.scalar()
                    && expected.element().scalar()
                    && expected.minItems() <= 1
                    && expected.maxItems() >= 1
                    && scalars(from, expected.element());
        }
        return scalars(from, to);
    }

    private boolean sequences(Sequence given, Sequence expected) {
        if (given.minItems() < expected.minItems() || given.maxItems() > expected.maxItems()) {
            return false;
        }
        boolean several = given.maxItems() > 1;
        if (expected.distinct() && !given.distinct() && several) {
            return false;
        }
        // A change could make two items equal.
        GraphFit fit = expected.distinct() && several ? asTheyAre.orElse(this) : this;
        return given.maxItems() == 0 || fit.fits(given.element(), expected.element());
    }

    private boolean structures(Structure given, Structure expected) {
        return given.conditions().containsAll(expected.conditions())
                && expected.members().entrySet().stream()
                        .allMatch(member -> member(given, member.getKey(), member.getValue()))
                && others(given, expected)
                && counts(given, expected);
    }

    private boolean member(Structure given, String name, Member expected) {
        Member member = given.members().get(name);
        if (expected.required() && (member == null || !member.required())) {
            return false;
        }
        Optional<GraphType> source =
                Optional.ofNullable(member).map(Member::type).or(given::rest);
        return source.isEmpty() || fits(source.get(), expected.type());
    }

    private boolean others(Structure given, Structure expected) {
        if (expected.rest().isEmpty()) {
            return changing || !extra(given, expected);
        }
        GraphType rest = expected.rest().get();
        boolean named = given.members().entrySet().stream()
                .filter(member -> !expected.members().containsKey(member.getKey()))
                .allMatch(member -> fits(member.getValue().type(), rest));
        return named && given.rest().map(unknown -> fits(unknown, rest)).orElse(true);
    }

    private static boolean counts(Structure given, Structure expected) {
        boolean dropped = expected.rest().isEmpty() && extra(given, expected);
        int least = dropped ? certain(given, expected.members()) : given.minMembers();
        int most = dropped
                ? Math.min(given.maxMembers(), expected.members().size())
                : given.maxMembers();
        return least >= expected.minMembers() && most <= expected.maxMembers();
    }

    /** Whether there may be members that a closed structure does not know. */
    static boolean extra(Structure given, Structure expected) {
        return given.rest().isPresent()
                || !expected.members().keySet().containsAll(given.members().keySet());
    }

    private static int certain(Structure given, SortedMap<String, Member> known) {
        return (int) given.members().entrySet().stream()
                .filter(member ->
                        member.getValue().required() && known.containsKey(member.getKey()))
                .count();
    }

    private boolean scalars(GraphType from, GraphType to) {
        if (from instanceof Truth(var given) && to instanceof Truth(var expected)) {
            return expected.isEmpty() || expected.equals(given);
        }
        if (from instanceof Text given && to instanceof Text expected) {
            return texts(given, expected);
        }
        if (from instanceof Whole given && to instanceof Whole expected) {
            return within(given.min(), given.max(), expected.min(), expected.max());
        }
        if (from instanceof Decimal given && to instanceof Decimal expected) {
            return within(given.min(), given.max(), expected.min(), expected.max());
        }
        if (changing && from instanceof Whole given && to instanceof Decimal expected) {
            return within(
                    given.min().map(BigDecimal::new),
                    given.max().map(BigDecimal::new),
                    expected.min(),
                    expected.max());
        }
        return changing && to instanceof Text expected && asText(from, expected);
    }

    private static boolean texts(Text given, Text expected) {
        return given.conditions().containsAll(expected.conditions())
                && given.minLength() >= expected.minLength()
                && given.maxLength() <= expected.maxLength()
                && (expected.oneOf().isEmpty()
                        || (given.oneOf().isPresent()
                                && expected.oneOf()
                                        .get()
                                        .containsAll(given.oneOf().get())));
    }

    private static <N extends Comparable<N>> boolean within(
            Optional<N> min, Optional<N> max, Optional<N> expectedMin, Optional<N> expectedMax) {
        boolean low = expectedMin.isEmpty()
                || (min.isPresent() && min.get().compareTo(expectedMin.get()) >= 0);
        boolean high = expectedMax.isEmpty()
                || (max.isPresent() && max.get().compareTo(expectedMax.get()) <= 0);
        return low && high;
    }

    private static boolean asText(GraphType from, Text expected) {
        boolean becomesText = from.scalar() && !(from instanceof Text);
        if (!becomesText
                || expected.oneOf().isPresent()
                || !expected.conditions().isEmpty()) {
            return false;
        }
        int least = from instanceof Truth ? 4 : 1;
        return expected.minLength() <= least && expected.maxLength() >= mostCharacters(from);
    }

    private static int mostCharacters(GraphType from) {
        return switch (from) {
            case Truth _ -> 5;
            case Whole whole
            when whole.min().isPresent() && whole.max().isPresent() ->
                Math.max(
                        whole.min().get().toString().length(),
                        whole.max().get().toString().length());
            default -> GraphType.UNBOUNDED;
        };
    }
}
