package dev.cnv.processor.model;

/** The values without parts, named as the runtime's {@code ValueType} constants. */
public enum ScalarKind {
    /** No value: the result of a void verb. */
    NOTHING("nothing", "value"),
    /** True or false. */
    BOOLEAN("bool", "true or false"),
    /** 8 bits. */
    INT8("int8", "whole number from -128 to 127"),
    /** 16 bits. */
    INT16("int16", "whole number from -32768 to 32767"),
    /** 32 bits. */
    INT32("int32", "32-bit whole number"),
    /** 64 bits. */
    INT64("int64", "64-bit whole number"),
    /** 32 bits. */
    FLOAT32("float32", "finite number"),
    /** 64 bits. */
    FLOAT64("float64", "finite number"),
    /** One UTF-16 code unit. */
    CHARACTER("character", "single character"),
    /** Text. */
    TEXT("text", "text"),
    /** Any precision. */
    DECIMAL("decimal", "number"),
    /** A file path. */
    PATH("path", "path"),
    /** A URI. */
    URI("uri", "URI"),
    /** An IP address literal. */
    INET_ADDRESS("inetAddress", "IP address literal"),
    /** A duration. */
    DURATION("duration", "duration such as 100ms or PT30S"),
    /** A point in time. */
    INSTANT("instant", "instant such as 2026-01-31T12:00:00Z"),
    /** A UUID. */
    UUID("uuid", "UUID of 36 characters"),
    /** Bytes. */
    BYTES("bytes", "base64 text with padding");

    private final String accessor;
    private final String noun;

    ScalarKind(String accessor, String noun) {
        this.accessor = accessor;
        this.noun = noun;
    }

    /** {@return the name of the method of {@code ValueReader} and {@code ValueWriter}} */
    public String accessor() {
        return accessor;
    }

    /** {@return what a value is called in messages, to stand behind "no"} */
    public String noun() {
        return noun;
    }

    /** {@return whether it is a number} */
    public boolean numeric() {
        return switch (this) {
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, DECIMAL -> true;
            default -> false;
        };
    }

    /** {@return whether it is a whole number} */
    public boolean integral() {
        return switch (this) {
            case INT8, INT16, INT32, INT64 -> true;
            default -> false;
        };
    }
}
