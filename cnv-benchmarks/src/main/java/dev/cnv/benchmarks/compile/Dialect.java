package dev.cnv.benchmarks.compile;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What one processor wants to see on handler classes. Every text ends its own line. */
enum Dialect {
    /** A verb a method. */
    CNV(List.of(
            "dev.cnv.annotations.Capability",
            "dev.cnv.annotations.Effect",
            "dev.cnv.annotations.Effects")) {
        @Override
        String onMethod(int handler, int method) {
            return "    @Capability(id = \"handler" + handler + ".verb" + method + "\")\n"
                    + "    @Effects(Effect.MUTATE_STATE)\n";
        }
    },
    /** A bean a class, with the bean before it as constructor argument. */
    AVAJE(List.of("jakarta.inject.Singleton")) {
        @Override
        String onClass(int handler) {
            return "@Singleton\n";
        }

        @Override
        String members(int handler) {
            return constructor(handler, "");
        }
    },
    /** A command a class, a subcommand a method, an option a parameter. */
    PICOCLI(List.of("picocli.CommandLine.Command", "picocli.CommandLine.Option")) {
        @Override
        String onClass(int handler) {
            return "@Command(name = \"handler" + handler
                    + "\", description = \"Handles the things of one kind.\")\n";
        }

        @Override
        String onMethod(int handler, int method) {
            return "    @Command(name = \"verb" + method
                    + "\", description = \"Moves an amount from one value to another.\")\n";
        }

        @Override
        String onParameter(String name) {
            return "@Option(names = \"--" + name
                    + "\", required = true, description = \"how much\") ";
        }
    },
    /** An injected class each, with the one before it as constructor argument, and one component. */
    DAGGER(List.of("javax.inject.Inject", "javax.inject.Singleton")) {
        @Override
        String onClass(int handler) {
            return "@Singleton\n";
        }

        @Override
        String members(int handler) {
            return constructor(handler, "    @Inject\n");
        }

        @Override
        Optional<Shape.Source> extraSource(Shape shape) {
            String entries = IntStream.range(0, shape.classCount())
                    .mapToObj(i -> "    " + Shape.typeName(i) + " handler" + i + "();\n")
                    .collect(Collectors.joining("\n"));
            return Optional.of(new Shape.Source(
                    "bench/App.java",
                    "package bench;\n\n@javax.inject.Singleton\n@dagger.Component\npublic interface App {\n\n"
                            + entries + "}\n"));
        }
    },
    /** A value class a method, with the method's parameters as properties. */
    AUTO_VALUE(List.of("com.google.auto.value.AutoValue")) {
        @Override
        String besideMethod(int handler, int method) {
            return """

                        /** The arguments of one call. */
                        @AutoValue
                        public abstract static class Input%d {
                            public abstract String from();

                            public abstract String to();

                            public abstract long amount();
                        }
                    """.formatted(method);
        }
    };

    private final List<String> imports;

    Dialect(List<String> imports) {
        this.imports = imports;
    }

    List<String> imports() {
        return imports;
    }

    String onClass(int handler) {
        return "";
    }

    String members(int handler) {
        return "";
    }

    String onMethod(int handler, int method) {
        return "";
    }

    String onParameter(String name) {
        return "";
    }

    String besideMethod(int handler, int method) {
        return "";
    }

    Optional<Shape.Source> extraSource(Shape shape) {
        return Optional.empty();
    }

    private static String constructor(int handler, String annotation) {
        boolean first = handler % 10 == 0;
        String parameter = first ? "" : "Handler" + (handler - 1) + " before";
        String body = first ? "" : "        this.before = before;\n";
        String field = first ? "" : "    final Handler" + (handler - 1) + " before;\n";
        return field + "\n" + annotation + "    Handler" + handler + "(" + parameter + ") {\n"
                + body + "    }\n";
    }
}
