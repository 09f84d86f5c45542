package dev.cnv.runtime.canonical;

/**
 * The bytes of a CBOR item (RFC 8949) in the one form that {@link CborWriter} writes and {@link
 * CborReader} reads: the deterministic encoding of section 4.2.1, without floating point.
 *
 * <pre>
 *   byte 0                      then                                     then
 *  +-------+---------------+   +------------------------------------+   +--------------------+
 *  | major |     info      |   | argument: 0, 1, 2, 4 or 8 bytes,   |   | content            |
 *  | 3 bit |     5 bit     |   | big-endian, the shortest that fits |   |                    |
 *  +-------+---------------+   +------------------------------------+   +--------------------+
 *
 *  info     argument           major  item                content
 *  0..23    info itself        0      integer 0..2^63-1   none
 *  24       next byte          1      integer -1-argument none
 *  25       next 2 bytes       2      byte string         argument bytes
 *  26       next 4 bytes       3      text string         argument bytes of UTF-8
 *  27       next 8 bytes       4      array               argument items
 *  28..31   refused            5      map                 argument pairs of key and value,
 *                                                         keys ascending as bytes
 *                              6      tag                 one item
 *                              7      20 false, 21 true, 22 null; all others refused
 * </pre>
 *
 * An integer is one of 64 bits with a sign. A key of a map is an integer or a text string. Refused are
 * arguments that are not the shortest, items of indefinite length, floating point, other simple
 * values, tags that the reader did not ask for, text that is not UTF-8, keys that repeat or do not
 * ascend, and bytes after the item.
 */
public final class CborDescriptor {

    /** The deepest nesting of arrays, maps and tags. */
    public static final int MAX_DEPTH = 32;

    /** The tag of a COSE_Sign1 structure (RFC 9052 section 2). */
    public static final int TAG_COSE_SIGN1 = 18;

    static final int MAJOR_UNSIGNED = 0;
    static final int MAJOR_NEGATIVE = 1;
    static final int MAJOR_BYTES = 2;
    static final int MAJOR_TEXT = 3;
    static final int MAJOR_ARRAY = 4;
    static final int MAJOR_MAP = 5;
    static final int MAJOR_TAG = 6;
    static final int MAJOR_SIMPLE = 7;

    static final int MAJOR_SHIFT = 5;
    static final int INFO_MASK = 0x1f;

    /** Arguments below it stand in the first byte. */
    static final int INFO_ONE_BYTE = 24;

    static final int INFO_TWO_BYTES = 25;
    static final int INFO_FOUR_BYTES = 26;
    static final int INFO_EIGHT_BYTES = 27;

    static final int SIMPLE_FALSE = 20;
    static final int SIMPLE_TRUE = 21;
    static final int SIMPLE_NULL = 22;

    /** The longest head of an item: the first byte and an argument of eight. */
    static final int MAX_HEAD_BYTES = 9;

    private CborDescriptor() {}
}
