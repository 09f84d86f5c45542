package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.graph.SchemaReader;
import dev.cnv.runtime.kernel.Registry;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.SystemTime;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is generated for a class of a thousand verbs. */
class PagesTest {

    private static final int VERBS = 1_000;
    private static final int MAX_METHOD_BYTES = 7_500;

    @TempDir
    static Path folder;

    private static Compiled compiled;

    @BeforeAll
    static void compile() {
        compiled = Compile.withCnv()
                .option("-Xlint:all", "-Werror", "-Acnv.analysis=off")
                .source("many/Many.java", source(VERBS))
                .source("user/Uses.java", """
                        package user;

                        import dev.cnv.runtime.capability.VerbKey;
                        import many.ManyVerbs;

                        /** Uses a key as the class's own, from another package. */
                        public final class Uses {
                            private Uses() {}

                            /** {@return the key} */
                            public static VerbKey<?, Long> key() {
                                return ManyVerbs.INVOKE;
                            }
                        }
                        """)
                .run(folder);
        assertTrue(compiled.success(), compiled.messages()::toString);
    }

    /** Verbs of several forms; some have the names of what is generated for pages. */
    static String source(int count) {
        return """
                package many;

                import dev.cnv.annotations.Capability;
                import dev.cnv.annotations.Effect;
                import dev.cnv.annotations.Effects;
                import java.util.List;

                /** Many verbs. */
                public final class Many {
                    /** What verbs are given. @param name the name @param size the size */
                    public record Thing(String name, int size) {}
                    /** The same, for the package. @param name the name @param size the size */
                    record Inside(String name, int size) {}
                %s}
                """.formatted(
                IntStream.range(0, count).mapToObj(PagesTest::verb).collect(Collectors.joining()));
    }

    private static String verb(int i) {
        String id = String.format("many.v%04d", i);
        String head = "\n    /** Verb " + i + ". */\n    @Capability(id = \"" + id
                + "\")\n    @Effects(Effect.READ_ONLY)\n    ";
        String name = List.of("invoke", "descriptor", "certificate", "thingType", "readInput")
                        .get(i % 5)
                + (i < 5 ? "" : i);
        return head
                + switch (i % 4) {
                    case 0 ->
                        "public long " + name + "(long a, int b) { return a + b + " + i + "; }";
                    case 1 ->
                        "public static String " + name + "(String text) { return text + " + i
                                + "; }";
                    case 2 ->
                        "String " + name
                                + "(Thing thing, List<Thing> more) { return thing.name() + more.size(); }"
                                        .replace("Thing", i % 8 == 2 ? "Inside" : "Thing");
                    default -> "public void " + name + "() {}";
                }
                + "\n";
    }

    private static Map<String, Integer> methods(Compiled of) {
        Map<String, Integer> sizes = new TreeMap<>();
        of.outputs().forEach((path, bytes) -> {
            if (path.endsWith(".class") && !path.equals("many/Many.class")) {
                ClassModel model = ClassFile.of().parse(bytes);
                model.methods()
                        .forEach(method -> method.code()
                                .ifPresent(code -> sizes.merge(
                                        path + "#" + method.methodName().stringValue(),
                                        ((CodeAttribute) code).codeLength(),
                                        Math::max)));
            }
        });
        return sizes;
    }

    @Test
    void methods_ofAThousandVerbs_areShortEnoughToBeCompiled() {
        Map<String, Integer> sizes = methods(compiled);
        assertTrue(sizes.size() > 10 * VERBS, sizes::toString);
        sizes.values().removeIf(size -> size <= MAX_METHOD_BYTES);
        assertEquals(Map.of(), sizes);
    }

    @Test
    void pages_ofAThousandVerbs_areAsLargeAsTheirLongestMethodAllows() {
        Set<String> pages = compiled.outputs().keySet().stream()
                .filter(path -> path.startsWith("many/ManyVerbs$Page"))
                .collect(Collectors.toSet());
        assertEquals(VERBS / 64 + 1, pages.size(), pages::toString);
    }

    @Test
    void methods_ofFewVerbs_areNotPaged() {
        Compiled few = Compile.withCnv()
                .option("-Acnv.analysis=off")
                .source("many/Many.java", source(60))
                .run();
        assertTrue(few.success(), few.messages()::toString);
        assertFalse(few.sources().get("many/ManyVerbs.java").contains("Page0"));
        methods(few).forEach((name, size) -> assertTrue(size <= MAX_METHOD_BYTES, name));
    }

