package dev.cnv.runtime.canonical;

import static dev.cnv.runtime.canonical.CborDescriptor.*;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads one CBOR item in the form of {@link CborDescriptor}, item by item, and refuses every other
 * form. A length is compared with the bytes that are left before memory is taken for it. The message
 * of each refusal says where the fault stands, such as {@code token.verbs[2].max at byte=57}.
 *
 * <pre>{@code
 * CborReader in = CborReader.of("token", bytes, MAX_BYTES);
 * in.openMap();
 * in.key(1, "v");
 * in.integer(0, 0);
 * if (in.optionalKey(4, "parent")) {
 *     parent = in.digest();
 * }
 * in.key(9, "verbs");
 * for (int left = in.openArray(256); left > 0; left--) {
 *     verbs.add(in.text(128));
 * }
 * in.close();      // of the array
 * in.close();      // of the map: an unknown key is refused here or at the next key()
 * in.end();        // nothing follows
 * }</pre>
 *
 * <p>Keys of a map stand in ascending order, so that they are asked for in that order.
 *
 * <p><b>Threading:</b> for one thread. The array must not be changed while it is read.
 */
public final class CborReader extends CborHeads {

    private static final int DIGEST_BYTES = 32;

    private CborReader(String where, byte[] bytes, int offset, int limit, int depth) {
        super(where, bytes, offset, limit, depth);
    }

    /**
     * A reader of one item.
     *
     * @param where what the item is, for messages, such as {@code token}
     * @param bytes the item and nothing else; not copied
     * @param maxBytes the largest number of bytes
     * @return the reader
     * @throws CborRefusedException when there are more bytes
     */
    public static CborReader of(String where, byte[] bytes, int maxBytes) {
        return of(where, bytes, 0, bytes.length, maxBytes);
    }

    /**
     * A reader of one item that is a part of an array.
     *
     * @param where what the item is, for messages
     * @param bytes an array that holds the item; not copied
     * @param offset where the item begins
     * @param count how many bytes it has
     * @param maxBytes the largest number of bytes
     * @return the reader
     * @throws IndexOutOfBoundsException when the part is not within the array
     * @throws CborRefusedException when there are more bytes than {@code maxBytes}
     */
    public static CborReader of(String where, byte[] bytes, int offset, int count, int maxBytes) {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        requireWithin(where, count, maxBytes);
        return new CborReader(where, bytes, offset, offset + count, 0);
    }

    /**
     * Checks the length of bytes before they are copied.
     *
     * @param where what they are, for messages
     * @param bytes the bytes
     * @param maxBytes the largest number of bytes
     * @return the same array
     * @throws CborRefusedException when there are more
     */
    public static byte[] within(String where, byte[] bytes, int maxBytes) {
        requireWithin(where, bytes.length, maxBytes);
        return bytes;
    }

    private static void requireWithin(String where, int count, int maxBytes) {
        if (count > maxBytes) {
            throw new CborRefusedException(
                    where + " has " + count + " bytes, more than " + maxBytes, null);
        }
    }

    /**
     * What comes next, without reading it.
     *
     * @return the kind of the next item
     * @throws CborRefusedException when nothing comes next, or an item that the format has not
     */
    public CborType peek() {
        int start = at;
        head();
        at = start;
        return switch (major) {
            case MAJOR_UNSIGNED, MAJOR_NEGATIVE -> CborType.INTEGER;
            case MAJOR_BYTES -> CborType.BYTES;
            case MAJOR_TEXT -> CborType.TEXT;
            case MAJOR_ARRAY -> CborType.ARRAY;
            case MAJOR_MAP -> CborType.MAP;
            case MAJOR_TAG -> CborType.TAG;
            default -> argument == SIMPLE_NULL ? CborType.NULL : CborType.BOOLEAN;
        };
    }

    /**
     * Reads an integer.
     *
     * @return the integer
     * @throws CborRefusedException when the item is none
     */
    public long integer() {
        head();
        if (major != MAJOR_UNSIGNED && major != MAJOR_NEGATIVE) {
            throw refused("is no integer");
        }
        long value = signed();
        taken();
        return value;
    }

    /**
     * Reads an integer of a range.
     *
     * @param min the smallest
     * @param max the largest
     * @return the integer
     * @throws CborRefusedException when the item is none, or out of range
     */
    public long integer(long min, long max) {
        int start = at;
        head();
        if (major != MAJOR_UNSIGNED && major != MAJOR_NEGATIVE) {
            throw refused("is no integer");
        }
        long value = signed();
        if (value < min || value > max) {
            at = start;
            throw refused("is " + value + ", not " + min + " to " + max);
        }
        taken();
        return value;
    }

