package dev.cnv.benchmarks.hotpath;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The sources of a class with many tiny verbs, and of the peers of its dispatch. */
final class DispatchSources {

    private static final String HANDLER = """
            package generated;

            import dev.cnv.annotations.*;

            public class Many {
                private long total;

                public long total() {
                    return total;
                }
            %s}
            """;

    private static final String VERB = """

                @Capability(id = "many.v%1$d")
                @Effects(Effect.MUTATE_STATE)
                @Contract(duration = DurationClass.FAST_PATH)
                public long v%1$d(long account, int amount) {
                    total += account ^ amount + %1$d;
                    return total;
                }
            """;

    private static final String FLAT = """
            package generated;

            import dev.cnv.hotpath.worker.FrameDispatcher;
            import java.lang.foreign.MemorySegment;
            import java.lang.foreign.ValueLayout;

            /** One switch over all verbs. */
            public final class Flat implements FrameDispatcher {
                private static final Many HANDLER = new Many();

                @Override
                public int dispatch(MemorySegment segment, long offset, int verb) {
                    switch (verb) {
            %s            default:
                            return NO_SUCH_VERB;
                    }
                }
            %s}
            """;

    private static final String FLAT_CASE = """
                        case %1$d:
                            return v%1$d(segment, offset);
            """;

    private static final String FLAT_CALL = """

                private static int v%1$d(MemorySegment segment, long offset) {
                    long result = HANDLER.v%1$d(
                            segment.get(ValueLayout.JAVA_LONG, offset + 32),
                            segment.get(ValueLayout.JAVA_INT, offset + 40));
                    segment.set(ValueLayout.JAVA_LONG, offset + 32, result);
                    return OK;
                }
            """;

    private static final String HANDLERS = """
            package generated;

            import dev.cnv.benchmarks.hotpath.Handler;
            import java.util.function.Supplier;

            /** One class for each verb. */
            public final class Handlers implements Supplier<Handler[]> {
                private static final Many MANY = new Many();

                @Override
                public Handler[] get() {
                    return new Handler[] {%s};
                }
            %s}
            """;

    private static final String ONE_HANDLER = """

                static final class V%1$d implements Handler {
                    @Override
                    public long run(long account, int amount) {
                        return MANY.v%1$d(account, amount);
                    }
                }
            """;

    private DispatchSources() {}

    static String handler(int verbs) {
        return HANDLER.formatted(each(VERB, verbs));
    }

    static String flat(int verbs) {
        return FLAT.formatted(each(FLAT_CASE, verbs), each(FLAT_CALL, verbs));
    }

    static String handlers(int verbs) {
        String made = IntStream.range(0, verbs)
                .mapToObj(i -> "new V" + i + "()")
                .collect(Collectors.joining(", "));
        return HANDLERS.formatted(made, each(ONE_HANDLER, verbs));
    }

    private static String each(String template, int verbs) {
        return IntStream.range(0, verbs)
                .mapToObj(template::formatted)
                .collect(Collectors.joining());
    }
}
