package dev.cnv.runtime.delegation.proof;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** Runs the rules. */
record PlainTheory(int width) implements Theory<Boolean, BigDecimal, List<String>, BigInteger> {

    @Override
    public Boolean and(Boolean one, Boolean other) {
        return one && other;
    }

    @Override
    public Boolean or(Boolean one, Boolean other) {
        return one || other;
    }

    @Override
    public Boolean not(Boolean one) {
        return !one;
    }

    @Override
    public Boolean constant(boolean truth) {
        return truth;
    }

    @Override
    public BigDecimal plus(BigDecimal number, int offset) {
        return number.add(BigDecimal.valueOf(offset));
    }

    @Override
    public Boolean atMost(BigDecimal small, BigDecimal large) {
        return small.compareTo(large) <= 0;
    }

    @Override
    public Boolean whole(BigDecimal number) {
        return number.remainder(BigDecimal.ONE).signum() == 0;
    }

    @Override
    public Boolean begins(List<String> text, List<String> beginning) {
        return text.size() >= beginning.size()
                && text.subList(0, beginning.size()).equals(beginning);
    }

    @Override
    public Boolean same(List<String> one, List<String> other) {
        return one.equals(other);
    }

    @Override
    public Boolean notLonger(BigInteger shorter, BigInteger longer) {
        return shorter.compareTo(longer) <= 0;
    }

    @Override
    public Boolean sameHead(BigInteger one, BigInteger other, BigInteger length) {
        return one.xor(other).shiftRight(width - length.intValueExact()).signum() == 0;
    }
}
