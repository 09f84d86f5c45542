package dev.cnv.cedar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test runs {@link Child} in a JVM of its own, because a native library is loaded once. */
class CedarUnavailableTest {

    private static final String ACCESS = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    Path folder;

    record Run(int exit, String out, String err) {}

    @Test
    void engine_libraryMissing_isOneErrorAndTheRestWorks() throws Exception {
        Run run = run(Map.of("CEDAR_JAVA_FFI_LIB", "/nowhere/libcedar.so"), List.of(ACCESS));
        assertUnavailable(run);
        assertTrue(run.out().contains("os=" + System.getProperty("os.name")), run.out());
    }

    @Test
    void engine_platformWithoutLibrary_isOneErrorAndTheRestWorks() throws Exception {
        Run run = run(Map.of(), List.of(ACCESS, "-Dos.arch=riscv64"));
        assertUnavailable(run);
        assertTrue(run.out().contains("arch=riscv64"), run.out());
    }

    @Test
    void engine_nativeAccessDenied_isOneErrorAndTheRestWorks() throws Exception {
        Run run = run(Map.of(), List.of("--illegal-native-access=deny"));
        assertUnavailable(run);
    }

    /** What the loader logs goes to SLF4J; here its binding is one that is silent. */
    @Test
    void engine_libraryThere_printsNothingAndLeavesNothing() throws Exception {
        Run run = run(Map.of(), List.of(ACCESS));
        assertEquals("rules permit\ncedar permit\n", run.out());
        assertEquals("", run.err());
        assertEquals(0, run.exit());
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertEquals(List.of(), left.filter(path -> path.toFile().isFile()).toList());
        }
    }

    @Test
    void engine_noSlf4jBinding_printsNothingOfCedarsOwn() throws Exception {
        Run run = run(Map.of(), List.of(ACCESS), path -> !path.contains("slf4j-nop"));
        assertEquals("rules permit\ncedar permit\n", run.out());
        assertTrue(run.err().lines().allMatch(line -> line.startsWith("SLF4J: ")), run.err());
    }

    private static void assertUnavailable(Run run) {
        List<String> lines = run.out().lines().toList();
        assertEquals("rules permit", lines.getFirst(), run.toString());
        assertTrue(
                lines.get(1)
                        .startsWith(
                                "dev.cnv.cedar.CedarUnavailableException: Cedar does not run on"),
                run.toString());
        assertTrue(lines.get(1).contains("CEDAR_JAVA_FFI_LIB"), run.toString());
        // The class that failed to load the first time says so in other words.
        String same = lines.get(1).substring(0, lines.get(1).indexOf(": ", 80));
        assertTrue(lines.get(2).startsWith(same), run.toString());
        assertEquals("rules permit", lines.get(3), run.toString());
        assertEquals(4, lines.size(), run.toString());
        assertEquals("", run.err());
    }

    private Run run(Map<String, String> environment, List<String> options) throws Exception {
        return run(environment, options, path -> true);
    }

    private Run run(
            Map<String, String> environment,
            List<String> options,
            java.util.function.Predicate<String> kept)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
        command.add("-cp");
        command.add(classPath().filter(kept).collect(Collectors.joining(File.pathSeparator)));
        command.add(Child.class.getName());
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("CEDAR_JAVA_FFI_LIB");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        return new Run(exit, Files.readString(out), Files.readString(err));
    }

    /** The modules of this JVM's module path, this test's classes, and the class path, as one. */
    private static Stream<String> classPath() {
        Stream<String> modules =
                CedarUnavailableTest.class.getModule().getLayer().configuration().modules().stream()
                        .flatMap(module -> module.reference().location().stream())
                        .filter(uri -> uri.getScheme().equals("file"))
                        .map(uri -> Path.of(uri).toString());
        Stream<String> own = Stream.of(CedarUnavailableTest.class, CedarPolicyEngine.class)
                .map(CedarUnavailableTest::origin);
        String rest = System.getProperty("java.class.path");
        return Stream.of(modules, own, Stream.of(rest.split(File.pathSeparator)))
                .flatMap(paths -> paths)
                .filter(path -> !path.isEmpty())
                .distinct();
    }

    private static String origin(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        try {
            String url = type.getResource("/" + name).toString();
            return Path.of(URI.create(url.substring(0, url.length() - name.length())))
                    .toString();
        } catch (RuntimeException e) {
            throw new IllegalStateException("class=" + name + " has no place in a folder", e);
        }
    }

    /** Decides by rules, then by Cedar, and says what came of it. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) {
            PolicySet policy =
                    PolicySet.of(PolicyRule.allow("a").when(Condition.agent("alice/bot")));
            String text = CedarPolicies.write(policy, Bank.VERBS);
            rules(text);
            if (cedar(text)) {
                return;
            }
            cedar(text);
            rules(text);
        }

        private static void rules(String text) {
            RulePolicyEngine engine = RulePolicyEngine.of(CedarPolicies.read(text));
            say("rules", engine.evaluate(Bank.request(Bank.READ, "{}", Bank.BOT)));
        }

        private static boolean cedar(String text) {
            try {
                CedarPolicyEngine engine =
                        CedarPolicyEngine.of(text, CedarSchema.write(Bank.VERBS));
                say("cedar", engine.evaluate(Bank.request(Bank.READ, "{}", Bank.BOT)));
                return true;
            } catch (CedarUnavailableException e) {
                System.out.println(e);
                return false;
            }
        }

        private static void say(String who, Object verdict) {
            System.out.println(who + " " + verdict.getClass().getSimpleName().toLowerCase());
        }
    }
}
