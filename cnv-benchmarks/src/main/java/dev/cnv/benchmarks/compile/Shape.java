package dev.cnv.benchmarks.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An application of handler classes, the same for every processor but for its annotations. All
 * methods have the same body and Javadoc, so that what is compared is the processors' work.
 *
 * @param classCount the handler classes, ten to a package
 * @param methodCount the methods of each
 * @param dialect what a processor wants to see on them
 */
record Shape(int classCount, int methodCount, Dialect dialect) {

    /** A source file: its path below the source folder, and its text. */
    record Source(String path, String text) {}

    /** {@return the sources, the same at every call} */
    List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < classCount; i++) {
            sources.add(new Source("bench/p" + i / 10 + "/Handler" + i + ".java", handler(i)));
        }
        dialect.extraSource(this).ifPresent(sources::add);
        return sources;
    }

    static String typeName(int handler) {
        return "bench.p" + handler / 10 + ".Handler" + handler;
    }

    private String handler(int index) {
        StringBuilder text = new StringBuilder("package bench.p" + index / 10 + ";\n\n");
        dialect.imports().forEach(name -> text.append("import ").append(name).append(";\n"));
        text.append("""
                import java.util.Map;
                import java.util.concurrent.ConcurrentHashMap;

                /** Handles the things of one kind. */
                """);
        text.append(dialect.onClass(index))
                .append("public final class Handler")
                .append(index)
                .append(" {\n\n");
        text.append("    private final Map<String, Long> values = new ConcurrentHashMap<>();\n");
        text.append(dialect.members(index));
        IntStream.range(0, methodCount).forEach(method -> text.append(method(index, method)));
        return text.append("}\n").toString();
    }

    private String method(int handler, int method) {
        return """

                    /**
                     * Moves an amount from one value to another.
                     *
                     * @param from the name of the value that gets smaller
                     * @param to the name of the value that gets larger
                     * @param amount how much
                     * @return what is left of the smaller one
                     */
                %s    public long verb%d(%sString from, %sString to, %slong amount) {
                        long left = values.merge(from, -amount, Long::sum);
                        values.merge(to, amount, Long::sum);
                        if (left < 0) {
                            throw new IllegalStateException("from=" + from + " left=" + left);
                        }
                        return left;
                    }
                %s""".formatted(
                        dialect.onMethod(handler, method),
                        method,
                        dialect.onParameter("from"),
                        dialect.onParameter("to"),
                        dialect.onParameter("amount"),
                        dialect.besideMethod(handler, method));
    }
}
