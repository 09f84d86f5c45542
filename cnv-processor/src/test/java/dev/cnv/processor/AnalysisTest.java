package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.processor.javac.CnvPlugin;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.processing.ProcessingEnvironment;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The analysis inside javac: when it speaks, how loudly, and what it remembers. */
class AnalysisTest {

    private static final String HEAD = """
            package some;

            import dev.cnv.annotations.*;
            import java.io.IOException;
            import java.nio.file.*;

            """;

    private static final String VERB = HEAD + """
            public class Verbs {
                @Capability(id = "some.verb")
                @Effects(Effect.READ_ONLY)
                public void verb() throws IOException {
                    Helper.help();
                }
            }
            """;

    private static final String HELPER = HEAD + """
            class Helper {
                static void help() throws IOException {
                    Files.delete(Path.of("x"));
                }
            }
            """;

    private static final String HARMLESS = HELPER.replace("Files.delete", "Files.size");

    @TempDir
    Path folder;

    private static Compile compile(String... texts) {
        Compile compile = Compile.withCnv();
        for (String text : texts) {
            var name = Pattern.compile("(?:class|interface) (\\w+)").matcher(text);
            assertTrue(name.find());
            compile.source("some/" + name.group(1) + ".java", text);
        }
        return compile;
    }

    @Test
    void undeclaredEffect_overAnotherClass_isToldWithEachStep() {
        Compiled compiled = compile(VERB, HELPER).run();
        assertEquals(List.of("Verbs.java:11 CNV-211"), compiled.codes());
        assertTrue(
                compiled.messages()
                        .toString()
                        .contains(
                                "Verbs.verb (Verbs.java:11) > Helper.help (Helper.java:9) > Files.delete"),
                compiled.messages()::toString);
    }

    /** javac's own order would write class files first: the next build would then find nothing to do. */
    @Test
    void build_failedAndRunAgain_failsAgainAndLeavesNoClassFile() {
        for (int i = 0; i < 2; i++) {
            Compiled compiled = compile(VERB, HELPER).run(folder);
            assertFalse(compiled.success());
            assertEquals(
                    List.of(),
                    compiled.outputs().keySet().stream()
                            .filter(name -> name.endsWith(".class"))
                            .toList());
        }
    }

    /** Fails when a JDK no longer resolves bodies when it is asked for their parts. */
    @Test
    void attribution_askedFor_givesEveryBodyBeforeTheFirstClassFile() {
        Compiled compiled = compile(VERB, HELPER).run();
        assertFalse(compiled.codes().stream().anyMatch(code -> code.endsWith("CNV-912")));
        assertEquals(1, compiled.codes().size(), "Helper's body was seen with Verbs'");
    }

    @Test
    void sameCause_ofSeveralVerbs_isOneMessageThatNamesThem() {
        String two = VERB.replace(
                "}\n}",
                "}\n    @Capability(id = \"some.other\")\n    @Effects(Effect.READ_ONLY)\n"
                        + "    public void other() throws IOException {\n        Helper.help();\n    }\n}");
        Compiled compiled = compile(two, HELPER).run();
        assertEquals(List.of("Verbs.java:11 CNV-211"), compiled.codes());
        assertTrue(compiled.messages().toString().contains("so does some.other"));
    }

    @Test
    void severity_ofACode_isTheOptions() {
        Compiled warned = compile(VERB, HELPER).option("-Acnv.CNV211=warn").run();
        assertTrue(warned.success());
        assertEquals(1, count(warned, Diagnostic.Kind.WARNING));
        assertEquals(
                1,
                count(
                        compile(VERB, HELPER).option("-Acnv.CNV211=note").run(),
                        Diagnostic.Kind.NOTE));
        assertEquals(
                List.of(),
                compile(VERB, HELPER).option("-Acnv.CNV211=off").run().codes());
    }

    private static long count(Compiled compiled, Diagnostic.Kind kind) {
        return compiled.messages().stream()
                .filter(m -> m.kind() == kind && m.code().equals("CNV-211"))
                .count();
    }