    /**
     * Reads a byte string.
     *
     * @param maxBytes the largest number of bytes
     * @return a new array
     * @throws CborRefusedException when the item is none, or longer
     */
    public byte[] bytes(int maxBytes) {
        int length = skipBytes(maxBytes);
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /**
     * Reads a byte string of a certain length.
     *
     * @param count its number of bytes
     * @return a new array
     * @throws CborRefusedException when the item is none, or of another length
     */
    public byte[] bytesExactly(int count) {
        int length = string(MAJOR_BYTES, "byte string", count);
        if (length != count) {
            throw refused("has " + length + " bytes instead of " + count);
        }
        at += length;
        taken();
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /**
     * Passes over a byte string. Its content ends at {@link #offset}.
     *
     * @param maxBytes the largest number of bytes
     * @return its number of bytes
     * @throws CborRefusedException when the item is none, or longer
     */
    public int skipBytes(int maxBytes) {
        int length = string(MAJOR_BYTES, "byte string", maxBytes);
        at += length;
        taken();
        return length;
    }

    /**
     * Reads a byte string that holds an item itself.
     *
     * @param maxBytes the largest number of bytes
     * @return a reader of that item, over the same array; {@link #end} it too
     * @throws CborRefusedException when the item is none, or longer, or nested too deeply
     */
    public CborReader embedded(int maxBytes) {
        int length = string(MAJOR_BYTES, "byte string", maxBytes);
        if (depth == MAX_DEPTH) {
            throw refused("is nested deeper than " + MAX_DEPTH);
        }
        CborReader inner = new CborReader(path(), bytes, at, at + length, depth + 1);
        at += length;
        taken();
        return inner;
    }

    /**
     * Reads a byte string of 32 bytes as a digest.
     *
     * @return the digest
     * @throws CborRefusedException when the item is none
     */
    public Digest digest() {
        return new Digest(HexFormat.of().formatHex(bytesExactly(DIGEST_BYTES)));
    }

    /**
     * Reads a text string.
     *
     * @param maxBytes the largest number of UTF-8 bytes
     * @return the text
     * @throws CborRefusedException when the item is none, longer, or not UTF-8
     */
    public String text(int maxBytes) {
        String text = textItem(maxBytes);
        taken();
        return text;
    }

    /**
     * Reads a text string as a value.
     *
     * @param maxBytes the largest number of UTF-8 bytes
     * @param reader makes the value; an {@link IllegalArgumentException} refuses the text
     * @param <T> the value's type
     * @return the value
     * @throws CborRefusedException when the item is no text string, longer, or refused
     */
    public <T> T value(int maxBytes, Function<String, T> reader) {
        String text = textItem(maxBytes);
        T value = checked(() -> reader.apply(text));
        taken();
        return value;
    }

    /**
     * Makes a value; what the value's own check refuses is refused with the place of the last item.
     *
     * @param value makes the value; an {@link IllegalArgumentException} refuses it
     * @param <T> the value's type
     * @return the value
     * @throws CborRefusedException when the value is refused
     */
    public <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new CborRefusedException(path() + " at byte=" + at + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads {@code false} or {@code true}.
     *
     * @return which one
     * @throws CborRefusedException when the item is neither
     */
    public boolean bool() {
        head();
        if (major != MAJOR_SIMPLE || argument == SIMPLE_NULL) {
            throw refused("is neither false nor true");
        }
        boolean value = argument == SIMPLE_TRUE;
        taken();
        return value;
    }

    /**
     * Reads {@code null}.
     *
     * @throws CborRefusedException when the item is anything else
     */
    public void nil() {
        head();
        if (major != MAJOR_SIMPLE || argument != SIMPLE_NULL) {
            throw refused("is not null");
        }
        taken();
    }

    /**
     * Reads a tag; the item that it stands before follows.
     *
     * @param tag the tag
     * @throws CborRefusedException when the item has no tag or another one
     */
    public void tag(int tag) {
        head();
        if (major != MAJOR_TAG || argument != tag) {
            throw refused("has not the tag " + tag);
        }
    }

    /**
     * Begins an array; end it with {@link #close}.
     *
     * @param maxCount the largest number of elements
     * @return its number of elements
     * @throws CborRefusedException when the item is none, has more elements, or is nested too deeply
     */
    public int openArray(int maxCount) {
        int count = count(MAJOR_ARRAY, "array", 1, maxCount);
        open(false, count);
        return count;
    }

    /**
     * Begins an array of a certain length; end it with {@link #close}.
     *
     * @param count its number of elements
     * @throws CborRefusedException when the item is none, or of another length
     */
    public void openTuple(int count) {
        int found = count(MAJOR_ARRAY, "array", 1, count);
        if (found != count) {
            throw refused("has " + found + " elements instead of " + count);
        }
        open(false, count);
    }

    /**
     * Begins a map whose keys are known, and so their number is too; end it with {@link #close}.
     *
     * @return its number of pairs of key and value
     * @throws CborRefusedException when the item is none, or is nested too deeply
     */
    public int openMap() {
        return openMap(Integer.MAX_VALUE / 2);
    }

    /**
     * Begins a map; end it with {@link #close}.
     *
     * @param maxPairCount the largest number of pairs of key and value
     * @return its number of pairs
     * @throws CborRefusedException when the item is none, has more pairs, or is nested too deeply
     */
    public int openMap(int maxPairCount) {
        int count = count(MAJOR_MAP, "map", 2, maxPairCount);
        open(true, 2 * count);
        return count;
    }

    /**
     * Whether the innermost open array or map has another element.
     *
     * @return true when it has
     */
    public boolean more() {
        return left[depth] > 0;
    }

    /**
     * Reads a key of the open map that must come next.
     *
     * @param key the key
     * @param name what its value is, for messages
     * @throws CborRefusedException when it does not come next: it is missing, or an unknown key or one
     *     out of order comes first
     */
    public void key(long key, String name) {
        if (!optionalKey(key, name)) {
            throw refused("lacks " + name + ", its key=" + key);
        }
    }

    /**
     * Reads a key of the open map, when it comes next.
     *
     * @param key the key
     * @param name what its value is, for messages
     * @return true when it came next and its value follows
     * @throws CborRefusedException when an unknown key, or one out of order, comes next
     */
    public boolean optionalKey(long key, String name) {
        requireKeyNext();
        keyName[depth] = null;
        if (left[depth] == 0) {
            return false;
        }
        int start = at;
        head();
        if (major != MAJOR_UNSIGNED && major != MAJOR_NEGATIVE) {
            at = start;
            throw unknownKey();
        }
        long found = signed();
        requireAscending(start);
        if (found == key) {
            took(start, name);
            return true;
        }
        at = start;
        if (before(found, key)) {
            throw unknownKey();
        }
        return false;
    }

    /**
     * Reads any integer key of the open map.
     *
     * @return the key; its value follows
     * @throws CborRefusedException when the map has no more keys, or the next one is no integer or does
     *     not ascend
     */
    public long integerKey() {
        int start = beginKey();
        head();
        if (major != MAJOR_UNSIGNED && major != MAJOR_NEGATIVE) {
            throw refused("has a key that is no integer");
        }
        long key = signed();
        requireAscending(start);
        took(start, null);
        return key;
    }

    /**
     * Reads any text key of the open map.
     *
     * @param maxBytes the largest number of UTF-8 bytes
     * @return the key; its value follows
     * @throws CborRefusedException when the map has no more keys, or the next one is no text, longer,
     *     or does not ascend
     */
    public String textKey(int maxBytes) {
        int start = beginKey();
        String key = textItem(maxBytes);
        requireAscending(start);
        took(start, null);
        return key;
    }

    /**
     * Ends the innermost open array or map.
     *
     * @throws CborRefusedException when it has further elements; in a map, those are unknown keys
     */
    public void close() {
        if (depth == base) {
            throw new IllegalStateException("no array or map is open");
        }
        if (map[depth] && left[depth] % 2 != 0) {
            throw new IllegalStateException(path() + " waits for its value to be read");
        }
        keyName[depth] = null;
        if (left[depth] > 0) {
            if (map[depth]) {
                throw unknownKey();
            }
            throw refused("has " + left[depth] + " elements too many");
        }
        depth--;
        taken();
    }

    /**
     * Reads any item and passes over it; its form is checked like that of all others.
     *
     * @throws CborRefusedException when it has not the format's form
     */
    public void skip() {
        switch (peek()) {
            case INTEGER -> integer();
            case BYTES -> skipBytes(limit - at);
            case TEXT -> text(limit - at);
            case BOOLEAN -> bool();
            case NULL -> nil();
            case TAG -> throw refused("has a tag that was not asked for");
            case ARRAY -> {
                for (int count = openArray(limit - at); count > 0; count--) {
                    skip();
                }
                close();
            }
            case MAP -> {
                for (int count = openMap(limit - at); count > 0; count--) {
                    skipKey();
                    skip();
                }
                close();
            }
        }
    }

    /** {@return how many bytes of the array stand before what is read next} */
    public int offset() {
        return at;
    }

    /**
     * Ends the reading.
     *
     * @throws CborRefusedException when bytes follow the item
     * @throws IllegalStateException when the item was not read to its end
     */
    public void end() {
        if (depth != base || left[base] != 0) {
            throw new IllegalStateException(path() + " was not read to its end");
        }
        if (at != limit) {
            throw refused("is followed by " + (limit - at) + " bytes too many");
        }
    }

    /**
     * A refusal of the item that was read last, or is read next.
     *
     * @param what what is wrong with it
     * @return an exception to throw, with the place
     */
    public CborRefusedException refused(String what) {
        return fault(what);
    }

    private void skipKey() {
        int start = beginKey();
        head();
        switch (major) {
            case MAJOR_UNSIGNED, MAJOR_NEGATIVE -> signed();
            case MAJOR_TEXT -> {
                at = start;
                textItem(limit - start);
            }
            default -> throw refused("has a key that is neither an integer nor a text string");
        }
        requireAscending(start);
        took(start, null);
    }

    private int beginKey() {
        requireKeyNext();
        keyName[depth] = null;
        if (left[depth] == 0) {
            throw refused("lacks a key");
        }
        return at;
    }
}
