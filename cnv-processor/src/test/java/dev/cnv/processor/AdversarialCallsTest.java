package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Call graphs that are made to be hard: the analysis ends, finds the one effect that is far away, and says
 * nothing where there is none.
 */
class AdversarialCallsTest {

    private static final int METHODS_PER_CLASS = 500;

    private static final String VERB = """
            package some;
            import dev.cnv.annotations.*;
            public class Verbs {
                @Capability(id = "some.verb")
                @Effects(Effect.READ_ONLY)
                public void verb() {
                    START
                }
            }
            """;

    private static final String DEED = "        System.setProperty(\"x\", \"y\");\n";

    /** A call graph in which the last method may do something. */
    private enum Shape {
        /** Each method calls the next one. */
        CHAIN {
            @Override
            String body(int method, int size) {
                return method + 1 < size ? call(method + 1) : "";
            }
        },
        /** Everything is in one circle with ways across. */
        KNOT {
            @Override
            String body(int method, int size) {
                return call((method + 1) % size)
                        + call((int) ((method * 7L + 3) % size))
                        + call((int) ((method * 31L + 17) % size));
            }
        },
        /** Each method calls the two below it: a tree, with all its leaves in the last method. */
        TREE {
            @Override
            String body(int method, int size) {
                return 2 * method + 2 < size
                        ? call(2 * method + 1) + call(2 * method + 2)
                        : method + 1 < size ? call(size - 1) : "";
            }
        },
        /** Each method calls one of an interface that every class implements. */
        FAN {
            @Override
            String body(int method, int size) {
                return "        each.go();\n"
                        + (method % METHODS_PER_CLASS + 1 < METHODS_PER_CLASS && method + 1 < size
                                ? call(method + 1)
                                : "");
            }
        };

        abstract String body(int method, int size);

        static String call(int method) {
            return "        C" + method / METHODS_PER_CLASS + ".m" + method + "(each);\n";
        }
    }

    private static Map<String, String> sources(Shape shape, int size, String deed) {
        Map<String, String> sources = new TreeMap<>();
        sources.put("some/Each.java", "package some; interface Each { void go(); }\n");
        for (int from = 0; from < size; from += METHODS_PER_CLASS) {
            int type = from / METHODS_PER_CLASS;
            int to = Math.min(size, from + METHODS_PER_CLASS);
            String methods = IntStream.range(from, to)
                    .mapToObj(m -> "    static void m" + m + "(Each each) {\n" + shape.body(m, size)
                            + (m == size - 1 ? deed : "") + "    }\n")
                    .collect(Collectors.joining());
            sources.put(
                    "some/C" + type + ".java",
                    "package some; final class C" + type + " implements Each {\n"
                            + "    public void go() { m" + from + "(this); }\n" + methods + "}\n");
        }
        sources.put("some/Verbs.java", VERB.replace("START", "C0.m0(new C0());"));
        return sources;
    }

    private static Compiled compiled(Map<String, String> sources, UnaryOperator<Compile> how) {
        Compile compile = how.apply(Compile.withCnv().option("-nowarn"));
        sources.forEach(compile::source);
        return compile.run();
    }

    private static void endsWithTheRightAnswer(Shape shape, int size) {
        Compiled found = compiled(sources(shape, size, DEED), compile -> compile);
        assertEquals(
                List.of("Verbs.java:7 CNV-211"),
                found.codes(),
                () -> shape + ": " + found.messages());
        assertTrue(
                found.messages().toString().contains("System.setProperty"),
                found.messages()::toString);
        Compiled none = compiled(sources(shape, size, ""), compile -> compile);
        assertTrue(none.success(), none.messages()::toString);
        assertEquals(List.of(), none.codes());
    }

    @Test
    void analysis_of2000Methods_endsWithTheRightAnswer() {
        for (Shape shape : Shape.values()) {
            endsWithTheRightAnswer(shape, 2_000);
        }
    }

    /** Against javac alone, in the same JVM and after it is warm. */
    @Test
    @Tag("nightly")
    void analysis_of50000Methods_endsWithin10SecondsWithTheRightAnswer() {
        endsWithTheRightAnswer(Shape.KNOT, 2_000);
        for (Shape shape : Shape.values()) {
            for (String deed : List.of("", DEED)) {
                Map<String, String> sources = sources(shape, 50_000, deed);
                long before = System.nanoTime();
                compiled(sources, compile -> compile.option("-Acnv.analysis=off"));
                long between = System.nanoTime();
                Compiled found = compiled(sources, compile -> compile);
                Duration cost = Duration.ofNanos(System.nanoTime() - between - (between - before));
                assertTrue(cost.compareTo(Duration.ofSeconds(10)) < 0, shape + " cost=" + cost);
                assertEquals(
                        deed.isEmpty() ? List.of() : List.of("Verbs.java:7 CNV-211"),
                        found.codes(),
                        shape::toString);
            }
        }
    }
}
