package dev.cnv.runtime.spi;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads a JSON value as a Java value. The value was checked against the verb's descriptor before, so
 * each method finds the type it names.
 */
public interface ValueReader {

    /**
     * A member of this object.
     *
     * @param name the member's name
     * @return a reader of the member; {@link #optional} and the collections accept a missing one
     */
    ValueReader at(String name);

    /** {@return the value as a boolean} */
    boolean bool();

    /** {@return the value as an 8-bit integer} */
    byte int8();

    /** {@return the value as a 16-bit integer} */
    short int16();

    /** {@return the value as a 32-bit integer} */
    int int32();

    /** {@return the value as a 64-bit integer} */
    long int64();

    /** {@return the value as a 32-bit floating-point number} */
    float float32();

    /** {@return the value as a 64-bit floating-point number} */
    double float64();

    /** {@return the value as a character} */
    char character();

    /** {@return the value as text} */
    String text();

    /** {@return the value as a decimal} */
    BigDecimal decimal();

    /** {@return the value as a path} */
    Path path();

    /** {@return the value as a URI} */
    URI uri();

    /** {@return the value as an IP address, without asking a name server} */
    InetAddress inetAddress();

    /** {@return the value as a duration} */
    Duration duration();

    /** {@return the value as an instant} */
    Instant instant();

    /** {@return the value as a UUID} */
    UUID uuid();

    /** {@return the value as bytes, in a new array} */
    byte[] bytes();

    /**
     * The value as an enum constant.
     *
     * @param type the enum
     * @param <E> the enum
     * @return the constant
     */
    <E extends Enum<E>> E choice(Class<E> type);

    /**
     * The value if there is one.
     *
     * @param reader reads it
     * @param <T> its type
     * @return the value, or empty when it is missing or null
     */
    <T> Optional<T> optional(Function<ValueReader, T> reader);

    /**
     * The elements.
     *
     * @param reader reads one
     * @param <T> their type
     * @return an immutable list; empty when the value is missing
     */
    <T> List<T> list(Function<ValueReader, T> reader);

    /**
     * The elements as a set.
     *
     * @param reader reads one
     * @param <T> their type
     * @return an immutable set in the order given; empty when the value is missing
     */
    <T> Set<T> set(Function<ValueReader, T> reader);

    /**
     * The members as a map.
     *
     * @param reader reads one member's value
     * @param <T> the values' type
     * @return an immutable map in the order given; empty when the value is missing
     */
    <T> Map<String, T> map(Function<ValueReader, T> reader);

    /**
     * The value as a record. An exception of the record's constructor denies the call and names the
     * parameter.
     *
     * @param reader makes the record from its members
     * @param <T> the record
     * @return the record
     */
    <T> T structure(Function<ValueReader, T> reader);
}
