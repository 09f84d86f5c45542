package dev.cnv.hotpath.text;

import dev.cnv.runtime.capability.ValueType;

/**
 * What a parser knows of an option, in one not negative number.
 *
 * <pre>{@code
 *  bit  0        8      9        10      11       12
 *      +--------+------+--------+-------+--------+------+
 *      | param. | list | absent | false | unused | kind |
 *      +--------+------+--------+-------+--------+------+
 *       absent: only the ordinary command line carries it out
 *       false: the flag is a --no-NAME
 * }</pre>
 */
final class OptionCode {

    static final int FLAG = 0;
    static final int TEXT = 1;
    static final int INT8 = 2;
    static final int INT16 = 3;
    static final int INT32 = 4;
    static final int INT64 = 5;

    private static final int PARAMETER_MASK = 0xFF;
    private static final int LIST = 1 << 8;
    private static final int NOT_HERE = 1 << 9;
    private static final int FALSE = 1 << 10;
    private static final int KIND_SHIFT = 12;

    private OptionCode() {}

    /** The code of a parameter's option. */
    static int of(int parameter, ValueType type) {
        ValueType bare = type instanceof ValueType.Maybe(ValueType value) ? value : type;
        return switch (bare) {
            case ValueType.Scalar(ValueType.Kind kind) -> parameter | kind(kind) << KIND_SHIFT;
            case ValueType.Sequence(ValueType element, boolean _) ->
                parameter | LIST | Math.max(TEXT, kind(element)) << KIND_SHIFT;
            case ValueType.Table _ -> parameter | LIST | TEXT << KIND_SHIFT;
            case ValueType.Choice _, ValueType.Maybe _, ValueType.Structure _ ->
                parameter | TEXT << KIND_SHIFT;
        };
    }

    /** The code of the option that says a flag is false. */
    static int negated(int flag) {
        return flag | FALSE;
    }

    /** The code of an option that is no parameter's. */
    static int notHere() {
        return NOT_HERE | TEXT << KIND_SHIFT;
    }

    static int parameter(int code) {
        return code & PARAMETER_MASK;
    }

    static int kind(int code) {
        return code >>> KIND_SHIFT;
    }

    static boolean isList(int code) {
        return (code & LIST) != 0;
    }

    static boolean isNotHere(int code) {
        return (code & NOT_HERE) != 0;
    }

    static boolean isFalse(int code) {
        return (code & FALSE) != 0;
    }

    /** Whether a code is that of a parameter which has a value. */
    static boolean isValued(int code) {
        return code >= TEXT << KIND_SHIFT && (code & NOT_HERE) == 0;
    }

    /** Whether a code is that of a parameter which is a flag. */
    static boolean isFlag(int code) {
        return code >>> KIND_SHIFT == FLAG;
    }

    /** How far a kind's numbers reach: the bits of a long that are copies of its sign. */
    static int unusedBits(int kind) {
        return switch (kind) {
            case INT8 -> Long.SIZE - Byte.SIZE;
            case INT16 -> Long.SIZE - Short.SIZE;
            case INT32 -> Long.SIZE - Integer.SIZE;
            default -> 0;
        };
    }

    private static int kind(ValueType element) {
        return element instanceof ValueType.Scalar(ValueType.Kind kind) ? kind(kind) : TEXT;
    }

    private static int kind(ValueType.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> FLAG;
            case INT8 -> INT8;
            case INT16 -> INT16;
            case INT32 -> INT32;
            case INT64 -> INT64;
            default -> TEXT;
        };
    }
}
