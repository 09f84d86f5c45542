package dev.cnv.audit.replay;

import dev.cnv.runtime.canonical.CanonicalJson;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * All differences of a replay in a file, written while it runs: JSON lines, or comma-separated values (RFC
 * 4180) under a line of names when the file's name ends in {@code .csv}.
 *
 * <p><b>Threading:</b> one thread.
 */
public final class DifferenceFile implements Closeable {

    private static final List<String> COLUMNS = List.of(
            "index",
            "time",
            "agent",
            "tenant",
            "capability",
            "effects",
            "invocation",
            "before",
            "beforeReason",
            "beforeRule",
            "after",
            "afterReason",
            "afterRule");

    private final BufferedWriter out;
    private final boolean csv;

    private DifferenceFile(BufferedWriter out, boolean csv) {
        this.out = out;
        this.csv = csv;
    }

    /**
     * Begins a file.
     *
     * @param file a file that does not exist
     * @return the file
     * @throws IOException when it cannot be made
     */
    public static DifferenceFile create(Path file) throws IOException {
        boolean csv = file.toString().endsWith(".csv");
        BufferedWriter out = Files.newBufferedWriter(
                file,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
        if (csv) {
            out.write(String.join(",", COLUMNS) + "\n");
        }
        return new DifferenceFile(out, csv);
    }

    /**
     * Writes a decision that came out differently, or whose chain does not bear it out; no other.
     *
     * @param decision what became of it
     * @throws UncheckedIOException when it cannot be written
     */
    public void add(ReplayedDecision decision) {
        switch (decision) {
            case ReplayedDecision.Different one -> write(values(one));
            case ReplayedDecision.ChainBroken one -> write(values(one));
            case ReplayedDecision.Same _,
                    ReplayedDecision.Undetermined _,
                    ReplayedDecision.Skipped _ -> {}
        }
    }

    private static Map<String, String> values(ReplayedDecision.Different one) {
        Map<String, String> values = values(one.index(), one.decision());
        put(values, "before", one.before());
        put(values, "after", one.after());
        return values;
    }

    private static Map<String, String> values(ReplayedDecision.ChainBroken one) {
        Map<String, String> values = values(one.index(), one.decision());
        values.put("before", one.decision().permitted() ? "permit" : "refuse");
        values.put("after", "chain does not hold");
        values.put("afterReason", one.denial().reason().code());
        return values;
    }

    private static Map<String, String> values(
            long index, dev.cnv.runtime.governance.PolicyDecision decision) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("index", Long.toString(index));
        values.put("time", decision.time().toString());
        values.put("agent", decision.agent());
        values.put("tenant", decision.tenant());
        values.put("capability", decision.capability());
        values.put("effects", String.join(" ", decision.effects()));
        values.put("invocation", decision.invocation().toString());
        return values;
    }

    private static void put(Map<String, String> values, String name, Explanation explanation) {
        values.put(name, explanation.verdict());
        explanation.reason().ifPresent(reason -> values.put(name + "Reason", reason));
        explanation.matched().ifPresent(rule -> values.put(name + "Rule", rule));
    }

    private void write(Map<String, String> values) {
        try {
            out.write((csv ? row(values) : json(values)) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(Map<String, String> values) {
        List<String> fields = new ArrayList<>();
        COLUMNS.forEach(name -> fields.add(field(values.getOrDefault(name, ""))));
        return fields.stream().collect(Collectors.joining(","));
    }

    private static String field(String value) {
        boolean quoted =
                value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    private static String json(Map<String, String> values) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        values.forEach(out::put);
        out.put("index", Long.parseLong(values.getOrDefault("index", "0")));
        return CanonicalJson.text(out);
    }

    /**
     * Ends the file.
     *
     * @throws IOException when the rest cannot be written
     */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
