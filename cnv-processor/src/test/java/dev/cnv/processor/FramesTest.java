package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.decode.ArgumentChecker;
import dev.cnv.runtime.decode.Checked;
import dev.cnv.runtime.spi.ProofRefusedException;
import dev.cnv.runtime.spi.VerbModule;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is generated for frames: when, how large, and that it runs the verbs of the golden example. */
class FramesTest {

    private static final int CASES = Integer.getInteger("cnv.property.cases", 10_000);
    private static final int INLINED_BYTES = 325;
    private static final int COMPILED_BYTES = 7_500;
    private static final int OK = 0;
    private static final int NO_SUCH_VERB = 1;
    private static final int BAD_ARGUMENT = 10;
    private static final int BOOK = 0;
    private static final int LEAN = 2;

    @TempDir
    static Path folder;

    private static URLClassLoader loader;
    private static GeneratedFrames module;
    private static List<VerbDescriptor> descriptors;
    private static GeneratedFrames.Dispatching dispatcher;

    private final MemorySegment segment = Arena.global().allocate(2 * 64, 64);

    @BeforeAll
    static void compileGoldenFrames() throws Exception {
        Compiled compiled = GoldenTest.compile("frames")
                .folder(Path.of("src/test/resources/frames"))
                .run(folder);
        assertTrue(compiled.success(), compiled.messages()::toString);
        loader = GeneratedFrames.loader(HotpathApi.classes(), folder.resolve("c"));
        Object verbs = GeneratedFrames.verbs(loader);
        descriptors = ((VerbModule) verbs).verbs();
        module = GeneratedFrames.of(loader, verbs);
        dispatcher = module.dispatching();
    }

    @AfterAll
    static void close() throws Exception {
        loader.close();
    }

    // What is generated

    @Test
    void nearSources_withHotPath_haveFramesAndNoCodes() {
        Compiled compiled = near().hotpath().run();
        assertEquals(List.of(), compiled.codes());
        assertTrue(compiled.success());
        String frames = compiled.sources().get("good/hotpath/NearFramesFrames.java");
        assertTrue(frames.contains("class FullFrame") && frames.contains("LINES = 4;"));
        assertTrue(frames.contains("class FastFrame") && frames.contains("class ChoosyFrame"));
        assertFalse(frames.contains("class SlowFrame") || frames.contains("class ProvenFrame"));
    }

    @Test
    void badSources_withoutHotPath_haveNoCodesAndNoFrames() {
        for (String name : List.of("CNV-701", "CNV-702", "CNV-703", "CNV-704")) {
            Compiled compiled = Compile.withCnv()
                    .option("-Acnv.analysis=off")
                    .folder(BadCasesTest.CASES.resolve(name))
                    .run();
            assertEquals(List.of(), compiled.codes());
            assertTrue(compiled.success());
            assertFalse(compiled.sources().keySet().stream()
                    .anyMatch(path -> path.endsWith("Frames.java")));
        }
    }

    @Test
    void sourcesOfModule_thatDoesNotReadTheHotPath_haveNoFrames() {
        String required = "module near { requires dev.cnv.runtime; exports good.hotpath;"
                + " provides dev.cnv.runtime.spi.VerbModule with good.hotpath.NearFramesVerbs; }";
        Compiled without =
                near().hotpath().modular().source("module-info.java", required).run();
        assertEquals(List.of(), without.otherErrors());
        assertFalse(without.sources().containsKey("good/hotpath/NearFramesFrames.java"));
        Compiled with = near().hotpath()
                .modular()
                .source(
                        "module-info.java",
                        required.replace("exports", "requires dev.cnv.hotpath; exports"))
                .run();
        assertEquals(List.of(), with.otherErrors());
        assertTrue(with.sources().containsKey("good/hotpath/NearFramesFrames.java"));
    }

    private static Compile near() {
        return Compile.withCnv().folder(Path.of("src/test/resources/good/hotpath"));
    }

