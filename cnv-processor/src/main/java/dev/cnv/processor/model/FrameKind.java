package dev.cnv.processor.model;

import java.util.Optional;

/** How a value lies in a frame: little-endian, aligned to its size. */
public enum FrameKind {
    /** 64 bits. */
    LONG("long", 8),
    /** 64 bits, as IEEE 754 says. */
    DOUBLE("double", 8),
    /** 32 bits. */
    INT("int", 4),
    /** 32 bits, as IEEE 754 says. */
    FLOAT("float", 4),
    /** 16 bits. */
    SHORT("short", 2),
    /** One UTF-16 code unit. */
    CHAR("char", 2),
    /** The ordinal of a constant of a large enum. */
    WIDE_CHOICE("short", 2),
    /** 8 bits. */
    BYTE("byte", 1),
    /** 0 or 1. */
    BOOLEAN("byte", 1),
    /** The ordinal of a constant of an enum. */
    CHOICE("byte", 1);

    private final String javaType;
    private final int bytes;

    FrameKind(String javaType, int bytes) {
        this.javaType = javaType;
        this.bytes = bytes;
    }

    /** {@return the primitive type that is read and written} */
    public String javaType() {
        return javaType;
    }

    /** {@return its size and alignment} */
    public int bytes() {
        return bytes;
    }

    /** {@return whether it is an enum's ordinal} */
    public boolean choice() {
        return this == CHOICE || this == WIDE_CHOICE;
    }

    /** {@return whether it takes two slots of the virtual machine} */
    public boolean wide() {
        return bytes == Long.BYTES;
    }

    /**
     * How a value lies in a frame.
     *
     * @param value its type
     * @return the kind, or empty when it cannot
     */
    public static Optional<FrameKind> of(Value value) {
        return switch (value) {
            case Value.Scalar(ScalarKind kind) -> of(kind);
            case Value.Choice choice
            when choice.constants().size() <= Byte.MAX_VALUE -> Optional.of(CHOICE);
            case Value.Choice _ -> Optional.of(WIDE_CHOICE);
            default -> Optional.empty();
        };
    }

    private static Optional<FrameKind> of(ScalarKind kind) {
        return switch (kind) {
            case INT64 -> Optional.of(LONG);
            case FLOAT64 -> Optional.of(DOUBLE);
            case INT32 -> Optional.of(INT);
            case FLOAT32 -> Optional.of(FLOAT);
            case INT16 -> Optional.of(SHORT);
            case CHARACTER -> Optional.of(CHAR);
            case INT8 -> Optional.of(BYTE);
            case BOOLEAN -> Optional.of(BOOLEAN);
            default -> Optional.empty();
        };
    }
}