    @Test
    void option_thatMakesNoSense_isSaid() {
        for (String option : List.of(
                "-Acnv.CNV211=loud", "-Acnv.CNV999=off", "-Acnv.CNV101=off", "-Acnv.analysis=no")) {
            Compiled compiled = compile(VERB, HARMLESS).option(option).run();
            assertEquals(
                    List.of("CNV-913"),
                    compiled.messages().stream()
                            .map(Compiled.Message::code)
                            .filter(code -> !code.isEmpty())
                            .toList(),
                    option);
        }
    }

    @Test
    void suppression_onTheVerbOrItsClass_silencesTheCode() {
        String silent = VERB.replace(
                "    @Capability",
                "    @Suppressed(code = \"CNV-211\", reason = \"known\")\n    @Capability");
        assertTrue(compile(silent, HELPER).run().success());
        String onClass = VERB.replace(
                "public class",
                "@Suppressed(code = \"CNV-211\", reason = \"known\")\npublic class");
        assertTrue(compile(onClass, HELPER).run().success());
        assertFalse(compile(silent.replace("CNV-211", "CNV-212"), HELPER).run().success());
    }

    @Test
    void suppressionAndLeaveToAllocate_areInTheDescriptor() throws IOException {
        Compiled compiled = Compile.withCnv()
                .source(
                        "good/Near.java",
                        Files.readString(GoodCasesTest.CASES.resolve("Near.java")))
                .run();
        String generated = compiled.sources().get("good/NearVerbs.java").replaceAll("\\s+", " ");
        assertTrue(generated.contains(".remark(\"ALLOCATES\", \"the answer itself\")"), generated);
        assertTrue(
                generated.contains(".remark(\"CNV-212\", \"what follows will be written later\")"));
    }

    @Test
    void effectsFile_ofTheUser_isBelieved() throws IOException {
        String unknown = VERB.replace("Helper.help()", "String.class.getMethods()[0].invoke(null)")
                .replace("throws IOException", "throws Exception");
        assertEquals(List.of("Verbs.java:11 CNV-213"), compile(unknown).run().codes());
        Path file = folder.resolve("effects.txt");
        Files.writeString(file, "some.Helper#help network # it calls home\n");
        Compiled compiled =
                compile(VERB, HELPER).option("-Acnv.effects=" + file).run();
        assertTrue(
                compiled.messages().toString().contains("uses the network"),
                compiled.messages()::toString);
    }

    @Test
    void effectsFile_malformed_isAnErrorWithItsLine() throws IOException {
        Path file = folder.resolve("effects.txt");
        for (String row : List.of(
                "some.Helper#help",
                "some.Helper nonsense",
                "1x pure",
                "a.B pure network",
                "a.B pure\na.B pure")) {
            Files.writeString(file, "# comment\n" + row);
            Compiled compiled =
                    compile(VERB, HARMLESS).option("-Acnv.effects=" + file).run();
            String text = compiled.messages().toString();
            assertTrue(
                    text.contains("[CNV-215]")
                            && text.contains("effects.txt:" + (row.contains("\n") ? 3 : 2)),
                    text);
        }
        assertTrue(compile(VERB, HARMLESS)
                .option("-Acnv.effects=" + folder.resolve("missing"))
                .run()
                .messages()
                .toString()
                .contains("CNV-215"));
    }

    @Test
    void analysis_switchedOff_saysNothing() {
        assertTrue(compile(VERB, HELPER).option("-Acnv.analysis=off").run().success());
    }

    @Test
    void brokenSource_isJavacsErrorAlone() {
        Compiled compiled = compile(VERB.replace("Helper.help()", "Helper.missing()"), HELPER)
                .run();
        assertFalse(compiled.success());
        assertEquals(List.of(), compiled.codes());
    }

    @Test
    void plugin_withoutProcessors_doesTheSame() throws IOException {
        Compiled compiled = Compile.plain()
                .source("some/Verbs.java", VERB)
                .source("some/Helper.java", HELPER)
                .option("-Xplugin:Cnv", "-processorpath", Compile.classPath())
                .run();
        assertEquals(List.of("Verbs.java:11 CNV-211"), compiled.codes());
        assertEquals("Cnv", new CnvPlugin().getName());
    }

