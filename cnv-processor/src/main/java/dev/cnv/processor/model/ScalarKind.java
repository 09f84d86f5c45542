package dev.cnv.processor.model;

/** The values without parts, named as the runtime's {@code ValueType} constants. */
public enum ScalarKind {
    /** No value: the result of a void verb. */
    NOTHING("nothing"),
    /** True or false. */
    BOOLEAN("bool"),
    /** 8 bits. */
    INT8("int8"),
    /** 16 bits. */
    INT16("int16"),
    /** 32 bits. */
    INT32("int32"),
    /** 64 bits. */
    INT64("int64"),
    /** 32 bits. */
    FLOAT32("float32"),
    /** 64 bits. */
    FLOAT64("float64"),
    /** One UTF-16 code unit. */
    CHARACTER("character"),
    /** Text. */
    TEXT("text"),
    /** Any precision. */
    DECIMAL("decimal"),
    /** A file path. */
    PATH("path"),
    /** A URI. */
    URI("uri"),
    /** An IP address literal. */
    INET_ADDRESS("inetAddress"),
    /** A duration. */
    DURATION("duration"),
    /** A point in time. */
    INSTANT("instant"),
    /** A UUID. */
    UUID("uuid"),
    /** Bytes. */
    BYTES("bytes");

    private final String accessor;

    ScalarKind(String accessor) {
        this.accessor = accessor;
    }

    /** {@return the name of the method of {@code ValueReader} and {@code ValueWriter}} */
    public String accessor() {
        return accessor;
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
