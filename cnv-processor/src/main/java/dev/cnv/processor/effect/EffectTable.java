package dev.cnv.processor.effect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What code that is not looked into may do, by name: the form of {@code jdk.txt}, which describes
 * itself, and of the file that {@code -Acnv.effects} names.
 */
public final class EffectTable {

    /** The most characters of a file. */
    static final int MAX_CHARACTERS = 1 << 20;

    private static final String NAME = "[A-Za-z_$][\\w$]*(?:\\.[A-Za-z_$][\\w$]*)*";
    private static final Pattern SUBJECT =
            Pattern.compile(NAME + "(?:\\.\\*|#(?:<init>|[A-Za-z_$][\\w$]*\\*?))?");

    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, List<String>> prefixes = new HashMap<>();

    /**
     * What a member does.
     *
     * @param subject the row that says so
     * @param acts its acts
     * @param changed which slots it changes, as bits: 0 is the receiver
     * @param same the slot that it answers with, -1 for none
     * @param fresh whether it answers with something new
     * @param sharedState whether it changes state of the whole process
     * @param line the row's line
     */
    public record Rule(
            String subject,
            long acts,
            long changed,
            int same,
            boolean fresh,
            boolean sharedState,
            int line) {}

    /** A row that cannot be understood. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;
        private final int line;

        MalformedException(int line, String message) {
            super(message);
            this.line = line;
        }

        /** {@return its line, counted from 1} */
        public int line() {
            return line;
        }
    }

    /** An empty table. */
    public EffectTable() {}

    /** {@return the table of the JDK and of CNV's own door} */
    public static EffectTable builtIn() {
        EffectTable table = new EffectTable();
        for (String name : List.of("jdk.txt", "cnv.txt")) {
            try (InputStream in = EffectTable.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("name=" + name + " is missing");
                }
                table.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (MalformedException e) {
                throw new IllegalStateException(
                        "name=" + name + " line=" + e.line() + ": " + e.getMessage(), e);
            }
        }
        return table;
    }

    /**
     * Adds rows.
     *
     * @param text a row a line; what follows {@code #} and a space is a comment
     * @throws MalformedException at the first row that is wrong: then nothing of the text is to be used
     */
    public void read(String text) throws MalformedException {
        if (text.length() > MAX_CHARACTERS) {
            throw new MalformedException(
                    1, "the file has more than " + MAX_CHARACTERS + " characters");
        }
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String row = line.startsWith("#")
                    ? ""
                    : line.replaceFirst("\\s#\\s.*$", "").strip();
            if (!row.isEmpty()) {
                add(row.split("\\s+"), number);
            }
        }
    }

    private void add(String[] words, int line) throws MalformedException {
        String subject = words[0];
        if (!SUBJECT.matcher(subject).matches()) {
            throw new MalformedException(
                    line, "\"" + subject + "\" is no package, class or class#member");
        }
        if (words.length == 1) {
            throw new MalformedException(
                    line, subject + " has no words; write pure if it does nothing");
        }
        Rule rule = rule(words, line);
        if (rules.putIfAbsent(subject, rule) != null) {
            throw new MalformedException(line, subject + " has a row already");
        }
        if (subject.endsWith("*") && subject.contains("#")) {
            prefixes.computeIfAbsent(
                            subject.substring(0, subject.indexOf('#')), _ -> new ArrayList<>())
                    .add(subject.substring(0, subject.length() - 1));
        }
    }

    private static Rule rule(String[] words, int line) throws MalformedException {
        long acts = Act.ALLOCATION.bit();
        long changed = 0;
        int same = -1;
        boolean fresh = false;
        boolean shared = false;
        for (int i = 1; i < words.length; i++) {
            String word = words[i];
            switch (word) {
                case "pure" -> {}
                case "lean" -> acts &= ~Act.ALLOCATION.bit();
                case "fresh" -> fresh = true;
                case "changes" -> changed |= 1;
                case "same" -> same = 0;
                case "state-shared" -> shared = true;
                default -> {
                    if (word.matches("changes-[1-9]")) {
                        changed |= 1L << (word.charAt(8) - '0');
                    } else if (word.matches("same-[1-9]")) {
                        same = word.charAt(5) - '0';
                    } else {
                        acts |= act(word, line);
                    }
                }
            }
        }
        if (words.length > 2 && List.of(words).contains("pure")) {
            throw new MalformedException(line, "pure stands beside other words");
        }
        return new Rule(words[0], acts, changed, same, fresh, shared, line);
    }

    private static long act(String word, int line) throws MalformedException {
        Act act = Act.of(word)
                .orElseThrow(() -> new MalformedException(line, "\"" + word + "\" is no act"));
        if (act == Act.STATE) {
            throw new MalformedException(
                    line, "state is said as state-shared, changes or changes-1");
        }
        return act.bit();
    }

    /** {@return what a member of a class does, by a row of its own} */
    public Optional<Rule> ofMember(String type, String member) {
        return Optional.ofNullable(rules.get(type + "#" + member));
    }

    /** {@return what a member of a class does, by rows about that class alone} */
    public Optional<Rule> ofClass(String type, String member) {
        Rule exact = rules.get(type + "#" + member);
        if (exact != null) {
            return Optional.of(exact);
        }
        String best = "";
        for (String prefix : prefixes.getOrDefault(type, List.of())) {
            if ((type + "#" + member).startsWith(prefix) && prefix.length() > best.length()) {
                best = prefix;
            }
        }
        return Optional.ofNullable(best.isEmpty() ? rules.get(type) : rules.get(best + "*"));
    }

    /** {@return what a package's members do} */
    public Optional<Rule> ofPackage(String name) {
        Rule exact = rules.get(name);
        String above = name;
        while (exact == null && !above.isEmpty()) {
            exact = rules.get(above + ".*");
            above = above.contains(".") ? above.substring(0, above.lastIndexOf('.')) : "";
        }
        return Optional.ofNullable(exact);
    }

    /** {@return all rows, by subject} */
    public Map<String, Rule> rules() {
        return new TreeMap<>(rules);
    }
}