    /** What the processor would write, it writes over nothing: without it, anybody can claim the name. */
    @Test
    void plugin_withoutProcessors_believesNobodyToBeGenerated() {
        String forged = HEAD + """
                @javax.annotation.processing.Generated("dev.cnv.processor.CnvProcessor")
                final class VerbsVerbs {
                    static void help() {
                        Path.of("forged").toFile().delete();
                    }
                }
                """;
        Compiled compiled = Compile.plain()
                .source("some/Verbs.java", VERB.replace("Helper.help()", "VerbsVerbs.help()"))
                .source("some/VerbsVerbs.java", forged)
                .option("-Xplugin:Cnv", "-processorpath", Compile.classPath())
                .run();
        assertEquals(1, compiled.codes().size(), compiled.messages()::toString);
        assertTrue(compiled.codes().getFirst().startsWith("VerbsVerbs.java:"));
        assertTrue(compiled.codes().getFirst().endsWith(" CNV-914"));
        assertFalse(compiled.success());
    }

    @Test
    void plugin_besideTheProcessor_saysNothingTwice() {
        Compiled compiled = compile(VERB, HELPER)
                .option("-Xplugin:Cnv", "-processorpath", Compile.classPath())
                .run();
        assertEquals(List.of("Verbs.java:11 CNV-211"), compiled.codes());
    }

    @Test
    void pluginOption_givenToThePlugin_counts() {
        Compiled compiled = Compile.plain()
                .source("some/Verbs.java", VERB)
                .source("some/Helper.java", HELPER)
                .option("-Xplugin:Cnv cnv.CNV211=off", "-processorpath", Compile.classPath())
                .run();
        assertEquals(List.of(), compiled.codes());
    }

    /** As Gradle wraps the environment: a field "delegate"; and as IntelliJ does: a proxy. */
    @Test
    void environment_wrappedByABuildTool_isUnwrapped() {
        for (boolean proxy : List.of(true, false)) {
            Compiled compiled = Compile.plain()
                    .processor(new CnvProcessor())
                    .processor(new Wrapped(proxy))
                    .source("some/Verbs.java", VERB)
                    .source("some/Helper.java", HELPER)
                    .run();
            assertEquals(List.of("Verbs.java:11 CNV-211"), compiled.codes());
        }
    }

    @Test
    void environment_ofAnotherCompiler_isOneNoteAndProcessingWorks() {
        Compiled compiled = Compile.plain()
                .processor(new CnvProcessor())
                .processor(new Foreign())
                .source("some/Verbs.java", VERB)
                .source("some/Helper.java", HELPER)
                .run();
        assertTrue(compiled.success(), compiled.messages()::toString);
        assertEquals(List.of(":-1 CNV-911"), compiled.codes());
        assertTrue(compiled.sources().containsKey("some/VerbsVerbs.java"));
    }

    /**
     * An exception in javac's listener would bring javac down. It is one message instead: an error, because
     * what was not analysed is not known to be right.
     */
    @Test
    void listener_thatFails_isOneMessageAndProcessingWorks() {
        for (Throwable fault : List.of(
                new IllegalStateException("boom"),
                new StackOverflowError("boom"),
                new NoClassDefFoundError("boom"),
                new AssertionError("boom"))) {
            Compiled compiled = compile(VERB, HARMLESS)
                    .files(manager -> new FailingFiles(manager, fault))
                    .run();
            assertFalse(compiled.success());
            assertEquals(List.of(":-1 CNV-999"), compiled.codes(), compiled.messages()::toString);
            assertEquals(List.of(), compiled.otherErrors());
            assertTrue(
                    compiled.messages().toString().contains("failed on the analysis"),
                    compiled.messages()::toString);
            assertTrue(compiled.sources().containsKey("some/VerbsVerbs.java"));
            assertEquals(
                    List.of(),
                    compiled.outputs().keySet().stream()
                            .filter(name -> name.endsWith(".class"))
                            .toList());
        }
    }

