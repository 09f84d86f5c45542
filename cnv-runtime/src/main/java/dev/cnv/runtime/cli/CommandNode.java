package dev.cnv.runtime.cli;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.spi.VerbModule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A word of the command line: a noun with what is below it, a verb, or both ({@code account.transfer}
 * beside {@code account.transfer.undo}).
 *
 * @param words the words from the program to here; none for the program itself
 * @param summary one sentence; of a noun that has none, what is below it
 * @param verb the verb that is called here
 * @param children what can follow, by word
 */
record CommandNode(
        List<String> words,
        String summary,
        Optional<VerbDescriptor> verb,
        NavigableMap<String, CommandNode> children) {

    /**
     * Arranges verbs by their nouns.
     *
     * @param modules whose verbs
     * @param rootNoun a leading noun that the program's name stands for; empty for none
     * @param summary the program's summary
     * @throws IllegalArgumentException when two verbs have the same words
     */
    static CommandNode of(
            Collection<? extends VerbModule> modules, String rootNoun, String summary) {
        Map<List<String>, VerbDescriptor> verbs = new TreeMap<>(CommandNode::compare);
        Map<List<String>, String> summaries = new HashMap<>();
        for (VerbModule module : modules) {
            for (VerbDescriptor verb : module.verbs()) {
                VerbDescriptor other = verbs.putIfAbsent(words(verb, rootNoun), verb);
                if (other != null) {
                    throw new IllegalArgumentException("verbs=" + other.id() + "," + verb.id()
                            + " have the same words on the command line; rename one or leave out rootNoun="
                            + rootNoun);
                }
            }
            summaries.putIfAbsent(noun(module, rootNoun), module.summary());
        }
        summaries.put(List.of(), summary);
        return build(List.of(), List.copyOf(verbs.entrySet()), summaries);
    }

    /** The last word; empty for the program itself. */
    String name() {
        return words.isEmpty() ? "" : words.getLast();
    }

    /** The node that words lead to. */
    Optional<CommandNode> find(List<String> path) {
        CommandNode node = this;
        for (String word : path) {
            CommandNode next = node.children.get(word);
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return Optional.of(node);
    }

    /** Every verb from here on, in the order of their words. */
    List<CommandNode> verbs() {
        List<CommandNode> found = new ArrayList<>();
        collect(found);
        return found;
    }

    private void collect(List<CommandNode> found) {
        if (verb.isPresent()) {
            found.add(this);
        }
        children.values().forEach(child -> child.collect(found));
    }

    private static CommandNode build(
            List<String> words,
            List<Map.Entry<List<String>, VerbDescriptor>> verbs,
            Map<List<String>, String> summaries) {
        int depth = words.size();
        @Nullable VerbDescriptor here = null;
        NavigableMap<String, List<Map.Entry<List<String>, VerbDescriptor>>> below = new TreeMap<>();
        for (Map.Entry<List<String>, VerbDescriptor> verb : verbs) {
            if (verb.getKey().size() == depth) {
                here = verb.getValue();
            } else {
                below.computeIfAbsent(verb.getKey().get(depth), _ -> new ArrayList<>())
                        .add(verb);
            }
        }
        NavigableMap<String, CommandNode> children = new TreeMap<>();
        below.forEach((word, some) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(word);
            children.put(word, build(List.copyOf(longer), some, summaries));
        });
        String summary = here == null ? summaries.getOrDefault(words, "") : here.summary();
        return new CommandNode(
                words,
                summary.isEmpty() && depth > 0
                        ? "Has: " + String.join(", ", children.keySet()) + "."
                        : summary,
                Optional.ofNullable(here),
                Collections.unmodifiableNavigableMap(children));
    }

    private static List<String> words(VerbDescriptor verb, String rootNoun) {
        return strip(verb.id().segments(), rootNoun);
    }

    /** The nouns that all of a module's verbs share. */
    private static List<String> noun(VerbModule module, String rootNoun) {
        List<String> shared = null;
        for (VerbDescriptor verb : module.verbs()) {
            List<String> segments = verb.id().segments();
            List<String> nouns = segments.subList(0, segments.size() - 1);
            shared = shared == null ? nouns : commonPrefix(shared, nouns);
        }
        return shared == null ? List.of() : strip(shared, rootNoun);
    }

    private static List<String> strip(List<String> segments, String rootNoun) {
        boolean leads = !segments.isEmpty() && segments.getFirst().equals(rootNoun);
        return List.copyOf(leads ? segments.subList(1, segments.size()) : segments);
    }

    private static List<String> commonPrefix(List<String> one, List<String> other) {
        int length = 0;
        while (length < one.size()
                && length < other.size()
                && one.get(length).equals(other.get(length))) {
            length++;
        }
        return one.subList(0, length);
    }

    private static int compare(List<String> one, List<String> other) {
        return String.join(" ", one).compareTo(String.join(" ", other));
    }
}
