package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import java.util.Collection;
import java.util.TreeSet;

/**
 * The bytes of argument constraints inside a token.
 *
 * <pre>
 * any          [0]
 * one of       [2, [text, ...]]      each the canonical JSON text of a value
 * integer      [3, min, max]
 * prefix       [5, text]
 * sub-path     [6, text]
 * </pre>
 */
final class ConstraintFormat {

    private static final int ANY = 0;
    private static final int ONE_OF = 2;
    private static final int INTEGER_RANGE = 3;
    private static final int PREFIX = 5;
    private static final int SUB_PATH = 6;

    /** A text of the largest number of UTF-16 code units has at most three bytes for each. */
    private static final int MAX_TEXT_BYTES = 3 * ArgumentConstraint.MAX_TEXT_LENGTH;

    private ConstraintFormat() {}

    static void write(CborWriter out, ArgumentConstraint constraint) {
        switch (constraint) {
            case ArgumentConstraint.Any() -> out.array(1).integer(ANY);
            case ArgumentConstraint.OneOf(var values) -> texts(out, ONE_OF, values);
            case ArgumentConstraint.IntegerRange(long min, long max) ->
                out.array(3).integer(INTEGER_RANGE).integer(min).integer(max);
            case ArgumentConstraint.Prefix(String text) -> out.array(2).integer(PREFIX).text(text);
            case ArgumentConstraint.SubPath(String path) ->
                out.array(2).integer(SUB_PATH).text(path);
        }
    }

    private static void texts(CborWriter out, int kind, Collection<String> values) {
        out.array(2).integer(kind).array(values.size());
        values.forEach(out::text);
    }

    static ArgumentConstraint read(CborReader in) {
        in.openArray(3);
        int kind = (int) in.integer(0, SUB_PATH);
        ArgumentConstraint constraint = switch (kind) {
            case ANY -> ArgumentConstraint.any();
            case ONE_OF -> {
                TreeSet<String> values = readTexts(in);
                yield in.checked(() -> new ArgumentConstraint.OneOf(values));
            }
            case INTEGER_RANGE -> {
                long min = in.integer();
                long max = in.integer();
                yield in.checked(() -> new ArgumentConstraint.IntegerRange(min, max));
            }
            case PREFIX -> in.value(MAX_TEXT_BYTES, ArgumentConstraint.Prefix::new);
            case SUB_PATH -> in.value(MAX_TEXT_BYTES, ArgumentConstraint.SubPath::new);
            default -> throw in.refused("is no kind of constraint");
        };
        in.close();
        return constraint;
    }

    private static TreeSet<String> readTexts(CborReader in) {
        TreeSet<String> texts = new TreeSet<>();
        for (int left = in.openArray(ArgumentConstraint.MAX_VALUE_COUNT); left > 0; left--) {
            texts.add(in.text(MAX_TEXT_BYTES));
        }
        in.close();
        return texts;
    }
}
