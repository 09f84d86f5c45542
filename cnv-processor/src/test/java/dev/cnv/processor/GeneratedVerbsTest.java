package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.spi.VerbModule;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Runs what is generated for the golden inputs. */
class GeneratedVerbsTest {

    @TempDir
    static Path folder;

    private static final Map<String, List<VerbModule>> LOADED = new HashMap<>();

    static Stream<String> cases() throws IOException {
        return GoldenTest.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void schemas_ofEachModule_areCanonicalAndHaveTheDescriptorsDigests(String name)
            throws Exception {
        for (VerbModule module : load(name)) {
            String text = new String(module.schemas().readAllBytes(), StandardCharsets.UTF_8);
            JsonNode schemas = StrictJson.parse(text);
            assertEquals(CanonicalJson.text(schemas), text);
            Set<String> ids = new TreeSet<>();
            for (VerbDescriptor verb : module.verbs()) {
                JsonNode both = schemas.get(verb.id().path());
                assertEquals(CanonicalJson.digest(both.get("input")), verb.inputSchema());
                assertEquals(CanonicalJson.digest(both.get("output")), verb.outputSchema());
                assertMeansTheSame(verb, both.get("input"));
                assertTrue(ids.add(verb.id().path()));
            }
            assertEquals(ids, Set.copyOf(schemas.propertyNames()));
            assertEquals(
                    module.verbs().stream().map(VerbDescriptor::id).sorted().toList(),
                    module.verbs().stream().map(VerbDescriptor::id).toList());
        }
    }

    private static void assertMeansTheSame(VerbDescriptor verb, JsonNode schema) {
        assertEquals(
                verb.parameters().stream()
                        .map(ParameterDescriptor::name)
                        .collect(Collectors.toSet()),
                Set.copyOf(schema.get("properties").propertyNames()));
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(member -> required.add(member.stringValue()));
        assertEquals(
                verb.parameters().stream()
                        .filter(ParameterDescriptor::required)
                        .map(ParameterDescriptor::name)
                        .collect(Collectors.toSet()),
                required);
        assertFalse(schema.get("additionalProperties").booleanValue());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void input_readWrittenAndReadAgain_isTheSame(String name) throws Exception {
        for (VerbModule module : load(name)) {
            for (int verb = 0; verb < module.verbs().size(); verb++) {
                Map<String, Object> first = new LinkedHashMap<>();
                module.writeInput(
                        verb, module.readInput(verb, Values.samples()), Values.writer(first));
                assertEquals(
                        module.verbs().get(verb).parameters().stream()
                                .map(ParameterDescriptor::name)
                                .toList(),
                        List.copyOf(first.keySet()));
                Map<String, Object> second = new LinkedHashMap<>();
                module.writeInput(
                        verb, module.readInput(verb, Values.reader(first)), Values.writer(second));
                assertTrue(
                        Arrays.deepEquals(flat(first), flat(second)),
                        () -> first + " is not " + second);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void module_askedForAnUnknownVerb_throws(String name) throws Exception {
        for (VerbModule module : load(name)) {
            for (int verb : new int[] {-1, module.verbs().size()}) {
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> module.readInput(verb, Values.samples()));
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> module.writeInput(verb, "", Values.writer(Map.of())));
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> module.writeResult(verb, "", Values.writer(Map.of())));
                assertThrows(IndexOutOfBoundsException.class, () -> module.invoke(verb, null));
            }
        }
    }

    @Test
    void input_ofAnotherVerb_isRefused() throws Exception {
        VerbModule module = load("parameters").getFirst();
        Object names = module.readInput(1, Values.samples());
        assertThrows(
                ClassCastException.class,
                () -> module.writeInput(0, names, Values.writer(new LinkedHashMap<>())));
    }

    @Test
    void service_entries_nameOnlyWhatCanBeMade() throws Exception {
        assertEquals(
                Set.of("shapes.ShapesVerbs", "shapes.Shapes_NestedVerbs"),
                load("shapes").stream()
                        .map(module -> module.getClass().getName())
                        .collect(Collectors.toSet()));
        assertEquals(
                Set.of("visibility.HiddenVerbs", "visibility.MixedVerbs"),
                load("visibility").stream()
                        .map(module -> module.getClass().getName())
                        .collect(Collectors.toSet()));
    }

    private static List<VerbModule> load(String name) throws IOException {
        List<VerbModule> loaded = LOADED.get(name);
        if (loaded == null) {
            loaded = load(name, folder);
            LOADED.put(name, loaded);
        }
        return loaded;
    }

    /** Compiles a case into a folder of its name, and loads what came of it. */
    static List<VerbModule> load(String name, Path parent) throws IOException {
        Path output = parent.resolve(name);
        assertTrue(GoldenTest.compile(name).run(output).success());
        // Not closed: schemas() reads from it later. The folder is deleted after the test all the
        // same.
        URLClassLoader loader =
                new URLClassLoader(new URL[] {url(output.resolve("c")), url(HotpathApi.classes())});
        List<VerbModule> modules = ServiceLoader.load(VerbModule.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertFalse(modules.isEmpty());
        return modules;
    }

    private static URL url(Path folder) throws IOException {
        return URI.create(folder.toUri().toString()).toURL();
    }

    /** Maps and lists as arrays, so that arrays in them compare by their elements. */
    private static Object[] flat(Map<String, Object> members) {
        return members.entrySet().stream()
                .flatMap(member -> Stream.of(member.getKey(), flat(member.getValue())))
                .toArray();
    }

    @SuppressWarnings("unchecked")
    private static Object flat(Object value) {
        return switch (value) {
            case Map<?, ?> map -> flat((Map<String, Object>) map);
            case List<?> list -> list.stream().map(GeneratedVerbsTest::flat).toArray();
            default -> value;
        };
    }
}
