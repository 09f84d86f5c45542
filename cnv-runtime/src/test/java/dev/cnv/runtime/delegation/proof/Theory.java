package dev.cnv.runtime.delegation.proof;

/**
 * The operations that the rules of the lattice are written in. One rule, written once in
 * {@link LatticeModel}, is a formula for the solver ({@link SolverTheory}) and a function that runs
 * ({@link PlainTheory}): the first is proved, the second is compared with the code.
 *
 * @param <B> truth
 * @param <N> numbers
 * @param <S> sequences of symbols: characters of a text, segments of a path, labels of a host
 * @param <W> words of bits, of one width
 */
interface Theory<B, N, S, W> {

    B and(B one, B other);

    B or(B one, B other);

    B not(B one);

    B constant(boolean truth);

    default B implies(B one, B other) {
        return or(not(one), other);
    }

    default B iff(B one, B other) {
        return and(implies(one, other), implies(other, one));
    }

    B atMost(N small, N large);

    B whole(N number);

    N plus(N number, int offset);

    B begins(S text, S beginning);

    B same(S one, S other);

    /** As unsigned numbers. */
    B notLonger(W shorter, W longer);

    /** Whether the first {@code length} bits are the same. */
    B sameHead(W one, W other, W length);
}
