package dev.cnv.runtime.capability;

import java.util.List;

/**
 * The type of a parameter or of a result, as plain data: what the JSON form looks like and what the
 * command line accepts.
 */
public sealed interface ValueType {

    /** Nothing: the result of a void verb. */
    ValueType NOTHING = new Scalar(Kind.NOTHING);
    /** True or false; a flag on the command line. */
    ValueType BOOLEAN = new Scalar(Kind.BOOLEAN);
    /** A signed 8-bit integer. */
    ValueType INT8 = new Scalar(Kind.INT8);
    /** A signed 16-bit integer. */
    ValueType INT16 = new Scalar(Kind.INT16);
    /** A signed 32-bit integer. */
    ValueType INT32 = new Scalar(Kind.INT32);
    /** A signed 64-bit integer. */
    ValueType INT64 = new Scalar(Kind.INT64);
    /** A finite 32-bit floating-point number. */
    ValueType FLOAT32 = new Scalar(Kind.FLOAT32);
    /** A finite 64-bit floating-point number. */
    ValueType FLOAT64 = new Scalar(Kind.FLOAT64);
    /** One UTF-16 code unit, as a JSON string of length 1. */
    ValueType CHARACTER = new Scalar(Kind.CHARACTER);
    /** Text. */
    ValueType TEXT = new Scalar(Kind.TEXT);
    /** A decimal number of any precision within the limits of strict JSON. */
    ValueType DECIMAL = new Scalar(Kind.DECIMAL);
    /** A file path, as a JSON string. */
    ValueType PATH = new Scalar(Kind.PATH);
    /** A URI, as a JSON string. */
    ValueType URI = new Scalar(Kind.URI);
    /** An IP address literal, never a host name: reading it asks no name server. */
    ValueType INET_ADDRESS = new Scalar(Kind.INET_ADDRESS);
    /** A duration in ISO-8601 form; the command line also takes {@code 100ms}, {@code 5s}. */
    ValueType DURATION = new Scalar(Kind.DURATION);
    /** A point in time in ISO-8601 form, UTC. */
    ValueType INSTANT = new Scalar(Kind.INSTANT);
    /** A UUID in its 36-character form. */
    ValueType UUID = new Scalar(Kind.UUID);
    /** Bytes, as a JSON string of base64 with padding (RFC 4648 section 4). */
    ValueType BYTES = new Scalar(Kind.BYTES);

    /** The kinds of values without parts. */
    enum Kind {
        /** No value. */
        NOTHING,
        /** True or false. */
        BOOLEAN,
        /** 8 bits. */
        INT8,
        /** 16 bits. */
        INT16,
        /** 32 bits. */
        INT32,
        /** 64 bits. */
        INT64,
        /** 32 bits. */
        FLOAT32,
        /** 64 bits. */
        FLOAT64,
        /** One UTF-16 code unit. */
        CHARACTER,
        /** Text. */
        TEXT,
        /** Any precision. */
        DECIMAL,
        /** A file path. */
        PATH,
        /** A URI. */
        URI,
        /** An IP address literal. */
        INET_ADDRESS,
        /** A duration. */
        DURATION,
        /** A point in time. */
        INSTANT,
        /** A UUID. */
        UUID,
        /** Bytes. */
        BYTES
    }

    /**
     * A value without parts.
     *
     * @param kind which
     */
    record Scalar(Kind kind) implements ValueType {}

    /**
     * One of a fixed set of names.
     *
     * @param name the enum's simple name
     * @param constants the names, in declaration order
     */
    record Choice(String name, List<String> constants) implements ValueType {
        /** Copies the list. */
        public Choice {
            constants = List.copyOf(constants);
        }
    }

    /**
     * A sequence; repeated on the command line.
     *
     * @param element the elements' type
     * @param distinct true for a set: no two elements are equal
     */
    record Sequence(ValueType element, boolean distinct) implements ValueType {}

    /**
     * A map with text keys; {@code key=value} on the command line.
     *
     * @param value the values' type
     */
    record Table(ValueType value) implements ValueType {}

    /**
     * A value that may be missing.
     *
     * @param value the value's type
     */
    record Maybe(ValueType value) implements ValueType {}

    /**
     * A structure with named fields; JSON text on the command line.
     *
     * @param name the record's simple name
     * @param fields the fields, in declaration order
     */
    record Structure(String name, List<Field> fields) implements ValueType {
        /** Copies the list. */
        public Structure {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field of a structure.
     *
     * @param name the field's name, the record component's name unchanged
     * @param type its type; a {@link Maybe} field may be left out
     * @param description one sentence, empty when there is none
     */
    record Field(String name, ValueType type, String description) {}

    /**
     * A choice from an enum's constants.
     *
     * @param name the enum's simple name
     * @param constants the constants' names, in declaration order
     * @return the type
     */
    static ValueType choice(String name, String... constants) {
        return new Choice(name, List.of(constants));
    }

    /**
     * A list.
     *
     * @param element the elements' type
     * @return the type
     */
    static ValueType list(ValueType element) {
        return new Sequence(element, false);
    }

    /**
     * A set.
     *
     * @param element the elements' type
     * @return the type
     */
    static ValueType set(ValueType element) {
        return new Sequence(element, true);
    }

    /**
     * A map with text keys.
     *
     * @param value the values' type
     * @return the type
     */
    static ValueType map(ValueType value) {
        return new Table(value);
    }

    /**
     * A value that may be missing.
     *
     * @param value the value's type
     * @return the type
     */
    static ValueType optional(ValueType value) {
        return new Maybe(value);
    }

    /**
     * A structure.
     *
     * @param name the record's simple name
     * @param fields the fields, in declaration order
     * @return the type
     */
    static ValueType structure(String name, Field... fields) {
        return new Structure(name, List.of(fields));
    }

    /**
     * A field of a structure.
     *
     * @param name the field's name
     * @param type its type
     * @param description one sentence, empty when there is none
     * @return the field
     */
    static Field field(String name, ValueType type, String description) {
        return new Field(name, type, description);
    }
}
