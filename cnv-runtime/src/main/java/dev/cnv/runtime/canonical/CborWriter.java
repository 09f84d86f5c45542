package dev.cnv.runtime.canonical;

import static dev.cnv.runtime.canonical.CborDescriptor.*;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Writes one CBOR item in the form of {@link CborDescriptor}. It cannot write another form: a missing
 * or surplus element, a key that does not ascend, a lone surrogate and a nesting beyond {@link
 * CborDescriptor#MAX_DEPTH} are refused.
 *
 * <pre>{@code
 * byte[] bytes = new CborWriter()
 *         .map(2)
 *         .key(1).integer(0)
 *         .key(4).bytes(digest.bytes())
 *         .toBytes();
 * }</pre>
 *
 * <p>Every fault is the caller's and throws {@link IllegalStateException} or {@link
 * IllegalArgumentException}; the writer must not be used after it.
 *
 * <p><b>Threading:</b> for one thread.
 */
public final class CborWriter {

    private static final int DEFAULT_BYTES = 256;

    /** Most items are no deeper; of those that are, these arrays grow. */
    private static final int FIRST_DEPTHS = 4;

    private byte[] bytes;
    private int length;

    /** How many items are missing in each open array, map or tag; in a map keys count too. */
    private long[] missing = new long[FIRST_DEPTHS];

    private boolean[] map = new boolean[FIRST_DEPTHS];

    /** Where the last key of each open map stands; the end is 0 when there was none yet. */
    private int[] keyStart = new int[FIRST_DEPTHS];

    private int[] keyEnd = new int[FIRST_DEPTHS];
    private int depth;

    /** A writer that begins with memory for 256 bytes. */
    public CborWriter() {
        this(DEFAULT_BYTES);
    }

    /**
     * A writer.
     *
     * @param expectedBytes how much memory it begins with, in bytes; it takes more as needed
     */
    public CborWriter(int expectedBytes) {
        bytes = new byte[Math.max(expectedBytes, MAX_HEAD_BYTES)];
        missing[0] = 1;
    }

    /**
     * Writes an integer.
     *
     * @param value the integer
     * @return this
     */
    public CborWriter integer(long value) {
        value();
        head(value < 0 ? MAJOR_NEGATIVE : MAJOR_UNSIGNED, value < 0 ? ~value : value);
        return this;
    }

    /**
     * Writes a byte string.
     *
     * @param value its bytes
     * @return this
     */
    public CborWriter bytes(byte[] value) {
        return bytes(value, 0, value.length);
    }

    /**
     * Writes a byte string.
     *
     * @param source an array that holds its bytes
     * @param offset where they begin
     * @param count how many they are
     * @return this
     */
    public CborWriter bytes(byte[] source, int offset, int count) {
        value();
        head(MAJOR_BYTES, count);
        append(source, offset, count);
        return this;
    }

    /**
     * Writes a digest as a byte string of 32 bytes.
     *
     * @param digest the digest
     * @return this
     */
    public CborWriter digest(Digest digest) {
        value();
        head(MAJOR_BYTES, Digest.BYTES);
        reserve(Digest.BYTES);
        digest.write(bytes, length);
        length += Digest.BYTES;
        return this;
    }

    /**
     * Writes a text string.
     *
     * @param value the text
     * @return this
     * @throws IllegalArgumentException when it has a lone surrogate
     */
    public CborWriter text(String value) {
        value();
        textItem(value);
        return this;
    }

    /**
     * Writes {@code false} or {@code true}.
     *
     * @param value which one
     * @return this
     */
    public CborWriter bool(boolean value) {
        value();
        head(MAJOR_SIMPLE, value ? SIMPLE_TRUE : SIMPLE_FALSE);
        return this;
    }

    /**
     * Writes {@code null}.
     *
     * @return this
     */
    public CborWriter nil() {
        value();
        head(MAJOR_SIMPLE, SIMPLE_NULL);
        return this;
    }

    /**
     * Begins an array. It ends by itself with its last element.
     *
     * @param count how many elements follow
     * @return this
     */
    public CborWriter array(int count) {
        value();
        head(MAJOR_ARRAY, requireCount(count));
        open(false, count);
        return this;
    }

    /**
     * Begins a map. It ends by itself with its last value.
     *
     * @param pairCount how many pairs of key and value follow
     * @return this
     */
    public CborWriter map(int pairCount) {
        value();
        head(MAJOR_MAP, requireCount(pairCount));
        open(true, 2L * pairCount);
        return this;
    }

    /**
     * Writes a map with text keys, in the order that the format asks for.
     *
     * @param values the map
     * @param each writes one value: exactly one item
     * @param <V> the values' type
     * @return this
     */
    public <V> CborWriter map(Map<String, V> values, BiConsumer<CborWriter, V> each) {
        map(values.size());
        Map<byte[], Map.Entry<String, V>> sorted = new TreeMap<>(CborWriter::compareKeys);
        for (Map.Entry<String, V> entry : values.entrySet()) {
            CanonicalJson.requireText(entry.getKey());
            sorted.put(entry.getKey().getBytes(StandardCharsets.UTF_8), entry);
        }
        for (Map.Entry<String, V> entry : sorted.values()) {
            key(entry.getKey());
            each.accept(this, entry.getValue());
        }
        return this;
    }

    /**
     * Writes a key of the open map. Keys ascend as bytes: 0, 1, 2, and so on, then -1, -2, and so on,
     * then texts, of which a shorter one comes first.
     *
     * @param key the key
     * @return this
     * @throws IllegalArgumentException when it is not above the key before
     */
    public CborWriter key(long key) {
        beginKey();
        int start = length;
        head(key < 0 ? MAJOR_NEGATIVE : MAJOR_UNSIGNED, key < 0 ? ~key : key);
        if (!ascends(start)) {
            throw notAbove(Long.toString(key));
        }
        return this;
    }

