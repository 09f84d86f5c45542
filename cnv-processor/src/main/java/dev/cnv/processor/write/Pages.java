package dev.cnv.processor.write;

import dev.cnv.processor.model.Verb;
import java.util.ArrayList;
import java.util.List;

/**
 * How the verbs of a class with very many are spread over nested classes, so that no method has more
 * code than the JIT compiles (8,000 bytes) and no class more constants than a class file holds (65,535).
 * Others have one page, which is the class itself.
 */
final class Pages {

    /** The most code of a method, in bytes as estimated: with room for what the estimate misses. */
    private static final int MAX_CODE = 5_000;

    private static final int MAX_SHIFT = 6;

    private final List<Verb> verbs;
    private final int shift;

    private Pages(List<Verb> verbs, int shift) {
        this.verbs = verbs;
        this.shift = shift;
    }

    /** The pages of verbs that are in the order of their indices. */
    static Pages of(List<Verb> verbs) {
        if (code(verbs) <= MAX_CODE) {
            return new Pages(verbs, Integer.SIZE - 1);
        }
        int shift = MAX_SHIFT;
        while (shift > 0 && new Pages(verbs, shift).isTooLong()) {
            shift--;
        }
        return new Pages(verbs, shift);
    }

    private boolean isTooLong() {
        return all().stream().anyMatch(page -> code(page) > MAX_CODE);
    }

    /** What the longest of the methods takes: one that writes arguments, or makes certificates. */
    private static int code(List<Verb> verbs) {
        return verbs.stream()
                .mapToInt(verb -> Math.max(56, 24 + 24 * verb.parameters().size()))
                .sum();
    }

    /** Whether the class itself is the only one. */
    boolean single() {
        return shift == Integer.SIZE - 1;
    }

    /** A verb's page is its index, shifted right by this. */
    int shift() {
        return shift;
    }

    /** The verbs of each page. */
    List<List<Verb>> all() {
        if (single()) {
            return List.of(verbs);
        }
        List<List<Verb>> pages = new ArrayList<>();
        for (int first = 0; first < verbs.size(); first += 1 << shift) {
            pages.add(verbs.subList(first, Math.min(verbs.size(), first + (1 << shift))));
        }
        return pages;
    }

    /** The name of a page's class. */
    static String name(int page) {
        return "Page" + page;
    }
}
