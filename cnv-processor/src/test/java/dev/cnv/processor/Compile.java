package dev.cnv.processor;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Runs javac with the processors on sources in memory, into a folder. */
final class Compile {

    private final Map<String, String> sources = new TreeMap<>();
    private final List<String> options = new ArrayList<>();
    private final List<Processor> processors = new ArrayList<>();
    private UnaryOperator<JavaFileManager> files = manager -> manager;
    private long shuffle = -1;
    private boolean modular;
    private boolean hotpath;

    private Compile() {}

    /** With both processors and what they need. */
    static Compile withCnv() {
        return new Compile().processor(new CnvProcessor()).processor(new CnvServicesProcessor());
    }

    /** With no processor yet. */
    static Compile plain() {
        return new Compile();
    }

    Compile source(String path, String text) {
        sources.put(path, text);
        return this;
    }

    /** All Java files below a folder. */
    Compile folder(Path folder) {
        read(folder, ".java")
                .forEach((path, bytes) ->
                        sources.put(path, new String(bytes, StandardCharsets.UTF_8)));
        return this;
    }

    Compile option(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    Compile processor(Processor processor) {
        processors.add(processor);
        return this;
    }

    /**
     * Puts a processor before the others: javac does not call one for all annotations after those
     * that claimed every annotation of the round.
     */
    Compile first(Processor processor) {
        processors.addFirst(processor);
        return this;
    }

    Compile files(UnaryOperator<JavaFileManager> wrapper) {
        files = wrapper;
        return this;
    }

    /** Gives the sources in another order. */
    Compile shuffled(long seed) {
        shuffle = seed;
        return this;
    }

    /** Puts everything on the module path instead of the class path. */
    Compile modular() {
        modular = true;
        return this;
    }

    /** Lets the sources see cnv-hotpath, which few modules have on their path. */
    Compile hotpath() {
        hotpath = true;
        return this;
    }

    Compiled run() {
        try {
            Path folder = Files.createTempDirectory("cnv-compile");
            try {
                return run(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles into a folder that stays: sources to {@code s}, everything else to {@code c}. */
    Compiled run(Path folder) {
        if (sources.isEmpty()) {
            // javac's API would compile nothing, with success.
            throw new IllegalStateException("there is nothing to compile");
        }
        try {
            Path generated = Files.createDirectories(folder.resolve("s"));
            Path classes = Files.createDirectories(folder.resolve("c"));
            List<String> all =
                    new ArrayList<>(List.of("-s", generated.toString(), "-d", classes.toString()));
            all.addAll(List.of(modular ? "--module-path" : "--class-path", path()));
            all.addAll(options);
            if (processors.isEmpty()) {
                all.add("-proc:none");
            }
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
            try (StandardJavaFileManager standard = compiler.getStandardFileManager(
                            messages, Locale.ROOT, StandardCharsets.UTF_8);
                    JavaFileManager manager = files.apply(standard)) {
                JavaCompiler.CompilationTask task =
                        compiler.getTask(null, manager, messages, all, null, units());
                task.setLocale(Locale.ROOT);
                task.setProcessors(processors);
                boolean success = task.call();
                Map<String, String> written = new TreeMap<>();
                read(generated, ".java")
                        .forEach((path, bytes) ->
                                written.put(path, new String(bytes, StandardCharsets.UTF_8)));
                return new Compiled(success, messages(messages), written, read(classes, ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String path() {
        return hotpath ? HotpathApi.classes() + File.pathSeparator + classPath() : classPath();
    }

    static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** All files below a folder whose names end so, by path with forward slashes. */
    static Map<String, byte[]> read(Path folder, String ending) {
        Map<String, byte[]> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (path.toString().endsWith(ending)) {
                    found.put(
                            folder.relativize(path).toString().replace(File.separatorChar, '/'),
                            Files.readAllBytes(path));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<JavaFileObject> units() {
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((path, text) -> units.add(new Source(path, text)));
        if (shuffle >= 0) {
            Collections.shuffle(units, new Random(shuffle));
        }
        return units;
    }

    private static List<Compiled.Message> messages(DiagnosticCollector<JavaFileObject> collector) {
        return collector.getDiagnostics().stream()
                .map(d -> new Compiled.Message(
                        d.getKind(),
                        d.getSource() == null
                                ? ""
                                : Arrays.asList(d.getSource().getName().split("/", -1))
                                        .getLast(),
                        d.getLineNumber(),
                        d.getMessage(Locale.ROOT)))
                .toList();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(URI.create("memory:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
