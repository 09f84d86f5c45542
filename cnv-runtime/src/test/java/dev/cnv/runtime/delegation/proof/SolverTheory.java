package dev.cnv.runtime.delegation.proof;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.IntSort;
import com.microsoft.z3.RealSort;
import com.microsoft.z3.SeqSort;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** Writes the rules as formulas of Z3: reals, sequences of integers, words of bits. */
record SolverTheory(Context context, int width)
        implements Theory<BoolExpr, Expr<RealSort>, Expr<SeqSort<IntSort>>, Expr<BitVecSort>> {

    @Override
    public BoolExpr and(BoolExpr one, BoolExpr other) {
        return context.mkAnd(one, other);
    }

    @Override
    public BoolExpr or(BoolExpr one, BoolExpr other) {
        return context.mkOr(one, other);
    }

    @Override
    public BoolExpr not(BoolExpr one) {
        return context.mkNot(one);
    }

    @Override
    public BoolExpr constant(boolean truth) {
        return context.mkBool(truth);
    }

    @Override
    public Expr<RealSort> plus(Expr<RealSort> number, int offset) {
        return context.mkAdd(number, context.mkReal(offset));
    }

    @Override
    public BoolExpr atMost(Expr<RealSort> small, Expr<RealSort> large) {
        return context.mkLe(small, large);
    }

    @Override
    public BoolExpr whole(Expr<RealSort> number) {
        return context.mkIsInteger(number);
    }

    @Override
    public BoolExpr begins(Expr<SeqSort<IntSort>> text, Expr<SeqSort<IntSort>> beginning) {
        return context.mkPrefixOf(beginning, text);
    }

    @Override
    public BoolExpr same(Expr<SeqSort<IntSort>> one, Expr<SeqSort<IntSort>> other) {
        return context.mkEq(one, other);
    }

    @Override
    public BoolExpr notLonger(Expr<BitVecSort> shorter, Expr<BitVecSort> longer) {
        return context.mkBVULE(shorter, longer);
    }

    @Override
    public BoolExpr sameHead(
            Expr<BitVecSort> one, Expr<BitVecSort> other, Expr<BitVecSort> length) {
        BitVecExpr rest = context.mkBVSub(context.mkBV(width, width), length);
        return context.mkEq(
                context.mkBVLSHR(context.mkBVXOR(one, other), rest), context.mkBV(0, width));
    }

    Expr<RealSort> number(String name) {
        return context.mkRealConst(name);
    }

    Expr<SeqSort<IntSort>> sequence(String name) {
        return context.mkConst(name, context.mkSeqSort(context.getIntSort()));
    }

    Expr<BitVecSort> word(String name) {
        return context.mkBVConst(name, width);
    }

    BoolExpr truth(String name) {
        return context.mkBoolConst(name);
    }

    Expr<RealSort> literal(BigDecimal number) {
        return context.mkReal(number.toPlainString());
    }

    Expr<BitVecSort> literal(BigInteger word) {
        return context.mkBV(word.toString(), width);
    }

    /** The sequence without symbols; the binding's own type says it were one of sequences. */
    @SuppressWarnings("unchecked")
    Expr<SeqSort<IntSort>> none() {
        Expr<?> none = context.mkEmptySeq(context.mkSeqSort(context.getIntSort()));
        return (Expr<SeqSort<IntSort>>) none;
    }

    /** A symbol is its place in an alphabet. */
    Expr<SeqSort<IntSort>> literal(List<String> symbols, List<String> alphabet) {
        Expr<SeqSort<IntSort>> sequence = none();
        for (String symbol : symbols) {
            Expr<IntSort> place = context.mkInt(alphabet.indexOf(symbol));
            sequence = context.mkConcat(sequence, context.mkUnit(place));
        }
        return sequence;
    }
}
