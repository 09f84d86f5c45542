package dev.cnv.hotpath.text;

import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nouns, verbs and options of an application, as tables to look words up in. Built once, from the
 * descriptors that the ordinary command line is made from too.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class CommandTable {

    /** The most parameters that a verb may have: one bit each. */
    public static final int MAX_PARAMETERS = Long.SIZE;

    /** The number of the syntax before any word. */
    static final int ROOT = 0;

    private final VerbSyntax[] nodes;
    private final WordTable[] words;

    private CommandTable(VerbSyntax[] nodes) {
        this.nodes = nodes;
        this.words = Arrays.stream(nodes).map(node -> node.words).toArray(WordTable[]::new);
    }

    /**
     * The table of some verbs, none of which takes values that stand alone.
     *
     * @param verbs the verbs; a result names them by their place in this list
     * @return the table
     * @throws IllegalArgumentException when two verbs have the same words, or a verb cannot be read from
     *     text (see {@link Builder#verb(VerbDescriptor, int)})
     */
    public static CommandTable of(List<VerbDescriptor> verbs) {
        Builder builder = builder();
        verbs.forEach(verb -> builder.verb(verb, 0));
        return builder.build();
    }

    /**
     * Begins a table.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** The words that can follow, with the numbers of the nodes that they lead to. */
    WordTable words(int number) {
        return words[number];
    }

    /** The syntax behind the word that {@link #words} has this number for. */
    VerbSyntax node(int number) {
        return nodes[number];
    }

    /** Collects the verbs of a table. Not safe for use by several threads. */
    public static final class Builder {

        private final List<Node> nodes = new ArrayList<>(List.of(new Node()));
        private int verbs;

        private Builder() {}

        /**
         * Adds a verb.
         *
         * @param verb the verb; a result names it by the number of verbs added before
         * @param maxPositionals how many values may stand alone; the ordinary command line allows none
         * @return this
         * @throws IllegalArgumentException when another verb has the same words, when it has more than
         *     {@link #MAX_PARAMETERS} parameters, or an option of one letter that is not ASCII
         */
        public Builder verb(VerbDescriptor verb, int maxPositionals) {
            if (verb.parameters().size() > MAX_PARAMETERS || maxPositionals < 0) {
                throw new IllegalArgumentException("verb=" + verb.id() + " parameters="
                        + verb.parameters().size() + " maxPositionals=" + maxPositionals
                        + " is not at most " + MAX_PARAMETERS + " parameters and 0 or more");
            }
            Node node = nodes.getFirst();
            for (String word : verb.id().segments()) {
                node = nodes.get(node.words.computeIfAbsent(word, _ -> added()));
            }
            if (node.verb != VerbSyntax.NO_VERB) {
                throw new IllegalArgumentException(
                        "verb=" + verb.id() + " is in the table already");
            }
            node.verb = verbs++;
            node.maxPositionals = maxPositionals;
            node.options = OptionNames.of(verb);
            node.required = required(verb);
            return this;
        }

        /**
         * Completes the table.
         *
         * @return the table
         */
        public CommandTable build() {
            Node root = nodes.getFirst();
            root.options = OptionNames.ofProgram();
            return new CommandTable(nodes.stream()
                    .map(node -> node.syntax(node == root))
                    .toArray(VerbSyntax[]::new));
        }

        private int added() {
            nodes.add(new Node());
            return nodes.size() - 1;
        }

        private static long required(VerbDescriptor verb) {
            long required = 0;
            for (int i = 0; i < verb.parameters().size(); i++) {
                required |= verb.parameters().get(i).required() ? 1L << i : 0;
            }
            return required;
        }
    }

    /** A noun or verb while the table is built. */
    private static final class Node {
        private final Map<String, Integer> words = new HashMap<>();
        private int verb = VerbSyntax.NO_VERB;
        private int maxPositionals;
        private long required;
        private OptionNames options = OptionNames.ofNoun();

        VerbSyntax syntax(boolean root) {
            return new VerbSyntax(
                    root, verb, words, options.names, options.letters, required, maxPositionals);
        }
    }

    /** Names of options, as the ordinary command line gives them. */
    private static final class OptionNames {

        private static final List<String> OF_CALLS = List.of(
                "output",
                "dry-run",
                "explain",
                "as",
                "token",
                "approval",
                "idempotency-key",
                "timeout",
                "receipt",
                "errors");

        private final Map<String, Integer> names = new LinkedHashMap<>();
        private final Map<Character, Integer> letters = new HashMap<>();

        static OptionNames ofNoun() {
            OptionNames options = new OptionNames();
            options.notHere("help", "errors");
            options.letters.put('h', OptionCode.notHere());
            return options;
        }

        static OptionNames ofProgram() {
            OptionNames options = ofNoun();
            options.notHere("version", "capabilities", "introspect", "completion");
            return options;
        }

        /** What a parameter takes, nothing else gets. */
        static OptionNames of(VerbDescriptor verb) {
            OptionNames options = new OptionNames();
            for (int i = 0; i < verb.parameters().size(); i++) {
                options.parameter(verb, i);
            }
            for (int i = 0; i < verb.parameters().size(); i++) {
                options.besides(verb.parameters().get(i), i);
            }
            options.ofCalls(verb);
            return options;
        }

        private void parameter(VerbDescriptor verb, int index) {
            ParameterDescriptor parameter = verb.parameters().get(index);
            int code = OptionCode.of(index, parameter.type());
            names.put(parameter.name(), code);
            parameter.flag().ifPresent(letter -> {
                if (letter <= ' ' || letter > '~' || letter == '-' || letter == '=') {
                    throw new IllegalArgumentException("verb=" + verb.id() + " parameter="
                            + parameter.name() + " flag=" + letter + " is not a letter");
                }
                letters.put(letter, code);
            });
        }

        private void besides(ParameterDescriptor parameter, int index) {
            int code = OptionCode.of(index, parameter.type());
            if (OptionCode.kind(code) == OptionCode.FLAG && !isPlainFlag(parameter)) {
                names.putIfAbsent("no-" + parameter.name(), OptionCode.negated(code));
            }
            if (parameter.sensitive()) {
                names.putIfAbsent(parameter.name() + "-file", OptionCode.notHere());
            }
        }

        /** A flag that is false when it is left out has no need of a way to say so. */
        private static boolean isPlainFlag(ParameterDescriptor parameter) {
            return parameter.type().equals(ValueType.BOOLEAN)
                    && !parameter.required()
                    && parameter.environment().isEmpty()
                    && parameter.defaultText().orElse("false").equals("false");
        }

        private void ofCalls(VerbDescriptor verb) {
            if (names.putIfAbsent("help", OptionCode.notHere()) == null) {
                letters.putIfAbsent('h', OptionCode.notHere());
            } else {
                notHere("cnv-help");
            }
            for (String name : OF_CALLS) {
                if (verb.effects().dryRun() || !name.equals("dry-run")) {
                    notHere(name, "cnv-" + name);
                }
            }
        }

        private void notHere(String... some) {
            for (String name : some) {
                names.putIfAbsent(name, OptionCode.notHere());
            }
        }
    }
}
