package dev.cnv.processor.write;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A type of the capability graph, as the runtime's {@code Schema} has it, for what is generated: no
 * references, and nothing that allows any value.
 */
sealed interface GraphType {

    /** What has no bound. */
    int UNBOUNDED = Integer.MAX_VALUE;

    /** The null of JSON alone. */
    record Nothing() implements GraphType {}

    /** True or false, or one of them. */
    record Truth(Optional<Boolean> only) implements GraphType {}

    /** Texts: of a list, of a length in code points, under opaque conditions. */
    record Text(
            Optional<SortedSet<String>> oneOf,
            int minLength,
            int maxLength,
            SortedSet<String> conditions)
            implements GraphType {}

    /** Integers of a range. */
    record Whole(Optional<BigInteger> min, Optional<BigInteger> max) implements GraphType {}

    /** Numbers of a range, whose bounds have no trailing zeros. */
    record Decimal(Optional<BigDecimal> min, Optional<BigDecimal> max) implements GraphType {}

    /** Arrays. */
    record Sequence(GraphType element, int minItems, int maxItems, boolean distinct)
            implements GraphType {}

    /** A member of an object. */
    record Member(GraphType type, boolean required) {}

    /** Objects; {@code rest} is the type of members without a name here. */
    record Structure(
            SortedMap<String, Member> members,
            Optional<GraphType> rest,
            int minMembers,
            int maxMembers,
            SortedSet<String> conditions)
            implements GraphType {}

    /** Values of any of the types. */
    record Union(List<GraphType> options) implements GraphType {}

    /** Whether values have no parts. */
    default boolean scalar() {
        return this instanceof Truth
                || this instanceof Text
                || this instanceof Whole
                || this instanceof Decimal;
    }
}
