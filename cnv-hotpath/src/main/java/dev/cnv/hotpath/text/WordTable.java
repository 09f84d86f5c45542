package dev.cnv.hotpath.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A perfect hash from words to numbers: one look per word, known or not.
 *
 * <p>Hash and displace (Belazzougui, Botelho, Dietzfelbinger, 2009): words fall into buckets, and each
 * bucket has a multiplier, found when the table is built, that sends its words to slots of their own.
 * The same words give the same table.
 *
 * <p><b>Threading:</b> immutable.
 */
final class WordTable {

    /** What {@link #find} says of a word that is not in the table. */
    static final int ABSENT = -1;

    /** Eight bytes of an array as a number, the first byte lowest; coordinates (array, index). */
    static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The bytes that must be readable behind a word. */
    static final int PADDING_BYTES = 16;

    private static final int SHORT_BYTES = 16;

    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final int MAX_TRIES = 1 << 20;

    /** So many share one multiplier. */
    private static final int FEW_WORDS = 48;

    // A slot is three numbers: the first eight bytes, the next eight, and the value. Zeros stand
    // for bytes
    // that a word does not have. A longer word has NO_WORD, its place in "bytes", and its value;
    // its
    // length is in the high half of the place. No word has the bytes of NO_WORD: they are not
    // UTF-8.
    private static final int SLOT_SHIFT = 2;
    private static final int TAIL = 1;
    private static final int VALUE = 2;
    private static final long NO_WORD = -1;

    private final boolean one;
    private final long only;
    private final long[] multipliers;
    private final int bucketShift;
    private final long[] slots;
    private final byte[] bytes;
    private final int shift;

    private WordTable(long[] multipliers, long[] slots, byte[] bytes, int shift) {
        this.one = multipliers.length == 1;
        this.only = multipliers[0];
        this.multipliers = multipliers;
        this.bucketShift = bucketShift(multipliers);
        this.slots = slots;
        this.bytes = bytes;
        this.shift = shift;
    }

    /**
     * Builds a table.
     *
     * @param words not negative numbers by word
     * @throws IllegalArgumentException when a word is empty or longer than 65,535 bytes, or a number
     *     negative
     */
    static WordTable of(Map<String, Integer> words) {
        return new Layout(words).table();
    }

    /**
     * Looks a word up. {@link #PADDING_BYTES} bytes behind it must be readable.
     *
     * @param text the word's bytes, without NULs
     * @return its number, or {@link #ABSENT}
     */
    int find(byte[] text, int from, int length) {
        if (((length - 1) >>> 3) != 0) { // Not 1 to 8.
            return findLonger(text, from, length);
        }
        long head = (long) EIGHT_BYTES.get(text, from) & firstBytes(length);
        int slot = slot(head);
        return ((slots[slot] ^ head) | slots[slot + TAIL]) == 0
                ? (int) slots[slot + VALUE]
                : ABSENT;
    }

    private int findLonger(byte[] text, int from, int length) {
        if (length > SHORT_BYTES || length == 0) {
            return findLong(text, from, length);
        }
        long head = (long) EIGHT_BYTES.get(text, from);
        long tail = (long) EIGHT_BYTES.get(text, from + 8) & firstBytes(length);
        int slot = slot(hash(head, tail));
        return ((slots[slot] ^ head) | (slots[slot + TAIL] ^ tail)) == 0
                ? (int) slots[slot + VALUE]
                : ABSENT;
    }

    private int findLong(byte[] text, int from, int length) {
        if (length == 0) {
            return ABSENT;
        }
        int slot = slot(hash(text, from, length));
        int place = (int) slots[slot + TAIL];
        boolean same = slots[slot] == NO_WORD
                && (int) (slots[slot + TAIL] >>> 32) == length
                && Arrays.equals(text, from, from + length, bytes, place, place + length);
        return same ? (int) slots[slot + VALUE] : ABSENT;
    }

    private int slot(long hash) {
        // A field, so that a small table is one load nearer.
        long multiplier = one ? only : multipliers[(int) ((hash * SPREAD) >>> bucketShift)];
        return (int) ((hash * multiplier) >>> shift) << SLOT_SHIFT;
    }

    private static int bucketShift(long[] multipliers) {
        return Long.SIZE - Integer.numberOfTrailingZeros(multipliers.length);
    }

    /** The bytes of a number that belong to a word: all eight for a length of 8 or 16. */
    private static long firstBytes(int length) {
        return -1L >>> -(length << 3);
    }

    private static long hash(long head, long tail) {
        return head ^ Long.rotateLeft(tail * SPREAD, 29);
    }

    private static long hash(byte[] text, int from, int length) {
        long all = length;
        for (int i = 0; i + 8 <= length; i += 8) {
            all = (all ^ (long) EIGHT_BYTES.get(text, from + i)) * SPREAD;
            all ^= all >>> 29;
        }
        return hash(all, (long) EIGHT_BYTES.get(text, from + length - 8));
    }