    @Test
    void verbs_ofAThousand_runByTheirIds() throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.resolve("c").toUri().toURL()})) {
            SecureRandom random = new SecureRandom();
            SigningKey root = SigningKey.generate(random);
            SigningKey caller = SigningKey.generate(random);
            try (SystemTime time = new SystemTime(Clock.systemUTC());
                    Cnv cnv = Cnv.builder()
                            .verbs(module(loader))
                            .policy(PolicySet.of(PolicyRule.allow("all").always()))
                            .trust(Trust.of(root.publicKey()))
                            .time(time)
                            .ledger(FileLedger.open(folder.resolve("ledger"), time))
                            .build()) {
                Instant now = Instant.now();
                Session session = cnv.open(new Credential.Held(
                        Chain.issue(
                                root,
                                TokenDraft.to(caller.publicKey(), "caller", "service")
                                        .between(now.minusSeconds(60), now.plus(Duration.ofDays(1)))
                                        .grant("many.*", EffectLevel.READ_ONLY)),
                        caller));
                for (int verb : List.of(0, 1, 2, 3, 63, 64, 65, 500, 998, 999)) {
                    JsonNode given = StrictJson.parse(List.of(
                                    "{\"a\":40,\"b\":2}",
                                    "{\"text\":\"t\"}",
                                    "{\"thing\":{\"name\":\"n\",\"size\":1},\"more\":[]}",
                                    "{}")
                            .get(verb % 4));
                    String result = List.of(
                                    Integer.toString(42 + verb),
                                    "\"t" + verb + "\"",
                                    "\"n0\"",
                                    "null")
                            .get(verb % 4);
                    Outcome<JsonNode> outcome = session.call(
                            new CapabilityId(String.format("many.v%04d", verb)), given);
                    assertEquals(result, outcome.orThrow().toString(), () -> "verb=" + verb);
                }
            }
        }
    }

    private static VerbModule module(URLClassLoader loader) throws ReflectiveOperationException {
        return (VerbModule)
                loader.loadClass("many.ManyVerbs").getDeclaredConstructor().newInstance();
    }

    @Test
    void descriptors_ofAThousandVerbs_areMadeOnceAndInOrder() throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.resolve("c").toUri().toURL()})) {
            VerbModule module = module(loader);
            List<VerbDescriptor> verbs = module.verbs();
            assertEquals(VERBS, verbs.size());
            assertEquals(
                    IntStream.range(0, VERBS)
                            .mapToObj(i -> new CapabilityId(String.format("many.v%04d", i)))
                            .toList(),
                    verbs.stream().map(VerbDescriptor::id).toList());
            assertTrue(verbs.get(700) == module.verbs().get(700));
            assertThrows(IndexOutOfBoundsException.class, () -> verbs.get(VERBS));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> module.readInput(VERBS, Values.samples()));
            assertThrows(
                    IndexOutOfBoundsException.class, () -> module.readInput(-1, Values.samples()));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> module.readInput(1_100, Values.samples()));
        }
    }

    @Test
    void keys_ofAThousandVerbs_areThoseOfTheirIds() throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.resolve("c").toUri().toURL()})) {
            Class<?> type = loader.loadClass("many.ManyVerbs");
            Set<CapabilityId> keys = new HashSet<>();
            for (Class<?> holder : holders(type)) {
                for (var field : holder.getDeclaredFields()) {
                    if (field.getType().equals(VerbKey.class)) {
                        field.setAccessible(true);
                        keys.add(((VerbKey<?, ?>) field.get(null)).id());
                    }
                }
            }
            assertEquals(
                    module(loader).verbs().stream()
                            .map(VerbDescriptor::id)
                            .collect(Collectors.toSet()),
                    keys);
            assertEquals(
                    new VerbKey<>(new CapabilityId("many.v0000")),
                    loader.loadClass("user.Uses").getMethod("key").invoke(null));
            // Its types are for the package alone: a constant of an interface is for everybody.
            assertThrows(NoSuchFieldException.class, () -> type.getField("CERTIFICATE"));
            assertEquals(
                    new CapabilityId("many.v0002"),
                    ((VerbKey<?, ?>) own(type, "CERTIFICATE")).id());
        }
    }

    private static List<Class<?>> holders(Class<?> type) {
        return Stream.concat(Stream.of(type), Arrays.stream(type.getInterfaces()))
                .toList();
    }

    private static Object own(Class<?> type, String name) throws ReflectiveOperationException {
        var field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }

    /** Says which classes it has loaded. */
    private static final class Watched extends URLClassLoader {
        Watched() throws MalformedURLException {
            super(new URL[] {folder.resolve("c").toUri().toURL()});
        }

        boolean loaded(String name) {
            return findLoadedClass(name) != null;
        }
    }

    @Test
    void registry_ofAThousandVerbs_needsNoPageOfThem() throws Exception {
        try (Watched loader = new Watched()) {
            Registry registry = new Registry(List.of(module(loader)));
            for (int page = 0; page <= VERBS / 64; page++) {
                assertFalse(loader.loaded("many.ManyVerbs$Page" + page));
            }
            assertEquals(VERBS, registry.verbs().size());
            assertTrue(loader.loaded("many.ManyVerbs$Page0"));
            registry.verify();
        }
    }

    /** A module that gives other schemas than its own, from a number of askings on. */
    private static VerbModule altered(VerbModule module, UnaryOperator<String> change, int from) {
        AtomicInteger asked = new AtomicInteger();
        return (VerbModule) Proxy.newProxyInstance(
                VerbModule.class.getClassLoader(),
                new Class<?>[] {VerbModule.class},
                (_, method, arguments) -> {
                    if (!method.getName().equals("schemas") || asked.getAndIncrement() < from) {
                        return method.invoke(module, arguments);
                    }
                    try (InputStream in = module.schemas()) {
                        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                        String changed = change.apply(text);
                        assertNotEquals(text, changed);
                        return new ByteArrayInputStream(changed.getBytes(StandardCharsets.UTF_8));
                    }
                });
    }

    private static final Map<String, String> WRONG = Map.of(
            "\"many.v0700\":", "\"many.w0700\":",
            "{\"input\":{\"$schema\"", "{\"input\":{\"title\":\"t\",\"$schema\"");

    @Test
    void registry_ofOtherSchemas_isRefusedAtOnce() throws Exception {
        try (Watched loader = new Watched()) {
            VerbModule module = module(loader);
            WRONG.forEach((before, after) -> {
                VerbModule other = altered(module, text -> text.replace(before, after), 0);
                assertThrows(
                        IllegalArgumentException.class, () -> new Registry(List.of(other)), before);
            });
            // Other bytes of the same schemas: the checksum differs, no digest does.
            new Registry(List.of(altered(module, text -> text.replace(",", " , "), 0)));
        }
    }

    @Test
    void schemas_thatChangeBehindTheCheck_areRefusedWhenTheyAreRead() throws Exception {
        try (Watched loader = new Watched()) {
            VerbModule module = module(loader);
            WRONG.forEach((before, after) -> {
                VerbModule later = altered(module, text -> text.replace(before, after), 1);
                Registry registry = new Registry(List.of(later));
                assertThrows(IllegalArgumentException.class, registry::verify, before);
                VerbModule other = altered(module, text -> text.replace(before, after), 1);
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Cnv.builder().verbs(other).verifyAtStart().build(),
                        before);
                assertThrows(
                        IllegalArgumentException.class,
                        () -> SchemaReader.readVerbs(later.schemas(), later.verbs()),
                        before);
            });
        }
    }

    @Test
    void registry_ofAModuleTwice_isRefused() throws Exception {
        try (Watched loader = new Watched()) {
            VerbModule module = module(loader);
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new Registry(List.of(module, module(loader))))
                    .getMessage();
            assertEquals(
                    "capability=many.v0000 is provided twice: by many.Many#invoke and by"
                            + " many.Many#invoke",
                    message);
        }
    }

    @Test
    void requirements_ofVerbsWithPages_areListedWithThem() {
        Compiled of = Compile.withCnv()
                .option("-Acnv.analysis=off")
                .source(
                        "many/Many.java",
                        source(300)
                                .replace(
                                        "@Capability(id = \"many.v0299\")",
                                        "@Capability(id = \"many.v0299\", requires = {"
                                                + "\"many.v0007\", \"many.v0003\"})"))
                .run();
        assertTrue(of.success(), of.messages()::toString);
        String source = of.sources().get("many/ManyVerbs.java");
        assertTrue(
                source.contains("\n                    many.v0299 many.v0003 many.v0007\n"),
                source);
        assertTrue(source.contains("\n                    many.v0298\n"));
    }
}