    @ParameterizedTest
    @CsvSource({"1000, 1, 1, 63", "120, 3, 8, 9"})
    void verbs_many_makeMethodsThatAreInlinedAndNoneThatIsNotCompiled(
            int verbs, int looks, int pages, int groups) {
        StringBuilder source = new StringBuilder("package many; import dev.cnv.annotations.*;\n")
                .append("public class Many {\n");
        for (int i = 0; i < verbs; i++) {
            source.append(("@Capability(id = \"many.v%04d\") @Effects(Effect.READ_ONLY)\n"
                            + "@Contract(duration = DurationClass.FAST_PATH)\n"
                            + "public long v%04d(%s a, int b) { return (long) a + b + %d; }\n")
                    .formatted(i, i, List.of("long", "int", "double").get(i % looks), i));
        }
        String many = source.append("}\n").toString();
        Compiled generated = Compile.withCnv()
                .hotpath()
                .option("-proc:only")
                .source("many/Many.java", many)
                .run();
        // Without the certificates, which take javac a minute.
        Compiled compiled = Compile.plain()
                .hotpath()
                .source("many/Many.java", many)
                .source("many/ManyFrames.java", generated.sources().get("many/ManyFrames.java"))
                .run();
        assertTrue(compiled.success(), compiled.messages()::toString);
        Map<String, Integer> sizes = new TreeMap<>(sizes(compiled, "many/ManyFrames.class"));
        sizes.putAll(sizes(compiled, "many/ManyFrames$Dispatcher.class"));
        // Full pages of verbs that look the same need no page; groups have at most 16 verbs.
        assertEquals(pages, count(sizes, "page"));
        assertEquals(groups, count(sizes, "group"));
        assertEquals(groups, count(sizes, "call"));
        assertEquals(0, count(sizes, "v\\d"));
        // Where looks are mixed, the switch of a group has holes, which take code as well.
        String inlined = looks == 1 ? "(page|group|call).*" : "(page|group).*";
        sizes.forEach((name, size) -> {
            assertTrue(size <= COMPILED_BYTES, name + "=" + size);
            assertTrue(!name.matches(inlined) || size <= INLINED_BYTES, name + "=" + size);
        });
    }

    private static long count(Map<String, Integer> sizes, String start) {
        return sizes.keySet().stream()
                .filter(name -> name.matches(start + "\\d+"))
                .count();
    }

    /** What the compiler is told to refuse, by estimate, is refused before it is too large. */
    @Test
    void verb_asLargeAsTheEstimateLets_isCompiledAtRunTime() {
        String values = IntStream.range(0, 820)
                .mapToObj(i -> "\"" + (i - 5_000_000_000L) + "\"")
                .collect(Collectors.joining(","));
        String source = "package large; import dev.cnv.annotations.*;\n public class Large {\n"
                + "@Capability(id = \"large.one\") @Effects(Effect.READ_ONLY)\n"
                + "@Contract(duration = DurationClass.FAST_PATH)\n"
                + "public static long one(@Param(oneOf = {" + values + "}) long n) { return n; }}";
        Compiled compiled = Compile.withCnv()
                .hotpath()
                .option("-Acnv.analysis=off")
                .source("large/Large.java", source)
                .run();
        assertEquals(List.of(), compiled.codes());
        int size = sizes(compiled, "large/LargeFrames$Dispatcher.class").get("one");
        assertTrue(size > COMPILED_BYTES - 200 && size <= COMPILED_BYTES, "size=" + size);
    }

    private static Map<String, Integer> sizes(Compiled compiled, String path) {
        ClassModel model = ClassFile.of().parse(compiled.outputs().get(path));
        Map<String, Integer> sizes = new TreeMap<>();
        model.methods()
                .forEach(method -> method.code()
                        .ifPresent(code -> sizes.merge(
                                method.methodName().stringValue(),
                                ((CodeAttribute) code).codeLength(),
                                Math::max)));
        return sizes;
    }

    // What it does

    @Test
    void module_verbs_areTheFastOnesByIndex() throws Exception {
        assertEquals(
                Stream.of("desk.book", "desk.forget", "desk.lean")
                        .map(CapabilityId::new)
                        .toList(),
                module.verbs());
    }

    @Test
    void dispatcher_withoutGenuineRight_isNotMade() throws Exception {
        Object forged = module.forged();
        Throwable thrown =
                assertThrows(InvocationTargetException.class, () -> module.dispatcher(forged));
        assertInstanceOf(ProofRefusedException.class, thrown.getCause());
        Object others =
                GeneratedFrames.of(loader, GeneratedFrames.verbs(loader)).genuine();
        thrown = assertThrows(InvocationTargetException.class, () -> module.dispatcher(others));
        assertInstanceOf(ProofRefusedException.class, thrown.getCause());
        thrown = assertThrows(InvocationTargetException.class, () -> module.dispatcher(null));
        assertInstanceOf(NullPointerException.class, thrown.getCause());
    }

    @Test
    void use_ofFlyweights_runsTheHandler() throws Exception {
        LongUnaryOperator use = GeneratedFrames.use(loader);
        // The first round leans to SELL (1 * 1.5 is less than 'a' - 1), and the last to BUY.
        assertEquals(7, use.applyAsLong(1));
        long booked = 0;
        for (int round = 64; round < 100; round++) {
            booked += 10 * (1 + round);
        }
        assertEquals(booked + 7, use.applyAsLong(100));
    }