    /**
     * Writes a key of the open map.
     *
     * @param key the key
     * @return this
     * @throws IllegalArgumentException when it is not above the key before, or has a lone surrogate
     */
    public CborWriter key(String key) {
        beginKey();
        int start = length;
        textItem(key);
        if (!ascends(start)) {
            throw notAbove(key);
        }
        return this;
    }

    /**
     * Writes a tag; the item that it stands before follows.
     *
     * @param tag the tag, not negative
     * @return this
     */
    public CborWriter tag(int tag) {
        value();
        head(MAJOR_TAG, requireCount(tag));
        open(false, 1);
        return this;
    }

    /** {@return how many bytes are written} */
    public int length() {
        return length;
    }

    /**
     * Ends the item.
     *
     * @return a new array with its bytes
     * @throws IllegalStateException when an array, a map or a tag lacks elements, or nothing is
     *     written
     */
    public byte[] toBytes() {
        requireComplete();
        return Arrays.copyOf(bytes, length);
    }

    /**
     * Ends the item.
     *
     * @return the SHA-256 of its bytes
     * @throws IllegalStateException when an array, a map or a tag lacks elements, or nothing is
     *     written
     */
    public Digest toDigest() {
        requireComplete();
        return Digest.of(bytes, length);
    }

    private void requireComplete() {
        closeFull();
        if (depth > 0 || missing[0] > 0) {
            throw new IllegalStateException("missing=" + missing[depth] + " items at depth=" + depth
                    + "; write them before the item ends");
        }
    }

    /** Compares the UTF-8 forms of two keys as their encodings compare: the shorter one is first. */
    private static int compareKeys(byte[] left, byte[] right) {
        return left.length != right.length
                ? Integer.compare(left.length, right.length)
                : Arrays.compareUnsigned(left, right);
    }

    private static int requireCount(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count=" + count + " is negative");
        }
        return count;
    }

    /** Takes the place of a value. */
    private void value() {
        closeFull();
        if (missing[depth] == 0) {
            throw new IllegalStateException("depth=0 has its one item already");
        }
        if (map[depth] && missing[depth] % 2 == 0) {
            throw new IllegalStateException(
                    "depth=" + depth + " is a map that waits for a key, not for a value");
        }
        missing[depth]--;
    }

    private void beginKey() {
        closeFull();
        if (!map[depth] || missing[depth] == 0 || missing[depth] % 2 != 0) {
            throw new IllegalStateException("depth=" + depth + " does not wait for a key");
        }
        missing[depth]--;
    }

    /** Takes what was written as the open map's key; false when it is not above the one before. */
    private boolean ascends(int start) {
        if (keyEnd[depth] > 0
                && Arrays.compareUnsigned(
                                bytes, keyStart[depth], keyEnd[depth], bytes, start, length)
                        >= 0) {
            return false;
        }
        keyStart[depth] = start;
        keyEnd[depth] = length;
        return true;
    }

    private static IllegalArgumentException notAbove(String key) {
        return new IllegalArgumentException(
                "key=" + key + " is not above the key before it; write keys in ascending order");
    }

    private void open(boolean isMap, long items) {
        if (depth == MAX_DEPTH) {
            throw new IllegalStateException("depth=" + (depth + 1) + " is above " + MAX_DEPTH);
        }
        depth++;
        if (depth == missing.length) {
            deepen();
        }
        missing[depth] = items;
        map[depth] = isMap;
        keyEnd[depth] = 0;
        closeFull();
    }

    private void deepen() {
        int depths = Math.min(2 * missing.length, MAX_DEPTH + 1);
        missing = Arrays.copyOf(missing, depths);
        map = Arrays.copyOf(map, depths);
        keyStart = Arrays.copyOf(keyStart, depths);
        keyEnd = Arrays.copyOf(keyEnd, depths);
    }

    private void closeFull() {
        while (depth > 0 && missing[depth] == 0) {
            depth--;
        }
    }

    private void textItem(String value) {
        if (asciiItem(value)) {
            return;
        }
        CanonicalJson.requireText(value);
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(MAJOR_TEXT, utf8.length);
        append(utf8, 0, utf8.length);
    }

    /** Writes a text of ASCII; false, and nothing is written, for any other. */
    private boolean asciiItem(String value) {
        int start = length;
        head(MAJOR_TEXT, value.length());
        reserve(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                length = start;
                return false;
            }
            bytes[length + i] = (byte) c;
        }
        length += value.length();
        return true;
    }

    private void head(int major, long argument) {
        reserve(MAX_HEAD_BYTES);
        int first = major << MAJOR_SHIFT;
        if (argument < INFO_ONE_BYTE) {
            bytes[length++] = (byte) (first | argument);
        } else if (argument < 1L << 8) {
            bytes[length++] = (byte) (first | INFO_ONE_BYTE);
            bigEndian(argument, 1);
        } else if (argument < 1L << 16) {
            bytes[length++] = (byte) (first | INFO_TWO_BYTES);
            bigEndian(argument, 2);
        } else if (argument < 1L << 32) {
            bytes[length++] = (byte) (first | INFO_FOUR_BYTES);
            bigEndian(argument, 4);
        } else {
            bytes[length++] = (byte) (first | INFO_EIGHT_BYTES);
            bigEndian(argument, 8);
        }
    }

    private void bigEndian(long value, int count) {
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    private void append(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int)
                    Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }
}
