package dev.cnv.runtime.spi;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Writes a Java value as a JSON value: the mirror of {@link ValueReader}. */
public interface ValueWriter {

    /**
     * A member of an object.
     *
     * @param name the member's name
     * @return a writer of the member
     */
    ValueWriter at(String name);

    /**
     * Writes the value.
     *
     * @param value a boolean
     */
    void bool(boolean value);

    /**
     * Writes the value.
     *
     * @param value an 8-bit integer
     */
    void int8(byte value);

    /**
     * Writes the value.
     *
     * @param value a 16-bit integer
     */
    void int16(short value);

    /**
     * Writes the value.
     *
     * @param value a 32-bit integer
     */
    void int32(int value);

    /**
     * Writes the value.
     *
     * @param value a 64-bit integer
     */
    void int64(long value);

    /**
     * Writes the value.
     *
     * @param value a finite 32-bit floating-point number
     */
    void float32(float value);

    /**
     * Writes the value.
     *
     * @param value a finite 64-bit floating-point number
     */
    void float64(double value);

    /**
     * Writes the value.
     *
     * @param value a character
     */
    void character(char value);

    /**
     * Writes the value.
     *
     * @param value a text
     */
    void text(String value);

    /**
     * Writes the value.
     *
     * @param value a decimal
     */
    void decimal(BigDecimal value);

    /**
     * Writes the value.
     *
     * @param value a path
     */
    void path(Path value);

    /**
     * Writes the value.
     *
     * @param value a URI
     */
    void uri(URI value);

    /**
     * Writes the value.
     *
     * @param value an IP address
     */
    void inetAddress(InetAddress value);

    /**
     * Writes the value.
     *
     * @param value a duration
     */
    void duration(Duration value);

    /**
     * Writes the value.
     *
     * @param value an instant
     */
    void instant(Instant value);

    /**
     * Writes the value.
     *
     * @param value a UUID
     */
    void uuid(UUID value);

    /**
     * Writes the value.
     *
     * @param value bytes
     */
    void bytes(byte[] value);

    /**
     * Writes the value.
     *
     * @param value an enum constant
     */
    void choice(Enum<?> value);

    /**
     * A value that may be missing; nothing is written when it is.
     *
     * @param value the value
     * @param writer writes it
     * @param <T> its type
     */
    <T> void optional(Optional<T> value, BiConsumer<ValueWriter, T> writer);

    /**
     * Elements.
     *
     * @param values the elements
     * @param writer writes one
     * @param <T> their type
     */
    <T> void list(Collection<T> values, BiConsumer<ValueWriter, T> writer);

    /**
     * A map with text keys.
     *
     * @param values the entries
     * @param writer writes one value
     * @param <T> the values' type
     */
    <T> void map(Map<String, T> values, BiConsumer<ValueWriter, T> writer);

    /**
     * A record.
     *
     * @param value the record
     * @param writer writes its members
     * @param <T> the record
     */
    <T> void structure(T value, BiConsumer<ValueWriter, T> writer);
}
