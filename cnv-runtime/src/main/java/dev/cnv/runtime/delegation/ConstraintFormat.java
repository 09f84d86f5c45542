package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The bytes of argument constraints inside a token.
 *
 * <pre>
 * any           [0]
 * exact         [1, text]             the canonical JSON text of a value
 * one of        [2, [text, ...]]      likewise, each
 * integer       [3, min, max]         int64
 * decimal       [4, text, text]       plain decimal digits
 * prefix        [5, text]
 * sub-path      [6, text]
 * host in       [7, [text, ...]]
 * CIDR in       [8, [text, ...]]
 * set subset    [9, [text, ...]]      as one of
 * and           [10, [constraint, ...]]
 * </pre>
 */
final class ConstraintFormat {

    private static final int ANY = 0;
    private static final int EXACT = 1;
    private static final int ONE_OF = 2;
    private static final int INTEGER_RANGE = 3;
    private static final int DECIMAL_RANGE = 4;
    private static final int PREFIX = 5;
    private static final int SUB_PATH = 6;
    private static final int HOST_IN = 7;
    private static final int CIDR_IN = 8;
    private static final int SET_SUBSET = 9;
    private static final int AND = 10;

    /** A text of the largest number of UTF-16 code units has at most three bytes for each. */
    private static final int MAX_TEXT_BYTES = 3 * ArgumentConstraint.MAX_TEXT_LENGTH;

    /** A sign, a point, and the digits before and after it. */
    private static final int MAX_DECIMAL_BYTES = 2 + 2 * ArgumentConstraint.MAX_DECIMAL_DIGITS;

    /** More parts than a conjunction can have. */
    private static final int MAX_PART_COUNT = 8;

    private ConstraintFormat() {}

    static void write(CborWriter out, ArgumentConstraint constraint) {
        switch (constraint) {
            case ArgumentConstraint.Any() -> out.array(1).integer(ANY);
            case ArgumentConstraint.Exact(String value) -> text(out, EXACT, value);
            case ArgumentConstraint.OneOf(var values) -> texts(out, ONE_OF, values);
            case ArgumentConstraint.IntegerRange(long min, long max) ->
                out.array(3).integer(INTEGER_RANGE).integer(min).integer(max);
            case ArgumentConstraint.DecimalRange(BigDecimal min, BigDecimal max) ->
                out.array(3)
                        .integer(DECIMAL_RANGE)
                        .text(min.toPlainString())
                        .text(max.toPlainString());
            case ArgumentConstraint.Prefix(String text) -> text(out, PREFIX, text);
            case ArgumentConstraint.SubPath(String path) -> text(out, SUB_PATH, path);
            case ArgumentConstraint.HostIn(var hosts) -> texts(out, HOST_IN, hosts);
            case ArgumentConstraint.CidrIn(var blocks) -> texts(out, CIDR_IN, blocks);
            case ArgumentConstraint.SetSubset(var values) -> texts(out, SET_SUBSET, values);
            case ArgumentConstraint.And(var parts) -> {
                out.array(2).integer(AND).array(parts.size());
                parts.forEach(part -> write(out, part));
            }
        }
    }

    private static void text(CborWriter out, int kind, String text) {
        out.array(2).integer(kind).text(text);
    }

    private static void texts(CborWriter out, int kind, Collection<?> values) {
        out.array(2).integer(kind).array(values.size());
        values.forEach(value -> out.text(value.toString()));
    }

    static ArgumentConstraint read(CborReader in) {
        in.openArray(3);
        int kind = (int) in.integer(ANY, AND);
        ArgumentConstraint constraint = switch (kind) {
            case ANY -> ArgumentConstraint.any();
            case EXACT -> in.value(MAX_TEXT_BYTES, ArgumentConstraint.Exact::new);
            case INTEGER_RANGE -> integerRange(in);
            case DECIMAL_RANGE -> decimalRange(in);
            case PREFIX -> in.value(MAX_TEXT_BYTES, ArgumentConstraint.Prefix::new);
            case SUB_PATH -> in.value(MAX_TEXT_BYTES, ArgumentConstraint.SubPath::new);
            case AND -> and(in);
            default -> ofTexts(in, kind);
        };
        in.close();
        return constraint;
    }

    private static ArgumentConstraint integerRange(CborReader in) {
        long min = in.integer();
        long max = in.integer();
        return in.checked(() -> new ArgumentConstraint.IntegerRange(min, max));
    }

    private static ArgumentConstraint decimalRange(CborReader in) {
        BigDecimal min = in.value(MAX_DECIMAL_BYTES, BigDecimal::new);
        BigDecimal max = in.value(MAX_DECIMAL_BYTES, BigDecimal::new);
        return in.checked(() -> new ArgumentConstraint.DecimalRange(min, max));
    }

    private static ArgumentConstraint ofTexts(CborReader in, int kind) {
        TreeSet<String> texts = new TreeSet<>();
        for (int left = in.openArray(ArgumentConstraint.MAX_VALUE_COUNT); left > 0; left--) {
            texts.add(in.text(MAX_TEXT_BYTES));
        }
        in.close();
        String[] array = texts.toArray(String[]::new);
        return in.checked(() -> switch (kind) {
            case ONE_OF -> new ArgumentConstraint.OneOf(texts);
            case HOST_IN -> ArgumentConstraint.hostIn(array);
            case CIDR_IN -> ArgumentConstraint.cidrIn(array);
            case SET_SUBSET -> new ArgumentConstraint.SetSubset(texts);
            default -> throw new IllegalArgumentException("kind=" + kind + " is no constraint");
        });
    }

    private static ArgumentConstraint and(CborReader in) {
        List<ArgumentConstraint> parts = new ArrayList<>();
        for (int left = in.openArray(MAX_PART_COUNT); left > 0; left--) {
            parts.add(read(in));
        }
        in.close();
        return in.checked(() -> new ArgumentConstraint.And(parts));
    }
}
