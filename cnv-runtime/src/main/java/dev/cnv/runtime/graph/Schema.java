package dev.cnv.runtime.graph;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A set of JSON values, described by structure. A schema alone may refer to definitions that it does
 * not hold: {@link SchemaDocument} is the closed form that can be compared.
 *
 * <p>Values are compared as JSON does: a text's length counts code points, a number has no spelling.
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface Schema {

    /** A count without an upper end. */
    int UNBOUNDED = Integer.MAX_VALUE;

    /** Every value. */
    Schema ANYTHING = new Anything();

    /** The value null. */
    Schema NULL = new Null();

    /** True and false. */
    Schema TRUTH = new Truth(Optional.empty());

    /** Every text. */
    Schema TEXT = new Text(Optional.empty(), 0, UNBOUNDED, Set.of());

    /** Every integer. */
    Schema WHOLE = new Whole(Optional.empty(), Optional.empty());

    /** Every number. */
    Schema DECIMAL = new Decimal(Optional.empty(), Optional.empty());

    /** Every value. */
    record Anything() implements Schema {}

    /** The value null. */
    record Null() implements Schema {}

    /**
     * Truth values.
     *
     * @param only the one value allowed, empty for both
     */
    record Truth(Optional<Boolean> only) implements Schema {}

    /**
     * Texts.
     *
     * @param oneOf the texts allowed, empty for any; those outside the lengths are left out
     * @param minLength the least code points
     * @param maxLength the most code points, or {@link #UNBOUNDED}
     * @param conditions what else holds, as opaque texts such as {@code format=uuid} and
     *     {@code pattern=^a$}: two conditions are the same or say nothing about each other
     */
    record Text(Optional<Set<String>> oneOf, int minLength, int maxLength, Set<String> conditions)
            implements Schema {

        /**
         * Copies and checks the parts.
         *
         * @throws IllegalArgumentException when no text could satisfy them
         */
        public Text {
            requireRange("length", minLength, maxLength);
            conditions = sorted(conditions);
            if (oneOf.isPresent()) {
                SortedSet<String> kept = new TreeSet<>();
                for (String text : oneOf.get()) {
                    int length = text.codePointCount(0, text.length());
                    if (length >= minLength && length <= maxLength) {
                        kept.add(text);
                    }
                }
                if (kept.isEmpty()) {
                    throw new IllegalArgumentException("oneOf=" + oneOf.get() + " allows no text");
                }
                oneOf = Optional.of(Collections.unmodifiableSortedSet(kept));
                minLength = kept.stream().mapToInt(Text::length).min().orElseThrow();
                maxLength = kept.stream().mapToInt(Text::length).max().orElseThrow();
            }
        }

        private static int length(String text) {
            return text.codePointCount(0, text.length());
        }
    }

    /**
     * Integers.
     *
     * @param min the smallest, empty for no lower end
     * @param max the largest, empty for no upper end
     */
    record Whole(Optional<BigInteger> min, Optional<BigInteger> max) implements Schema {

        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException when it is empty
         */
        public Whole {
            requireRange(min, max);
        }
    }

    /**
     * Numbers.
     *
     * @param min the smallest, empty for no lower end
     * @param max the largest, empty for no upper end
     */
    record Decimal(Optional<BigDecimal> min, Optional<BigDecimal> max) implements Schema {

        /**
         * Checks the range, and drops trailing zeros.
         *
         * @throws IllegalArgumentException when it is empty
         */
        public Decimal {
            min = min.map(BigDecimal::stripTrailingZeros);
            max = max.map(BigDecimal::stripTrailingZeros);
            requireRange(min, max);
        }
    }

    /**
     * Arrays whose elements are of one schema.
     *
     * @param element the elements' schema
     * @param minItems the least elements
     * @param maxItems the most elements, or {@link #UNBOUNDED}
     * @param distinct whether no two elements are equal
     */
    record Sequence(Schema element, int minItems, int maxItems, boolean distinct)
            implements Schema {

        /**
         * Checks the counts.
         *
         * @throws IllegalArgumentException when no array could satisfy them
         */
        public Sequence {
            requireRange("items", minItems, maxItems);
        }
    }

    /**
     * Objects.
     *
     * @param members the members that are known by name
     * @param rest the schema of members with any other name; empty when there may be none (closed)
     * @param minMembers the least members
     * @param maxMembers the most members, or {@link #UNBOUNDED}
     * @param conditions what else holds, as opaque texts
     */
    record Structure(
            Map<String, Member> members,
            Optional<Schema> rest,
            int minMembers,
            int maxMembers,
            Set<String> conditions)
            implements Schema {

        /**
         * Copies and checks the parts; the counts are narrowed to what the members allow.
         *
         * @throws IllegalArgumentException when no object could satisfy the counts
         */
        public Structure {
            SortedMap<String, Member> copy = new TreeMap<>(members);
            members = Collections.unmodifiableSortedMap(copy);
            conditions = sorted(conditions);
            int required = (int) copy.values().stream().filter(Member::required).count();
            minMembers = Math.max(minMembers, required);
            maxMembers = rest.isPresent() ? maxMembers : Math.min(maxMembers, copy.size());
            requireRange("members", minMembers, maxMembers);
        }
    }

    /**
     * A member of an object.
     *
     * @param schema the schema of its value
     * @param required whether every object has it
     */
    record Member(Schema schema, boolean required) {}

    /**
     * What a definition says.
     *
     * @param name the definition's name in the {@link SchemaDocument}
     */
    record Reference(String name) implements Schema {}

    /**
     * Values of any of several schemas. {@link Schema#union} makes the smallest form.
     *
     * @param options at least one
     */
    record Union(List<Schema> options) implements Schema {

        /**
         * Copies the options.
         *
         * @throws IllegalArgumentException when there is none
         */
        public Union {
            options = List.copyOf(options);
            if (options.isEmpty()) {
                throw new IllegalArgumentException("options=[] needs at least one");
            }
        }
    }

    /**
     * Values of any of several schemas: nested unions are opened, ranges that touch are joined, and a
     * union of one option is that option.
     *
     * @param options at least one
     * @return the schema
     * @throws IllegalArgumentException when there is none
     */
    static Schema union(List<Schema> options) {
        return UnionForm.of(options);
    }

    /**
     * Values of any of several schemas.
     *
     * @param options at least one
     * @return the schema in its smallest form
     */
    static Schema union(Schema... options) {
        return union(List.of(options));
    }

    /**
     * The integers of a range.
     *
     * @param min the smallest
     * @param max the largest
     * @return the schema
     */
    static Schema whole(long min, long max) {
        return new Whole(
                Optional.of(BigInteger.valueOf(min)), Optional.of(BigInteger.valueOf(max)));
    }

    /**
     * The numbers of a range.
     *
     * @param min the smallest, in decimal notation
     * @param max the largest, in decimal notation
     * @return the schema
     */
    static Schema decimal(String min, String max) {
        return new Decimal(Optional.of(new BigDecimal(min)), Optional.of(new BigDecimal(max)));
    }

    /**
     * Texts from a list.
     *
     * @param texts at least one
     * @return the schema
     */
    static Schema choice(String... texts) {
        return new Text(Optional.of(Set.of(texts)), 0, UNBOUNDED, Set.of());
    }

    /**
     * Texts with one condition.
     *
     * @param condition an opaque text such as {@code format=uuid}
     * @return the schema
     */
    static Schema text(String condition) {
        return new Text(Optional.empty(), 0, UNBOUNDED, Set.of(condition));
    }

    /**
     * Arrays of any length.
     *
     * @param element the elements' schema
     * @return the schema
     */
    static Schema sequence(Schema element) {
        return new Sequence(element, 0, UNBOUNDED, false);
    }

    /**
     * Objects with these members and no others.
     *
     * @param members the members by name
     * @return the schema
     */
    static Schema closed(Map<String, Member> members) {
        return new Structure(members, Optional.empty(), 0, UNBOUNDED, Set.of());
    }

    /**
     * Objects with these members and any others.
     *
     * @param members the members by name
     * @return the schema
     */
    static Schema open(Map<String, Member> members) {
        return new Structure(members, Optional.of(ANYTHING), 0, UNBOUNDED, Set.of());
    }

    /**
     * Objects used as tables: any names, values of one schema.
     *
     * @param value the values' schema
     * @return the schema
     */
    static Schema table(Schema value) {
        return new Structure(Map.of(), Optional.of(value), 0, UNBOUNDED, Set.of());
    }

    /**
     * A member that every object has.
     *
     * @param schema the schema of its value
     * @return the member
     */
    static Member required(Schema schema) {
        return new Member(schema, true);
    }

    /**
     * A member that may be missing.
     *
     * @param schema the schema of its value
     * @return the member
     */
    static Member optional(Schema schema) {
        return new Member(schema, false);
    }

    private static Set<String> sorted(Set<String> texts) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(texts));
    }

    private static void requireRange(String what, int min, int max) {
        if (min < 0 || max < min) {
            throw new IllegalArgumentException(
                    what + "=" + min + ".." + max + " is an empty range");
        }
    }

    private static <N extends Comparable<N>> void requireRange(Optional<N> min, Optional<N> max) {
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
            throw new IllegalArgumentException(
                    "range=" + min.get() + ".." + max.get() + " is empty");
        }
    }
}