    @Test
    void frame_dispatched_hasResultInPlaceAndLeavesTheRest() throws Throwable {
        book(3, (byte) 1, 5, (byte) 1, (short) 10);
        segment.set(ValueLayout.JAVA_LONG, 64 + 24, 9);
        GeneratedFrames fresh = GeneratedFrames.of(loader, GeneratedFrames.verbs(loader));
        assertEquals(OK, fresh.dispatching().dispatch(segment, 64, BOOK));
        assertEquals(
                "00".repeat(88) + "0900000000000000" + "0300000000000000" + "03000000" + "0a00"
                        + "01" + "01" + "00".repeat(16),
                HexFormat.of().formatHex(segment.toArray(ValueLayout.JAVA_BYTE)));
    }

    @Test
    void index_ofNoVerb_isAStatus() throws Throwable {
        for (int verb : new int[] {-1, 3, 32, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertEquals(NO_SUCH_VERB, dispatcher.dispatch(segment, 0, verb));
        }
    }

    @Test
    void handler_throwing_throwsThroughTheDispatcher() throws Throwable {
        String source = "package loud; import dev.cnv.annotations.*;\n public class Loud {\n"
                + "@Capability(id = \"loud.one\") @Effects(Effect.READ_ONLY)\n"
                + "@Contract(duration = DurationClass.FAST_PATH)\n"
                + "public static void one(int n) throws Exception {"
                + " if (n == 0) throw new java.io.IOException(\"loud\"); } }";
        Path output = folder.resolve("loud");
        assertTrue(Compile.withCnv()
                .hotpath()
                .option("-Acnv.analysis=off")
                .source("loud/Loud.java", source)
                .run(output)
                .success());
        try (URLClassLoader loud =
                GeneratedFrames.loader(HotpathApi.classes(), output.resolve("c"))) {
            GeneratedFrames.Dispatching one =
                    GeneratedFrames.of(loud, "loud.LoudFrames").dispatching();
            assertThrows(java.io.IOException.class, () -> one.dispatch(segment, 0, 0));
            segment.set(ValueLayout.JAVA_INT, 32, 1);
            assertEquals(OK, one.dispatch(segment, 0, 0));
        }
    }

    private static String ofGroups() {
        StringBuilder source = new StringBuilder("package alike; import dev.cnv.annotations.*;\n")
                .append("public class Alike { static long last = -1;\n")
                .append(fast("z", "long z() { return last; }"));
        for (int i = 0; i < 40; i++) {
            String text = switch (i < 32 ? 0 : i % 4) {
                case 0 -> "long v%1$02d(long a, int b) { last = %1$d; return a + b + %1$d; }";
                case 1 ->
                    "static long v%1$02d(long x, int y) throws Exception { last = %1$d;"
                            + " if (y == 13) throw new java.io.IOException();"
                            + " return x + y + %1$d; }";
                case 2 -> "void v%1$02d(long a, @Param(min = \"1\") int b) { last = %1$d; }";
                default -> "boolean v%1$02d(boolean not) { last = %1$d; return !not; }";
            };
            source.append(fast("v%02d".formatted(i), text.formatted(i)));
        }
        return source.append("}\n").toString();
    }

    private static String fast(String name, String method) {
        return "@Capability(id = \"alike." + name + "\") @Effects(Effect.MUTATE_STATE)\n"
                + "@Contract(duration = DurationClass.FAST_PATH) public " + method + "\n";
    }

    /** Verbs that share a method still have their own handlers, checks, exceptions and results. */
    @Test
    void verbs_whoseFramesLookTheSame_runTheirOwnHandlers() throws Throwable {
        Path output = folder.resolve("alike");
        assertTrue(Compile.withCnv()
                .hotpath()
                .option("-Acnv.analysis=off")
                .source("alike/Alike.java", ofGroups())
                .run(output)
                .success());
        try (URLClassLoader alike =
                GeneratedFrames.loader(HotpathApi.classes(), output.resolve("c"))) {
            Object verbs = alike.loadClass("alike.AlikeVerbs").getConstructor().newInstance();
            GeneratedFrames.Dispatching all = GeneratedFrames.of(alike, verbs).dispatching();
            for (int verb = 0; verb < 40; verb++) {
                int look = verb < 32 ? 0 : verb % 4;
                assertEquals(OK, dispatch(all, verb, look == 3 ? 0 : 1000, 5));
                assertEquals(
                        look < 2 ? 1005 + verb : look == 2 ? 1000 : 1,
                        segment.get(ValueLayout.JAVA_LONG, 32));
                assertEquals(verb, last(all));
            }
            assertEquals(BAD_ARGUMENT, dispatch(all, 34, 1000, 0));
            assertEquals(BAD_ARGUMENT, dispatch(all, 35, 2, 0));
            assertEquals(39, last(all));
            assertThrows(java.io.IOException.class, () -> dispatch(all, 37, 1000, 13));
            assertEquals(37, last(all));
            assertEquals(OK, dispatch(all, 36, 1000, 13));
            for (int verb : new int[] {-1, 41, 47, 48, 64, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                assertEquals(NO_SUCH_VERB, dispatch(all, verb, 1000, 5));
            }
            assertEquals(36, last(all));
        }
    }

    private int dispatch(GeneratedFrames.Dispatching all, int verb, long first, int second)
            throws Throwable {
        segment.set(ValueLayout.JAVA_LONG, 32, first);
        segment.set(ValueLayout.JAVA_INT, 40, second);
        return all.dispatch(segment, 0, verb);
    }

    private long last(GeneratedFrames.Dispatching all) throws Throwable {
        assertEquals(OK, all.dispatch(segment, 0, 40));
        return segment.get(ValueLayout.JAVA_LONG, 32);
    }

    @Test
    void frame_beyondTheSegment_isAnIndexException() {
        assertThrows(
                IndexOutOfBoundsException.class, () -> dispatcher.dispatch(segment, 128, BOOK));
    }

    // What it refuses: the same as the kernel's decoder

    @Test
    void arguments_ofAnyBits_areRefusedAsTheKernelDoes() throws Throwable {
        Random random = new Random(135);
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            boolean bad = random.nextBoolean() ? badBook(random) : badLean(random);
            refused += bad ? 1 : 0;
        }
        assertTrue(refused > CASES / 20 && refused < CASES - CASES / 20, "refused=" + refused);
    }

    private boolean badBook(Random random) throws Throwable {
        byte open = (byte) random.nextInt(-1, 3);
        byte side = (byte) random.nextInt(-1, 3);
        long cents = pick(random, 0, 1, 100_000_000, 100_000_001, random.nextLong());
        short lot = (short) pick(random, 1, 10, 100, 1, 10, random.nextInt());
        int client = random.nextInt();
        book(client, open, cents, side, lot);
        boolean typed = (open == 0 || open == 1) && (side == 0 || side == 1);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("client", client).put("open", open == 1).put("cents", cents);
        json.put("side", side == 1 ? "SELL" : "BUY").put("lot", (int) lot);
        return agrees(64, BOOK, json, typed);
    }

    private boolean badLean(Random random) throws Throwable {
        double weight = new double[] {0.25, Math.nextDown(0.25), Double.NaN, -0.0, 1e300, 1}
                [random.nextInt(6)];
        float bias =
                new float[] {1, 2, Float.NEGATIVE_INFINITY, -3, Float.MIN_VALUE}[random.nextInt(5)];
        char mark = (char) pick(random, 'a', 'b', 0xd800, 0xdfff, 0xe000, random.nextInt());
        segment.set(ValueLayout.JAVA_DOUBLE, 32, weight);
        segment.set(ValueLayout.JAVA_FLOAT, 40, bias);
        segment.set(ValueLayout.JAVA_CHAR, 44, mark);
        segment.set(ValueLayout.JAVA_BYTE, 46, (byte) 1);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("weight", weight).put("bias", bias).put("mark", String.valueOf(mark));
        json.put("level", 1);
        return agrees(0, LEAN, json, true);
    }

    private boolean agrees(long offset, int verb, ObjectNode json, boolean typed) throws Throwable {
        boolean good =
                typed && ArgumentChecker.check(descriptor(verb), json) instanceof Checked.Accepted;
        assertEquals(
                good ? OK : BAD_ARGUMENT,
                dispatcher.dispatch(segment, offset, verb),
                json::toString);
        return !good;
    }

    private static VerbDescriptor descriptor(int verb) throws Exception {
        Object id = module.verbs().get(verb);
        return descriptors.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static long pick(Random random, long... values) {
        return values[random.nextInt(values.length)];
    }

    private void book(int client, byte open, long cents, byte side, short lot) {
        segment.set(ValueLayout.JAVA_LONG, 96, cents);
        segment.set(ValueLayout.JAVA_INT, 104, client);
        segment.set(ValueLayout.JAVA_SHORT, 108, lot);
        segment.set(ValueLayout.JAVA_BYTE, 110, open);
        segment.set(ValueLayout.JAVA_BYTE, 111, side);
    }

    // What it allocates

    @Test
    void rounds_afterWarmUp_allocateNothing() throws Exception {
        LongUnaryOperator use = GeneratedFrames.use(loader);
        use.applyAsLong(50_000);
        // The least of some: going over to other compiled code may allocate once.
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            least = Math.min(least, FrameAllocation.bytes(use, 20_000));
        }
        assertEquals(0, least);
    }

    /** By construction, not because a compiler finds objects that nobody needs. */
    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
    void rounds_withoutTheOptimizer_allocateNothing(String flag) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                flag,
                "-cp",
                Compile.classPath(),
                FrameAllocation.class.getName(),
                HotpathApi.classes().toString(),
                folder.resolve("c").toString(),
                "2000",
                "5000"));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output =
                new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, child.waitFor(), output);
        assertEquals("0", output);
    }
}
