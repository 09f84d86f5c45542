package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CanonicalJson;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Which values an argument may have. The kinds are closed: whether one constraint holds all that
 * another holds ({@link #subsumes}) and what two admit together ({@link #meet}) are decided by looking
 * at the two forms, without running anything. There is no regular expression, no script, no "or" and no
 * "not": with them that question has no cheap answer, or none.
 *
 * <p>An argument that is constrained must be there: a missing one and null are not admitted. What
 * cannot be compared is not admitted either; nothing is thrown for a value, whatever it is.
 *
 * <p>Each constraint has one form: parts that add nothing are left out, sets are sorted, a range of one
 * number is an {@link Exact}. Factories find the form; constructors refuse what is another kind's.
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface ArgumentConstraint {

    /** The largest number of values, hosts or blocks in a constraint. */
    int MAX_VALUE_COUNT = 256;

    /** The longest text in a constraint, in UTF-16 code units. */
    int MAX_TEXT_LENGTH = 4096;

    /** The largest number of digits before, and after, the point of a {@link DecimalRange}'s end. */
    int MAX_DECIMAL_DIGITS = 64;

    /** Any value but null. */
    record Any() implements ArgumentConstraint {

        @Override
        public String toString() {
            return "anything";
        }
    }

    /**
     * One text, number or boolean; numbers are compared by value.
     *
     * @param value the value's canonical JSON text
     */
    record Exact(String value) implements ArgumentConstraint {
        /**
         * Checks the value.
         *
         * @throws IllegalArgumentException when it is not the canonical text of a text, number or
         *     boolean
         */
        public Exact {
            ScalarText.require(value);
        }

        @Override
        public String toString() {
            return "exactly " + value;
        }
    }

    /**
     * One of some texts, numbers or booleans; numbers are compared by value.
     *
     * @param values the values' canonical JSON texts, 2 to 256, sorted
     */
    record OneOf(NavigableSet<String> values) implements ArgumentConstraint {
        /**
         * Copies and checks the values.
         *
         * @throws IllegalArgumentException when there are fewer than two or too many, one is not the
         *     canonical text of a text, number or boolean, or they are the integers of a range
         */
        public OneOf {
            values = ScalarText.required(values, 2);
            if (Form.integers(values).isPresent()) {
                throw new IllegalArgumentException(
                        "values=" + values + " are all integers of a range; write them as between");
            }
        }

        @Override
        public String toString() {
            return "one of " + Form.shown(values);
        }
    }

    /**
     * An integer in a range.
     *
     * @param min the smallest
     * @param max the largest
     */
    record IntegerRange(long min, long max) implements ArgumentConstraint {
        /**
         * Checks the order.
         *
         * @throws IllegalArgumentException when {@code min} is not less than {@code max}
         */
        public IntegerRange {
            if (min >= max) {
                throw new IllegalArgumentException("min=" + min + " is not less than max=" + max
                        + "; one integer is written as exactly");
            }
        }

        @Override
        public String toString() {
            return "an integer from " + min + " to " + max;
        }
    }

    /**
     * A number in a range, with any fraction, compared exactly and never through a double.
     *
     * @param min the smallest, without trailing zeros after the point and with a scale of at least 0
     * @param max the largest, likewise
     */
    record DecimalRange(BigDecimal min, BigDecimal max) implements ArgumentConstraint {
        /**
         * Normalises the ends and checks them.
         *
         * @throws IllegalArgumentException when {@code min} is not less than {@code max}, or one has more
         *     than 64 digits before or after the point
         */
        public DecimalRange {
            min = Form.decimal("min", min);
            max = Form.decimal("max", max);
            if (min.compareTo(max) >= 0) {
                throw new IllegalArgumentException("min=" + min + " is not less than max=" + max
                        + "; one number is written as exactly");
            }
        }

        @Override
        public String toString() {
            return "a number from " + min.toPlainString() + " to " + max.toPlainString();
        }
    }

    /**
     * A text that begins with another, by UTF-16 code units. For paths use {@link SubPath}: {@code docs}
     * is also the beginning of {@code docs-secret} and of {@code docs/../secret}.
     *
     * @param text the beginning
     */
    record Prefix(String text) implements ArgumentConstraint {
        /**
         * Checks the text.
         *
         * @throws IllegalArgumentException when the text is too long or has a lone surrogate
         */
        public Prefix {
            Form.requireText("text", text);
        }

        @Override
        public String toString() {
            return "a text that begins with " + Form.quoted(text);
        }
    }

    /**
     * A path that is, or lies below, another, compared segment by segment as text. Relative paths and
     * absolute ones are never below each other; a path with {@code ..}, a backslash, a zero character, a
     * drive or two slashes in front is not admitted at all, nor is one of more than 4096 characters.
     * Links in the file system are not followed.
     *
     * @param path the upper path, normalised; {@code .} is every relative path
     */
    record SubPath(String path) implements ArgumentConstraint {
        /**
         * Normalises the path.
         *
         * @throws IllegalArgumentException when it is a path that is not admitted at all
         */
        public SubPath {
            Form.requireText("path", path);
            String given = path;
            path = PathText.of(path)
                    .orElseThrow(() -> new IllegalArgumentException("path=" + given
                            + " has .., a backslash, a drive or // in front; write it with slashes and"
                            + " without"))
                    .text();
        }

        @Override
        public String toString() {
            return "a path at or below " + path;
        }
    }

    /**
     * A host by its name: the names themselves, or all names below one. Admitted is a bare name only,
     * see {@link HostPattern}: no address, port, user, URL or dot at the end.
     *
     * @param hosts the patterns, 1 to 256, sorted, none inside another
     */
    record HostIn(NavigableSet<HostPattern> hosts) implements ArgumentConstraint {
        /**
         * Leaves out patterns inside others and checks their number.
         *
         * @throws IllegalArgumentException when there are none or too many
         */
        public HostIn {
            Form.requireCount("hostCount", hosts.size(), 1);
            hosts = HostPattern.normal(hosts);
        }

        @Override
        public String toString() {
            return "a host in " + Form.shown(hosts);
        }
    }

    /**
     * An internet address, written as a literal, in some blocks. Never a name, and nothing is looked up;
     * what spellings are admitted stands at {@link CidrBlock}.
     *
     * @param blocks the blocks, 1 to 256, sorted, joined where two are the halves of one
     */
    record CidrIn(NavigableSet<CidrBlock> blocks) implements ArgumentConstraint {
        /**
         * Joins blocks and checks their number.
         *
         * @throws IllegalArgumentException when there are none or too many
         */
        public CidrIn {
            Form.requireCount("blockCount", blocks.size(), 1);
            blocks = CidrBlock.normal(blocks);
        }

        @Override
        public String toString() {
            return "an address in " + Form.shown(blocks);
        }
    }

    /**
     * An array all of whose elements are among some texts, numbers or booleans. The empty array is
     * admitted, and elements may be repeated.
     *
     * @param values the values' canonical JSON texts, 0 to 256, sorted; none admits the empty array only
     */
    record SetSubset(NavigableSet<String> values) implements ArgumentConstraint {
        /**
         * Copies and checks the values.
         *
         * @throws IllegalArgumentException when there are too many, or one is not the canonical text of
         *     a text, number or boolean
         */
        public SetSubset {
            values = ScalarText.required(values, 0);
        }

        @Override
        public String toString() {
            return values.isEmpty()
                    ? "an empty list"
                    : "a list of nothing but " + Form.shown(values);
        }
    }

    /**
     * What several constraints admit together, where no single kind says it: at most one of each of
     * {@link Prefix}, {@link SubPath}, {@link HostIn} and {@link CidrIn}.
     *
     * @param parts 2 or 3 constraints in the order of their kinds, none of them an {@code And}
     */
    record And(List<ArgumentConstraint> parts) implements ArgumentConstraint {
        /**
         * Checks that the parts are in their one form.
         *
         * @throws IllegalArgumentException when fewer constraints say the same, or they are not sorted
         */
        public And {
            parts = List.copyOf(parts);
            if (parts.size() < 2 || !Form.of(parts).equals(Optional.of(parts))) {
                throw new IllegalArgumentException("partCount=" + parts.size() + " of parts="
                        + Form.shown(parts) + " is not the shortest form; build it with allOf");
            }
        }

        @Override
        public String toString() {
            return parts.stream().map(Object::toString).collect(Collectors.joining(" and "));
        }
    }

    /**
     * Whether a value is admitted. Total: what cannot be compared is not admitted. The time is linear in
     * the value's size at most.
     *
     * @param value an argument
     * @return true when the argument may have this value
     */
    default boolean admits(JsonNode value) {
        return Admission.admits(this, value);
    }

    /**
     * Whether a constraint admits every value that another admits. When it says so, it is so: for all
     * kinds, and for chains of any length, as the answer is reflexive and transitive. It also says no
     * where the answer is not plain from the two forms, which is here only:
     *
     * <ul>
     *   <li>the child is an {@link And}: one of its parts must be enough by itself;
     *   <li>the parent lists values, begins or holds paths and the child names hosts or blocks: no,
     *       except for the beginning "", as hosts and addresses have several spellings.
     * </ul>
     *
     * @param parent the constraint that may be wider
     * @param child the constraint that may be narrower
     * @return true when the parent is the same or wider
     */
    static boolean subsumes(ArgumentConstraint parent, ArgumentConstraint child) {
        return Subsumption.holds(parent, child);
    }

    /**
     * Whether this constraint admits every value that another admits: {@link #subsumes} with this one as
     * the parent.
     *
     * @param narrower the other constraint
     * @return true when this one is the same or wider
     */
    default boolean includes(ArgumentConstraint narrower) {
        return subsumes(this, narrower);
    }

    /**
     * What this constraint and another admit together, exactly.
     *
     * @param other the other constraint
     * @return the greatest constraint inside both; empty when it is plain that no value is in both
     * @throws IllegalArgumentException when it would need more than 256 hosts or blocks; never when one
     *     of the two includes the other
     */
    default Optional<ArgumentConstraint> meet(ArgumentConstraint other) {
        if (includes(other)) {
            return Optional.of(other);
        }
        return other.includes(this) ? Optional.of(this) : Form.allOf(List.of(this, other));
    }

    /**
     * The constraints that this one is made of.
     *
     * @return the parts of an {@link And}; this one alone for every other kind
     */
    default List<ArgumentConstraint> conjuncts() {
        return this instanceof And(List<ArgumentConstraint> parts) ? parts : List.of(this);
    }

    /** {@return any value but null} */
    static ArgumentConstraint any() {
        return new Any();
    }

    /**
     * One text.
     *
     * @param text the text
     * @return the constraint
     */
    static ArgumentConstraint exactly(String text) {
        return exactly(JsonNodeFactory.instance.stringNode(text));
    }

    /**
     * One text, number or boolean.
     *
     * @param value the value
     * @return the constraint
     * @throws IllegalArgumentException when it is of another type or has no canonical form
     */
    static ArgumentConstraint exactly(JsonNode value) {
        return new Exact(CanonicalJson.text(value));
    }

    /**
     * One of some texts.
     *
     * @param texts the texts
     * @return the constraint
     */
    static ArgumentConstraint oneOf(String... texts) {
        return oneOf(ScalarText.nodes(texts));
    }

    /**
     * One of some texts, numbers or booleans.
     *
     * @param values the values
     * @return the constraint; an {@link Exact} for one value, an {@link IntegerRange} for all integers of
     *     a range
     * @throws IllegalArgumentException when there are none or too many, or one is of another type
     */
    static ArgumentConstraint oneOf(JsonNode... values) {
        NavigableSet<String> texts = ScalarText.required(ScalarText.texts(values), 1);
        return Form.listed(texts);
    }

    /**
     * An integer in a range.
     *
     * @param min the smallest
     * @param max the largest
     * @return the constraint; an {@link Exact} when both are one
     * @throws IllegalArgumentException when {@code min} is greater than {@code max}
     */
    static ArgumentConstraint between(long min, long max) {
        return min == max
                ? exactly(JsonNodeFactory.instance.numberNode(min))
                : new IntegerRange(min, max);
    }

    /**
     * A number in a range.
     *
     * @param min the smallest
     * @param max the largest
     * @return the constraint; an {@link Exact} when both are one
     * @throws IllegalArgumentException when {@code min} is greater than {@code max}, or one has more than
     *     64 digits before or after the point
     */
    static ArgumentConstraint decimalBetween(BigDecimal min, BigDecimal max) {
        BigDecimal low = Form.decimal("min", min);
        return low.compareTo(Form.decimal("max", max)) == 0
                ? exactly(JsonNodeFactory.instance.numberNode(low))
                : new DecimalRange(min, max);
    }

    /**
     * A path and what lies below it.
     *
     * @param path the upper path
     * @return the constraint
     */
    static ArgumentConstraint subPath(String path) {
        return new SubPath(path);
    }

    /**
     * Texts with a common beginning.
     *
     * @param text the beginning
     * @return the constraint
     */
    static ArgumentConstraint prefix(String text) {
        return new Prefix(text);
    }

    /**
     * Hosts by name.
     *
     * @param patterns names ({@code api.example.org}), or all names below one ({@code *.example.org})
     * @return the constraint
     * @throws IllegalArgumentException when there are none or too many, or one is malformed
     */
    static ArgumentConstraint hostIn(String... patterns) {
        return new HostIn(Arrays.stream(patterns)
                .map(HostPattern::parse)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * Addresses in blocks.
     *
     * @param blocks such as {@code 10.0.0.0/8} and {@code 2001:db8::/32}
     * @return the constraint
     * @throws IllegalArgumentException when there are none or too many, or one is malformed
     */
    static ArgumentConstraint cidrIn(String... blocks) {
        return new CidrIn(Arrays.stream(blocks)
                .map(CidrBlock::parse)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * Arrays of nothing but some texts.
     *
     * @param texts the texts
     * @return the constraint
     */
    static ArgumentConstraint subsetOf(String... texts) {
        return subsetOf(ScalarText.nodes(texts));
    }

    /**
     * Arrays of nothing but some texts, numbers or booleans.
     *
     * @param values the values
     * @return the constraint
     * @throws IllegalArgumentException when there are too many, or one is of another type
     */
    static ArgumentConstraint subsetOf(JsonNode... values) {
        return new SetSubset(Collections.unmodifiableNavigableSet(ScalarText.texts(values)));
    }

    /**
     * What some constraints admit together.
     *
     * @param first one constraint
     * @param more further constraints
     * @return the one form of their conjunction
     * @throws IllegalArgumentException when it is plain that they admit nothing together
     */
    static ArgumentConstraint allOf(ArgumentConstraint first, ArgumentConstraint... more) {
        List<ArgumentConstraint> all =
                Stream.concat(Stream.of(first), Arrays.stream(more)).toList();
        return Form.allOf(all)
                .orElseThrow(() -> new IllegalArgumentException(
                        "constraints=" + all + " admit nothing together"));
    }
}
