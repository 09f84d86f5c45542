package dev.cnv.processor.effect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a module's methods may do, for those who compile against its jar. One line a method: its key,
 * four numbers in hexadecimal (acts, changes, own and reach of the result) and, for people, why. And one
 * line a verb with the names of its parameters, which class files do not have.
 *
 * <pre>
 * cnv-effects 2
 * pkg.Store#save(Ljava/lang/String;) 2 0 0 0 Files.writeString (Store.java:9)
 * &#64;parameters pkg.Store#save(Ljava/lang/String;) text
 * </pre>
 */
public final class SummaryFile {

    /** Where it is in a jar. */
    public static final String PATH = "META-INF/cnv/effects.txt";

    private static final String HEADER = "cnv-effects 2";
    private static final int MAX_BYTES = 16 << 20;
    private static final Pattern LINE = Pattern.compile(
            "(\\S{1,2000}) ([0-9a-f]{1,16}) ([0-9a-f]{1,16}) ([0-9a-f]{1,16}) ([0-9a-f]{1,16})(?: (.{0,1000}))?");

    private static final String PARAMETERS = "@parameters ";
    private static final Pattern NAMES =
            Pattern.compile(PARAMETERS + "(\\S{1,2000})((?: [a-z0-9-]{1,128}){0,255})");

    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, List<String>> parameters = new TreeMap<>();

    /**
     * A line.
     *
     * @param summary what the method may do
     * @param why what makes it do so, for people
     */
    public record Entry(Summary summary, String why) {}

    /** An empty file. */
    public SummaryFile() {}

    /** Adds a method, in place of what was known of it. */
    public void put(String key, Summary summary, String why) {
        entries.put(key, new Entry(summary, why.replaceAll("\\s+", " ").strip()));
    }

    /** Adds the names of a verb's parameters, in order. */
    public void parameters(String key, List<String> names) {
        parameters.put(key, List.copyOf(names));
    }

    /** {@return the names of all verbs' parameters, by key} */
    public Map<String, List<String>> parameters() {
        return Map.copyOf(parameters);
    }

    /** {@return what the file says about a method} */
    public Optional<Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** {@return all lines by key} */
    public Map<String, Entry> entries() {
        return Map.copyOf(entries);
    }

    /** {@return the file's text, sorted, with line feeds} */
    public String text() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        entries.forEach((key, entry) -> {
            Summary s = entry.summary();
            text.append(key);
            for (long number : new long[] {s.acts(), s.changes(), s.own(), s.reach()}) {
                text.append(' ').append(Long.toHexString(number));
            }
            text.append(entry.why().isEmpty() ? "" : " " + entry.why()).append('\n');
        });
        parameters.forEach((key, names) -> {
            text.append(PARAMETERS).append(key);
            names.forEach(name -> text.append(' ').append(name));
            text.append('\n');
        });
        return text.toString();
    }

    /**
     * Reads a file.
     *
     * @param bytes its bytes
     * @return the file; empty when it is malformed, of another version or too large: then class files
     *     are read instead
     */
    public static Optional<SummaryFile> parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return Optional.empty();
        }
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (!lines[0].equals(HEADER) || !lines[lines.length - 1].isEmpty()) {
            return Optional.empty();
        }
        SummaryFile file = new SummaryFile();
        for (int i = 1; i < lines.length - 1; i++) {
            if (lines[i].startsWith(PARAMETERS)) {
                if (!file.readParameters(lines[i])) {
                    return Optional.empty();
                }
                continue;
            }
            Matcher line = LINE.matcher(lines[i]);
            if (!line.matches() || file.entries.containsKey(line.group(1))) {
                return Optional.empty();
            }
            Summary summary = new Summary(
                    Long.parseUnsignedLong(line.group(2), 16),
                    Long.parseUnsignedLong(line.group(3), 16),
                    Long.parseUnsignedLong(line.group(4), 16),
                    Long.parseUnsignedLong(line.group(5), 16));
            file.put(line.group(1), summary, line.group(6) == null ? "" : line.group(6));
        }
        return Optional.of(file);
    }

    private boolean readParameters(String text) {
        Matcher line = NAMES.matcher(text);
        if (!line.matches() || parameters.containsKey(line.group(1))) {
            return false;
        }
        String names = line.group(2).strip();
        parameters(line.group(1), names.isEmpty() ? List.of() : List.of(names.split(" ", -1)));
        return true;
    }
}
