package dev.cnv.hotpath.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.testing.Property;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WordTableTest {

    @Test
    void find_thousandsOfWords_findsEachAndNoOther() {
        Map<String, Integer> words = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            words.put("w" + Integer.toString(i * 7919, 36) + "-".repeat(i % 30) + i, i);
        }
        WordTable table = WordTable.of(words);
        words.forEach((word, value) -> {
            assertEquals(value, find(table, word), word);
            assertEquals(WordTable.ABSENT, find(table, word + "x"));
            assertEquals(WordTable.ABSENT, find(table, "x" + word));
        });
    }

    @Test
    void find_wordsThatDifferInTheMiddle_areToldApart() {
        Map<String, Integer> words = new HashMap<>();
        for (int i = 0; i < 26; i++) {
            words.put("the-same-begin" + (char) ('a' + i) + "and-the-same-end", i);
        }
        WordTable table = WordTable.of(words);
        words.forEach((word, value) -> assertEquals(value, find(table, word), word));
        assertEquals(WordTable.ABSENT, find(table, "the-same-begin-and-the-same-end"));
    }

    @Test
    void find_anyWords_isAsAMap() {
        Property.named("hotpath-word-table-is-a-map")
                .oneIn(4)
                .check(
                        draws -> List.of(
                                draws.list(40, d -> "a" + d.text(20, "ab")),
                                draws.list(20, d -> d.text(20, "ab"))),
                        lists -> {
                            Map<String, Integer> words = new HashMap<>();
                            new TreeSet<>(lists.getFirst())
                                    .forEach(word -> words.put(word, words.size()));
                            WordTable table = WordTable.of(words);
                            words.forEach((word, value) -> assertEquals(value, find(table, word)));
                            lists.getLast()
                                    .forEach(word -> assertEquals(
                                            words.getOrDefault(word, WordTable.ABSENT),
                                            find(table, word)));
                        });
    }

    @Test
    void of_emptyWordOrNegativeNumber_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> WordTable.of(Map.of("", 1)));
        assertThrows(IllegalArgumentException.class, () -> WordTable.of(Map.of("a", -1)));
        assertThrows(
                IllegalArgumentException.class, () -> WordTable.of(Map.of("a".repeat(0x10000), 1)));
        assertEquals(WordTable.ABSENT, find(WordTable.of(Map.of()), "a"));
    }

    private static int find(WordTable table, String word) {
        byte[] bytes = (".." + word).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(bytes, bytes.length + WordTable.PADDING_BYTES);
        Arrays.fill(padded, bytes.length, padded.length, (byte) 'z');
        return table.find(padded, 2, bytes.length - 2);
    }
}
