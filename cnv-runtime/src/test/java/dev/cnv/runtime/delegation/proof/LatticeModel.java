package dev.cnv.runtime.delegation.proof;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What each kind of constraint admits, and when one holds all that another holds, as {@code Admission}
 * and {@code Subsumption} decide it, over views of a value: its number, its characters, its path's
 * segments, its host's labels from the right, its address's bits. How a text is parsed into a view is of
 * no concern to a proof: it holds whatever the views are.
 */
record LatticeModel<B, N, S, W>(Theory<B, N, S, W> theory) {

    record Range<N>(N min, N max) {}

    /** Absolute or not, and the segments. */
    record Path<B, S>(B absolute, S segments) {}

    /** The hosts below a name, or the host of that name; labels from the right. */
    record Host<B, S>(B below, S labels) {}

    record Block<W>(W first, W length) {}

    B admitsInteger(Range<N> range, N value) {
        return theory.and(theory.whole(value), admitsDecimal(range, value));
    }

    B admitsDecimal(Range<N> range, N value) {
        return theory.and(theory.atMost(range.min(), value), theory.atMost(value, range.max()));
    }

    /** Of ranges of any two kinds but a decimal one in an integer one, which never is. */
    B includesRange(Range<N> parent, Range<N> child) {
        return theory.and(
                theory.atMost(parent.min(), child.min()), theory.atMost(child.max(), parent.max()));
    }

    B admitsPrefix(S beginning, S text) {
        return theory.begins(text, beginning);
    }

    B includesPrefix(S parent, S child) {
        return theory.begins(child, parent);
    }

    B admitsPath(Path<B, S> upper, Path<B, S> path) {
        return theory.and(
                theory.iff(upper.absolute(), path.absolute()),
                theory.begins(path.segments(), upper.segments()));
    }

    B includesPath(Path<B, S> parent, Path<B, S> child) {
        return admitsPath(parent, child);
    }

    B admitsHost(Host<B, S> host, S labels) {
        return theory.or(
                theory.and(host.below(), isBelow(host.labels(), labels)),
                theory.and(theory.not(host.below()), theory.same(host.labels(), labels)));
    }

    B includesHost(Host<B, S> parent, Host<B, S> child) {
        return theory.or(
                theory.and(
                        child.below(),
                        theory.and(parent.below(), theory.begins(child.labels(), parent.labels()))),
                theory.and(theory.not(child.below()), admitsHost(parent, child.labels())));
    }

    private B isBelow(S upper, S labels) {
        return theory.and(theory.begins(labels, upper), theory.not(theory.same(labels, upper)));
    }

    B admitsAddress(Block<W> block, W address) {
        return theory.sameHead(block.first(), address, block.length());
    }

    B includesBlock(Block<W> parent, Block<W> child) {
        return theory.and(
                theory.notLonger(parent.length(), child.length()),
                wrongIncludesBlock(parent, child));
    }

    /** Of texts, and of numbers that are written as one. */
    B admitsText(List<S> listed, S value) {
        return any(listed, each -> theory.same(each, value));
    }

    B admitsNumber(List<N> listed, N value) {
        return any(
                listed, each -> theory.and(theory.atMost(each, value), theory.atMost(value, each)));
    }

    /** A list under any parent: the parent is asked for each of its values. */
    <V> B includesList(List<V> child, Function<V, B> parentAdmits) {
        return all(child, parentAdmits);
    }

    /**
     * A range of integers in a list: each of its integers is looked for. One more is asked for than the
     * list has, so that a longer range finds one that is not there.
     */
    B includesIntegers(List<N> parent, Range<N> child) {
        return all(IntStream.rangeClosed(0, parent.size()).boxed().toList(), offset -> {
            N integer = theory.plus(child.min(), offset);
            return theory.implies(
                    theory.atMost(integer, child.max()), admitsNumber(parent, integer));
        });
    }

    B admitsSubset(List<S> values, List<S> elements) {
        return all(elements, element -> admitsText(values, element));
    }

    B includesSubset(List<S> parent, List<S> child) {
        return admitsSubset(parent, child);
    }

    /** A part of a conjunction of constraints on one text. */
    sealed interface Part<B, S> {

        /** By the text's characters. */
        record Beginning<B, S>(S characters) implements Part<B, S> {}

        /** By the path that the text is. */
        record Below<B, S>(Path<B, S> path) implements Part<B, S> {}
    }

    B admitsConjunction(List<Part<B, S>> parts, S characters, Path<B, S> path) {
        return all(parts, part -> switch (part) {
            case Part.Beginning<B, S>(S beginning) -> admitsPrefix(beginning, characters);
            case Part.Below<B, S>(Path<B, S> upper) -> admitsPath(upper, path);
        });
    }

    /** Each part of the parent holds all that some part of the child holds. */
    B includesConjunction(List<Part<B, S>> parent, List<Part<B, S>> child, S none, S slash) {
        return all(parent, wide -> any(child, narrow -> includesPart(wide, narrow, none, slash)));
    }

    private B includesPart(Part<B, S> parent, Part<B, S> child, S none, S slash) {
        return switch (parent) {
            case Part.Beginning<B, S>(S wide) ->
                switch (child) {
                    case Part.Beginning<B, S>(S narrow) -> includesPrefix(wide, narrow);
                    case Part.Below<B, S>(Path<B, S> narrow) ->
                        theory.or(
                                theory.same(wide, none),
                                theory.and(theory.same(wide, slash), narrow.absolute()));
                };
            case Part.Below<B, S>(Path<B, S> wide) ->
                switch (child) {
                    case Part.Beginning<B, S> _ -> theory.constant(false);
                    case Part.Below<B, S>(Path<B, S> narrow) -> includesPath(wide, narrow);
                };
        };
    }

    private <V> B all(List<V> values, Function<V, B> holds) {
        return values.stream().map(holds).reduce(theory.constant(true), theory::and);
    }

    private <V> B any(List<V> values, Function<V, B> holds) {
        return values.stream().map(holds).reduce(theory.constant(false), theory::or);
    }

    /** Deliberately wrong: it is enough that one value of the list is admitted. */
    <V> B wrongIncludesList(List<V> child, Function<V, B> parentAdmits) {
        return any(child, parentAdmits);
    }

    /** Deliberately wrong: some part of the parent is enough. */
    B wrongIncludesConjunction(List<Part<B, S>> parent, List<Part<B, S>> child, S none, S slash) {
        return any(parent, wide -> any(child, narrow -> includesPart(wide, narrow, none, slash)));
    }

    /** Deliberately wrong: a wider child that begins with the parent's bits. */
    B wrongIncludesBlock(Block<W> parent, Block<W> child) {
        return theory.sameHead(parent.first(), child.first(), parent.length());
    }

    /** Deliberately wrong: ranges that overlap. */
    B wrongIncludesRange(Range<N> parent, Range<N> child) {
        return theory.and(
                theory.atMost(parent.min(), child.max()), theory.atMost(child.min(), parent.max()));
    }

    /** Deliberately wrong: a name is taken to be below itself. */
    B wrongIncludesHost(Host<B, S> parent, Host<B, S> child) {
        return theory.and(parent.below(), theory.begins(child.labels(), parent.labels()));
    }
}
