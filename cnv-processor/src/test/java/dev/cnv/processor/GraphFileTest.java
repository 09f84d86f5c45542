package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.EdgeType;
import dev.cnv.runtime.graph.GraphBuilder;
import dev.cnv.runtime.graph.ModuleGraph;
import dev.cnv.runtime.graph.SchemaReader;
import dev.cnv.runtime.graph.VerbSchemas;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.SystemTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges that the compiler finds are those that the runtime would find. */
class GraphFileTest {

    private static final List<String> NAMES = List.of("a", "b", "toC", "d");

    private static final List<String> TYPES = List.of(
            "int",
            "long",
            "short",
            "double",
            "float",
            "boolean",
            "char",
            "String",
            "java.math.BigDecimal",
            "java.util.UUID",
            "java.time.Duration",
            "java.time.Instant",
            "java.net.URI",
            "java.nio.file.Path",
            "java.net.InetAddress",
            "byte[]",
            "Few",
            "More",
            "Small",
            "Large",
            "Other");

    @TempDir
    static Path folder;

    static Stream<String> cases() throws IOException {
        // That one says things of verbs that are nowhere.
        return GoldenTest.cases().filter(name -> !name.equals("contract"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void edges_ofEachGoldenCase_areThoseOfTheRuntime(String name) throws Exception {
        List<VerbModule> modules = GeneratedVerbsTest.load(name, folder);
        assertSame(
                modules,
                Files.readAllBytes(folder.resolve(name).resolve("c").resolve(ModuleGraph.PATH)),
                0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void edges_ofDrawnVerbs_areThoseOfTheRuntime(long seed) throws Exception {
        Path output = folder.resolve("drawn" + seed);
        Compiled compiled = Compile.withCnv()
                .option("-Acnv.analysis=off")
                .source("drawn/Drawn.java", new Source(new Random(seed)).text(100))
                .run(output);
        assertTrue(compiled.success(), compiled.messages()::toString);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {output.resolve("c").toUri().toURL()})) {
            VerbModule module = (VerbModule) loader.loadClass("drawn.DrawnVerbs")
                    .getDeclaredConstructor()
                    .newInstance();
            assertSame(List.of(module), compiled.outputs().get(ModuleGraph.PATH), 100);
        }
    }

    @Test
    void graph_ofAModuleWhoseFileIsDamaged_isSearched() throws Exception {
        Path output = folder.resolve("damaged");
        Compiled compiled = Compile.withCnv()
                .option("-Acnv.analysis=off")
                .source("drawn/Drawn.java", new Source(new Random(7)).text(20))
                .run(output);
        assertTrue(compiled.success(), compiled.messages()::toString);
        byte[] file = compiled.outputs().get(ModuleGraph.PATH);
        Set<String> before = graphWith(output, file);
        file[file.length / 2] ^= 1;
        assertEquals(before, graphWith(output, file));
        assertEquals(before, graphWith(output, new byte[0]));
        assertFalse(before.isEmpty());
    }

    /** The edges of an application whose one module has a file of these bytes. */
    private static Set<String> graphWith(Path output, byte[] file) throws Exception {
        Files.write(output.resolve("c").resolve(ModuleGraph.PATH), file);
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {output.resolve("c").toUri().toURL()});
                SystemTime time = new SystemTime(Clock.systemUTC());
                Cnv cnv = Cnv.builder()
                        .verbs((VerbModule) loader.loadClass("drawn.DrawnVerbs")
                                .getDeclaredConstructor()
                                .newInstance())
                        .time(time)
                        .ledger(FileLedger.open(output.resolve("ledger"), time))
                        .build()) {
            return edges(cnv.graph());
        }
    }

    /** With the compiler's edges and without: the same, and with them nothing is left to find. */
    private static void assertSame(List<VerbModule> modules, byte[] file, int leastEdges) {
        List<VerbDescriptor> verbs =
                modules.stream().flatMap(module -> module.verbs().stream()).toList();
        Map<CapabilityId, VerbSchemas> schemas = new TreeMap<>();
        modules.forEach(module -> schemas.putAll(SchemaReader.readVerbs(module.schemas())));
        ModuleGraph graph = ModuleGraph.read(new ByteArrayInputStream(file));
        assertTrue(graph.complete());
        Set<CapabilityId> ids = new TreeSet<>();
        graph.nodes().forEach(node -> ids.add(node.id()));
        assertTrue(ids.containsAll(schemas.keySet()), () -> schemas.keySet() + " in " + ids);
        Set<String> found = edges(GraphBuilder.of(verbs, schemas).build());
        assertEquals(
                found,
                edges(GraphBuilder.of(verbs, schemas).compiled(List.of(graph)).build()));
        assertTrue(found.size() >= leastEdges, () -> "edges=" + found.size());
    }

    private static Set<String> edges(CapabilityGraph graph) {
        return Stream.of(
                        EdgeType.PRODUCES,
                        EdgeType.REQUIRES,
                        EdgeType.EQUIVALENT,
                        EdgeType.DOMINATES)
                .flatMap(type -> graph.edges(type).stream()
                        .map(edge -> edge.from().capability() + " " + type + " "
                                + edge.to().capability() + " " + edge.weight() + " "
                                + edge.metadata()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Draws a class of verbs whose parameters and results have few names and many types. */
    private static final class Source {
        private final Random random;

        Source(Random random) {
            this.random = random;
        }

        String text(int count) {
            StringBuilder text = new StringBuilder("""
                    package drawn;

                    import dev.cnv.annotations.Capability;
                    import dev.cnv.annotations.Effect;
                    import dev.cnv.annotations.Effects;
                    import dev.cnv.annotations.Param;

                    public final class Drawn {
                        enum Few { X, Y }
                        enum More { X, Y, Z }
                        record Small(int a) {}
                        record Large(int a, String b) {}
                        record Other(long a, java.util.Optional<String> b) {}
                    """);
            for (int i = 0; i < 12; i++) {
                text.append("    record R")
                        .append(i)
                        .append("(")
                        .append(members())
                        .append(") {}\n");
            }
            for (int i = 0; i < count; i++) {
                verb(i, text);
            }
            return text.append("}\n").toString();
        }

        private String members() {
            List<String> members = new ArrayList<>();
            for (String name : NAMES) {
                if (random.nextInt(3) > 0) {
                    members.add(type(true) + " " + name);
                }
            }
            return String.join(", ", members);
        }

        private void verb(int i, StringBuilder text) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String result = random.nextInt(3) > 0 ? "R" + random.nextInt(12) : type(true);
            if (random.nextInt(6) == 0) {
                result = (random.nextBoolean()
                                ? "java.util.concurrent.Flow.Publisher<"
                                : "java.util.concurrent.CompletionStage<")
                        + boxed(result) + ">";
            }
            List<String> parameters = new ArrayList<>();
            for (String parameter : NAMES) {
                if (random.nextInt(2) == 0) {
                    parameters.add(parameter(parameter));
                }
            }
            text.append("    @Capability(id = \"n").append(i).append('.');
            text.append(name.equals("toC") ? "to-c" : name);
            text.append("\")\n    @Effects(Effect.READ_ONLY)\n    ").append(result);
            text.append(" m").append(i).append("(").append(String.join(", ", parameters));
            text.append(") { throw new IllegalStateException(); }\n");
        }

        private String parameter(String name) {
            return switch (random.nextInt(8)) {
                case 0 ->
                    "@Param(min = \"" + random.nextInt(10) + "\", max = \""
                            + (10 + random.nextInt(10)) + "\") int " + name;
                case 1 -> "@Param(max = \"" + random.nextInt(100) + ".5\") double " + name;
                case 2 ->
                    "@Param(minLength = " + random.nextInt(3) + ", maxLength = "
                            + (5 + random.nextInt(8)) + ") String " + name;
                case 3 ->
                    "@Param(oneOf = {\"X\", \"" + (random.nextBoolean() ? "Y" : "W")
                            + "\"}) String " + name;
                case 4 ->
                    "@Param(oneOf = {\"1\", \"2\", \"" + (3 + random.nextInt(3)) + "\"}) long "
                            + name;
                default -> type(true) + " " + name;
            };
        }

        private String type(boolean parts) {
            String plain = random.nextInt(4) > 0
                    ? List.of("int", "long", "String", "double", "boolean", "Few")
                            .get(random.nextInt(6))
                    : TYPES.get(random.nextInt(TYPES.size()));
            if (!parts) {
                return plain;
            }
            return switch (random.nextInt(10)) {
                case 0 -> "java.util.List<" + boxed(plain) + ">";
                case 1 -> "java.util.Set<" + boxed(plain) + ">";
                case 2 -> "java.util.Map<String, " + boxed(plain) + ">";
                case 3 -> "java.util.Optional<" + boxed(plain) + ">";
                default -> plain;
            };
        }

        private static String boxed(String type) {
            return switch (type) {
                case "int" -> "Integer";
                case "long" -> "Long";
                case "short" -> "Short";
                case "double" -> "Double";
                case "float" -> "Float";
                case "boolean" -> "Boolean";
                case "char" -> "Character";
                default -> type;
            };
        }
    }
}
