package dev.cnv.runtime.delegation.proof;

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
