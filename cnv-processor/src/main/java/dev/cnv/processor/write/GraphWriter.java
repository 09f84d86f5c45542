package dev.cnv.processor.write;

import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Result;
import dev.cnv.processor.model.Verb;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.processing.Filer;
import javax.tools.StandardLocation;

/**
 * Writes the capability graph of a module, of which the runtime's {@code ModuleGraphDescriptor} has
 * the diagram.
 */
public final class GraphWriter {

    /** The resource of a module's graph. */
    public static final String PATH = "META-INF/cnv/graph.bin";

    private static final int MAGIC = 0x434e5647;
    private static final int VERSION = 1;
    private static final int COMPLETE = 1;
    private static final int MAX_VERBS = 100_000;
    private static final int MAX_EDGES = 500_000;

    private static final int PRODUCES = 0;
    private static final int REQUIRES = 1;
    private static final int EQUIVALENT = 2;
    private static final int DOMINATES = 3;

    private record Row(int type, int from, int to, int cost) {}

    private GraphWriter() {}

    /** A verb and the binary name of its class. */
    private record Owned(VerbSchemas schemas, String handler) {
        String id() {
            return schemas.verb().capability().id();
        }
    }

    /**
     * Writes the graph of all verbs of a module. Of a module that has too many there is no such file,
     * and of one whose schemas the graph has no form for the file has no edges that types make: the
     * runtime finds them at start.
     *
     * @param handlers the classes
     * @param filer where the file goes
     */
    public static void write(Collection<Handler> handlers, Filer filer) {
        List<Owned> verbs = handlers.stream()
                .flatMap(handler -> handler.verbs().stream()
                        .map(verb ->
                                new Owned(VerbSchemas.of(verb), handler.type().binaryName())))
                .sorted(Comparator.comparing(Owned::id))
                .toList();
        if (verbs.isEmpty() || verbs.size() > MAX_VERBS) {
            return;
        }
        try (OutputStream out =
                filer.createResource(StandardLocation.CLASS_OUTPUT, "", PATH).openOutputStream()) {
            out.write(bytes(verbs));
        } catch (IOException e) {
            throw new UncheckedIOException("file=" + PATH + " could not be written", e);
        }
    }

    private static byte[] bytes(List<Owned> owned) throws IOException {
        List<VerbSchemas> verbs = owned.stream().map(Owned::schemas).toList();
        Map<String, Integer> places = new TreeMap<>();
        owned.forEach(each -> places.put(each.id(), places.size()));
        List<Row> rows = new ArrayList<>();
        boolean complete = produced(verbs, rows);
        declared(verbs, places, rows);
        rows.sort(Comparator.comparingInt(Row::type)
                .thenComparingInt(Row::from)
                .thenComparingInt(Row::to));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeShort(VERSION);
        out.writeShort(complete ? COMPLETE : 0);
        out.writeInt(verbs.size());
        out.writeInt(rows.size());
        for (Owned each : owned) {
            node(each, out);
        }
        for (Row row : rows) {
            out.writeByte(row.type());
            out.writeInt(row.from());
            out.writeInt(row.to());
            out.writeInt(row.cost());
        }
        out.write(sha256(bytes.toByteArray()));
        return bytes.toByteArray();
    }

    private static void node(Owned owned, DataOutputStream out) throws IOException {
        VerbSchemas schemas = owned.schemas();
        out.writeUTF(owned.id());
        out.write(HexFormat.of().parseHex(Json.digest(schemas.input())));
        out.write(HexFormat.of().parseHex(Json.digest(schemas.output())));
        out.writeBoolean(schemas.verb().result().shape() == Result.Shape.STREAM);
        byte[] handler = owned.handler().getBytes(StandardCharsets.UTF_8);
        out.writeShort(handler.length);
        out.write(handler);
    }

    private static boolean produced(List<VerbSchemas> verbs, List<Row> rows) {
        List<GraphEdges.Produces> found;
        try {
            found = GraphEdges.of(verbs, MAX_EDGES);
        } catch (IllegalArgumentException e) {
            // A schema that allows nothing: the runtime refuses it with its place.
            return false;
        }
        if (found.size() > MAX_EDGES || found.stream().anyMatch(e -> e.cost() >= 1 << 30)) {
            return false;
        }
        found.forEach(
                edge -> rows.add(new Row(PRODUCES, edge.from(), edge.to(), (int) edge.cost() + 1)));
        return true;
    }

    /** What verbs declare of each other; of those of other modules only their descriptors tell. */
    private static void declared(
            List<VerbSchemas> verbs, Map<String, Integer> places, List<Row> rows) {
        for (int from = 0; from < verbs.size(); from++) {
            Verb.Capability capability = verbs.get(from).verb().capability();
            add(REQUIRES, from, capability.requires(), places, rows);
            add(EQUIVALENT, from, capability.equivalentTo(), places, rows);
            add(DOMINATES, from, capability.dominates(), places, rows);
        }
    }

    private static void add(
            int type, int from, List<String> ids, Map<String, Integer> places, List<Row> rows) {
        for (String id : new TreeSet<>(ids)) {
            Integer to = places.get(id);
            if (to != null) {
                rows.add(new Row(type, from, to, 1));
            }
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "algorithm=SHA-256 is missing from this Java platform", e);
        }
    }
}