    /** Fails where the analysis, inside javac's listener, writes what it found. */
    private static final class FailingFiles
            extends javax.tools.ForwardingJavaFileManager<javax.tools.JavaFileManager> {
        private final Throwable fault;

        FailingFiles(javax.tools.JavaFileManager manager, Throwable fault) {
            super(manager);
            this.fault = fault;
        }

        @Override
        public javax.tools.FileObject getFileForOutput(
                Location location,
                String packageName,
                String relativeName,
                javax.tools.FileObject sibling)
                throws IOException {
            if (relativeName.equals(dev.cnv.processor.effect.SummaryFile.PATH)) {
                throw FailingFiles.<RuntimeException>unchecked(fault);
            }
            return super.getFileForOutput(location, packageName, relativeName, sibling);
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> T unchecked(Throwable fault) throws T {
            throw (T) fault;
        }
    }

    /** Gradle and IDEs compile what changed, with class files for the rest. */
    @Test
    void subset_compiledAgainstClassFilesOfTheRest_givesTheSameDiagnostics() {
        assertTrue(compile(VERB, HARMLESS).run(folder).success());
        String classes = folder.resolve("c") + java.io.File.pathSeparator + Compile.classPath();
        Compiled callee = compile(HELPER).option("--class-path", classes).run(folder);
        assertEquals(List.of("Helper.java:9 CNV-211"), callee.codes());
        assertEquals(step(compile(VERB, HELPER).run()), step(callee));
    }

    @Test
    void subset_ofTheVerbAlone_seesTheClassFileOfWhatItCalls() {
        assertTrue(compile(
                        VERB.replace(
                                "@Effects(Effect.READ_ONLY)", "@Effects(Effect.STORAGE_WRITE)"),
                        HELPER)
                .run(folder)
                .success());
        String classes = folder.resolve("c") + java.io.File.pathSeparator + Compile.classPath();
        Compiled verb = compile(VERB).option("--class-path", classes).run(folder);
        assertEquals(List.of("Verbs.java:11 CNV-211"), verb.codes());
        assertEquals(step(compile(VERB, HELPER).run()), step(verb));
    }

    /** A call of a handle carries its own parameters, in class files as in sources. */
    @Test
    void varHandle_inASourceAndInAClassFile_findsItsRow() {
        handles("int seen = (int) HANDLE.get(new Helper());"
                        + " HANDLE.compareAndSet(new Helper(), seen, 1);")
                .forEach(compiled ->
                        assertEquals(List.of(), compiled.codes(), compiled.messages()::toString));
        handles("HANDLE.setRelease(SHARED, 1);").forEach(compiled -> {
            assertEquals(1, compiled.codes().size(), compiled.messages()::toString);
            assertTrue(
                    compiled.messages().toString().contains("VarHandle.setRelease"),
                    compiled.messages()::toString);
            assertFalse(compiled.messages().toString().contains("unknown code"));
        });
    }

    private List<Compiled> handles(String statement) {
        String helper = HEAD + """
                class Helper {
                    static java.lang.invoke.VarHandle HANDLE;
                    static final Helper SHARED = new Helper();
                    static void help() throws IOException {
                        BODY
                    }
                }
                """.replace("BODY", statement);
        assertTrue(compile(helper).run(folder).success());
        return List.of(compile(VERB, helper).run(), againstClasses());
    }

    /** javac gives the slot of a variable that is over to the next one. */
    @Test
    void slot_ofTwoVariables_isNotTakenForOne() {
        assertEquals(List.of(), inClassFile("""
                for (String each : SHARED) {
                    each.length();
                }
                java.util.List<String> names = new java.util.ArrayList<>();
                names.add("x");
                """).codes());
    }

    @Test
    void variable_setToSharedInALoopOrBeforeAnException_isSeenWhereItIsChanged() {
        for (String statements : List.of("""
                for (int i = 0; i < 3; i++) {
                    at.add("x");
                    at = SHARED;
                }
                """, """
                if (SHARED.isEmpty()) {
                    at = SHARED;
                }
                at.add("x");
                """, """
                switch (SHARED.size()) {
                    case 0 -> at = SHARED;
                    case 1 -> at = new java.util.ArrayList<>();
                    default -> {}
                }
                at.add("x");
                """, """
                try {
                    at = SHARED;
                    Files.size(Path.of("x"));
                    at = new java.util.ArrayList<>();
                } catch (IOException e) {
                    at.add("x");
                }
                """)) {
            Compiled compiled = inClassFile(
                    "java.util.List<String> at = new java.util.ArrayList<>();\n" + statements);
            assertEquals(List.of("Verbs.java:11 CNV-211"), compiled.codes(), statements);
            assertTrue(compiled.messages().toString().contains("changes state"), statements);
        }
    }

    /** Compiles the verb against the class file of a helper with these statements. */
    private Compiled inClassFile(String statements) {
        String helper = HEAD + """
                class Helper {
                    static final java.util.List<String> SHARED = new java.util.ArrayList<>();
                    static void help() throws IOException {
                        BODY
                    }
                }
                """.replace("BODY", statements);
        Compiled first = compile(helper).run(folder);
        assertTrue(first.success(), first.messages()::toString);
        return againstClasses();
    }

    private Compiled againstClasses() {
        String classes = folder.resolve("c") + java.io.File.pathSeparator + Compile.classPath();
        return compile(VERB).option("--class-path", classes).run(folder);
    }

    /** ecj writes loops so: only the jump at the end leads to the body. */
    @Test
    void loop_whoseBodyStandsBeforeItsCondition_isReadWhole() throws IOException {
        ClassDesc path = ClassDesc.of("java.nio.file.Path");
        byte[] helper = ClassFile.of()
                .build(
                        ClassDesc.of("some.Helper"),
                        type -> type.withMethodBody(
                                "help", ConstantDescs.MTD_void, ClassFile.ACC_STATIC, code -> {
                                    Label body = code.newLabel();
                                    Label condition = code.newLabel();
                                    code.goto_(condition)
                                            .labelBinding(body)
                                            .aconst_null()
                                            .invokestatic(
                                                    ClassDesc.of("java.nio.file.Files"),
                                                    "delete",
                                                    MethodTypeDesc.of(ConstantDescs.CD_void, path))
                                            .labelBinding(condition)
                                            .iconst_0()
                                            .ifne(body)
                                            .return_();
                                }));
        Path classes = Files.createDirectories(folder.resolve("c/some"));
        Files.write(classes.resolve("Helper.class"), helper);
        Compiled compiled = againstClasses();
        assertEquals(List.of("Verbs.java:11 CNV-211"), compiled.codes());
        assertTrue(compiled.messages().toString().contains("Files.delete"));
    }

    /** The message without its place. */
    private static String step(Compiled compiled) {
        return compiled.messages().stream()
                .filter(message -> message.code().equals("CNV-211"))
                .map(message -> message.text().substring(message.text().indexOf("[CNV")))
                .collect(Collectors.joining());
    }

    @Test
    void summary_inAJar_isBelievedAndNamed() throws IOException {
        assertTrue(compile(
                        VERB.replace("Effect.READ_ONLY", "Effect.STORAGE_WRITE"),
                        HELPER.replace("class Helper", "public class Helper")
                                .replace("static void", "public static void"))
                .run(folder)
                .success());
        Path jar = folder.resolve("other.jar");
        try (var out = new java.util.jar.JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> file :
                    Compile.read(folder.resolve("c"), "").entrySet()) {
                out.putNextEntry(new java.util.zip.ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        String user = VERB.replace("package some;", "package user;\nimport some.Helper;")
                .replace("class Verbs", "class User")
                .replace("some.verb", "user.verb");
        Compiled compiled = Compile.withCnv()
                .source("user/User.java", user)
                .option("--class-path", jar + java.io.File.pathSeparator + Compile.classPath())
                .run();
        assertEquals(List.of("User.java:12 CNV-211"), compiled.codes());
        assertTrue(
                compiled.messages()
                        .toString()
                        .contains("summary in other.jar: file-write by Files.delete"),
                compiled.messages()::toString);
    }

    @Test
    void callGraph_of50000Methods_isSolvedInTime() {
        int classes = 50;
        int methods = 1_000;
        Map<String, String> sources = new TreeMap<>();
        for (int c = 0; c < classes; c++) {
            int at = c;
            String body = IntStream.range(0, methods)
                    .mapToObj(m -> "    static void m" + m + "(java.util.List<String> list) {\n"
                            + call(at, (m + 1) % methods, classes)
                            + call((at + 1) % classes, (m * 7 + 3) % methods, classes)
                            + call((at * 3 + 1) % classes, m, classes) + "    }\n")
                    .collect(Collectors.joining());
            sources.put(
                    "some/C" + c + ".java", "package some; class C" + c + " {\n" + body + "}\n");
        }
        String verb = VERB.replace(
                "Helper.help();", "C0.m0(new java.util.ArrayList<>());\nHelper.help();");
        Compile plain = compile(verb, HARMLESS)
                .option("-Acnv.analysis=off", "-Xmx1g".replace("-Xmx1g", "-nowarn"));
        Compile analysed = compile(verb, HARMLESS).option("-nowarn");
        sources.forEach((path, text) -> {
            plain.source(path, text);
            analysed.source(path, text);
        });
        long without = nanos(plain);
        long with = nanos(analysed);
        Duration cost = Duration.ofNanos(with - without);
        assertTrue(cost.compareTo(Duration.ofSeconds(10)) < 0, "cost=" + cost);
    }

    private static long nanos(Compile compile) {
        long start = System.nanoTime();
        Compiled compiled = compile.run();
        assertTrue(compiled.success(), compiled.messages()::toString);
        return System.nanoTime() - start;
    }

    private static String call(int type, int method, int classes) {
        return "        C" + type % classes + ".m" + method + "(list);\n";
    }

    /** Hides the environment as build tools do. */
    private static final class Wrapped extends javax.annotation.processing.AbstractProcessor {
        private final CnvServicesProcessor inside = new CnvServicesProcessor();
        private final boolean proxy;

        Wrapped(boolean proxy) {
            this.proxy = proxy;
        }

        @Override
        public java.util.Set<String> getSupportedAnnotationTypes() {
            return inside.getSupportedAnnotationTypes();
        }

        @Override
        public javax.lang.model.SourceVersion getSupportedSourceVersion() {
            return inside.getSupportedSourceVersion();
        }

        @Override
        public synchronized void init(ProcessingEnvironment environment) {
            inside.init(
                    proxy
                            ? proxied(new Handler(environment))
                            : proxied(new Handler(proxied(new Handler(environment)))));
        }

        @Override
        public boolean process(
                java.util.Set<? extends javax.lang.model.element.TypeElement> annotations,
                javax.annotation.processing.RoundEnvironment round) {
            return inside.process(annotations, round);
        }
    }

    /** Hides the environment for good, as another compiler would. */
    private static final class Foreign extends javax.annotation.processing.AbstractProcessor {
        private final CnvServicesProcessor inside = new CnvServicesProcessor();

        @Override
        public java.util.Set<String> getSupportedAnnotationTypes() {
            return inside.getSupportedAnnotationTypes();
        }

        @Override
        public javax.lang.model.SourceVersion getSupportedSourceVersion() {
            return inside.getSupportedSourceVersion();
        }

        @Override
        public synchronized void init(ProcessingEnvironment environment) {
            java.util.function.Supplier<ProcessingEnvironment> hidden = () -> environment;
            inside.init(proxied((_, method, arguments) -> invoke(method, hidden.get(), arguments)));
        }

        @Override
        public boolean process(
                java.util.Set<? extends javax.lang.model.element.TypeElement> annotations,
                javax.annotation.processing.RoundEnvironment round) {
            return inside.process(annotations, round);
        }
    }

    private record Handler(ProcessingEnvironment delegate) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            return AnalysisTest.invoke(method, delegate, arguments);
        }
    }

    private static Object invoke(Method method, Object target, Object[] arguments)
            throws Throwable {
        return method.invoke(target, arguments);
    }

    private static ProcessingEnvironment proxied(InvocationHandler handler) {
        return (ProcessingEnvironment) Proxy.newProxyInstance(
                AnalysisTest.class.getClassLoader(),
                new Class<?>[] {ProcessingEnvironment.class},
                handler);
    }
}