    /** Where each word goes; used while a table is built. */
    private static final class Layout {

        private final List<byte[]> words = new ArrayList<>();
        private final List<Integer> values = new ArrayList<>();
        private final long[] hashes;
        private final long[] multipliers;
        private final int shift;
        private final int[] owners;

        Layout(Map<String, Integer> words) {
            words.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(this::add);
            int slotBits = bits(words.size() * (words.size() <= FEW_WORDS ? 4 : 2));
            this.hashes = new long[words.size()];
            for (int i = 0; i < hashes.length; i++) {
                hashes[i] = hashOf(this.words.get(i));
            }
            this.multipliers =
                    new long[words.size() <= FEW_WORDS ? 1 : 1 << bits(words.size() / 4)];
            this.shift = Long.SIZE - slotBits;
            this.owners = new int[1 << slotBits];
            Arrays.fill(owners, -1);
            Arrays.fill(multipliers, 1);
        }

        WordTable table() {
            List<List<Integer>> buckets = new ArrayList<>();
            for (int i = 0; i < multipliers.length; i++) {
                buckets.add(new ArrayList<>());
            }
            for (int word = 0; word < hashes.length; word++) {
                buckets.get(bucket(hashes[word])).add(word);
            }
            buckets.sort(Comparator.comparingInt((List<Integer> bucket) -> bucket.size())
                    .reversed());
            buckets.stream().filter(bucket -> !bucket.isEmpty()).forEach(this::place);
            return filled();
        }

        private void add(Map.Entry<String, Integer> entry) {
            byte[] word = entry.getKey().getBytes(StandardCharsets.UTF_8);
            if (word.length == 0 || word.length > 0xFFFF || entry.getValue() < 0) {
                throw new IllegalArgumentException("word=" + entry.getKey() + " value="
                        + entry.getValue() + " is not 1 to 65535 bytes and a value from 0");
            }
            words.add(word);
            values.add(entry.getValue());
        }

        /** Finds the multiplier by which all words of a bucket land on free slots. */
        private void place(List<Integer> bucket) {
            long multiplier = SPREAD;
            for (int i = 0; i < MAX_TRIES; i++) {
                multiplier = (multiplier + SPREAD) * 0xBF58_476D_1CE4_E5B9L | 1;
                if (fits(bucket, multiplier)) {
                    multipliers[bucket(hashes[bucket.getFirst()])] = multiplier;
                    return;
                }
            }
            throw new IllegalArgumentException("words=" + bucket.size()
                    + " of one bucket found no place: two have the same 64-bit hash");
        }

        private boolean fits(List<Integer> bucket, long multiplier) {
            List<Integer> taken = new ArrayList<>();
            for (int word : bucket) {
                int slot = (int) ((hashes[word] * multiplier) >>> shift);
                if (owners[slot] >= 0) {
                    taken.forEach(other -> owners[other] = -1);
                    return false;
                }
                owners[slot] = word;
                taken.add(slot);
            }
            return true;
        }

        private WordTable filled() {
            long[] slots = new long[owners.length << SLOT_SHIFT];
            byte[] bytes = new byte[words.stream().mapToInt(word -> word.length).sum()];
            int place = 0;
            for (int i = 0; i < owners.length; i++) {
                int slot = i << SLOT_SHIFT;
                slots[slot] = NO_WORD; // With no length, so that it is found by none.
                if (owners[i] >= 0) {
                    byte[] word = words.get(owners[i]);
                    System.arraycopy(word, 0, bytes, place, word.length);
                    boolean isLong = word.length > SHORT_BYTES;
                    slots[slot] = isLong ? NO_WORD : head(word);
                    slots[slot + TAIL] = isLong ? (long) word.length << 32 | place : tail(word);
                    slots[slot + VALUE] = values.get(owners[i]);
                    place += word.length;
                }
            }
            return new WordTable(multipliers, slots, bytes, shift);
        }

        private int bucket(long hash) {
            return multipliers.length == 1
                    ? 0
                    : (int) ((hash * SPREAD) >>> bucketShift(multipliers));
        }

        private static long hashOf(byte[] word) {
            return word.length > SHORT_BYTES
                    ? hash(word, 0, word.length)
                    : word.length > 8 ? hash(head(word), tail(word)) : head(word);
        }

        private static long head(byte[] word) {
            return (long) EIGHT_BYTES.get(Arrays.copyOf(word, SHORT_BYTES), 0);
        }

        private static long tail(byte[] word) {
            return (long) EIGHT_BYTES.get(Arrays.copyOf(word, SHORT_BYTES), 8);
        }

        /** The smallest exponent, at least 1, whose power of two is not below a size. */
        private static int bits(int size) {
            return size <= 2 ? 1 : Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
        }
    }
}
