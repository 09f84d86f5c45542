package dev.cnv.tests;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles applications as a user does, and runs them in a JVM of their own. */
final class Workshop {

    private static final List<String> CLASS_PATH =
            Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));

    private Workshop() {}

    /** What a tool said and how it ended. */
    record Said(int status, String text) {}

    /** The jars and folders that an application needs, and no tests. */
    static String libraries() {
        return CLASS_PATH.stream()
                .filter(entry -> entry.contains("cnv-runtime")
                        || entry.contains("cnv-annotations")
                        || entry.contains("jackson")
                        || entry.contains("snakeyaml")
                        || entry.contains("jspecify")
                        || entry.contains("picocli")
                        || entry.contains("prometheus")
                        || entry.contains("bouncycastle"))
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }

    private static String processorPath() {
        return CLASS_PATH.stream()
                .filter(entry ->
                        entry.contains("cnv-processor") || entry.contains("cnv-annotations"))
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }

    /** Compiles with the processor; {@code path} is {@code --module-path} or {@code --class-path}. */
    static Said compile(Path sources, Path classes, String path) {
        return compile(sources, classes, path, List.of("-Xlint:all", "-Werror"));
    }

    /** Compiles as {@link #compile}, without the analysis of bodies, and passes over warnings. */
    static Said compileLoosely(Path sources, Path classes, String path) {
        return compile(
                sources, classes, path, List.of("-Xlint:none", "-nowarn", "-Acnv.analysis=off"));
    }

    private static Said compile(Path sources, Path classes, String path, List<String> lint) {
        List<String> options = new ArrayList<>(lint);
        if (path.equals("--module-path")) {
            // Else the compiler takes the class path of this JVM.
            options.addAll(List.of("--class-path", ""));
        }
        options.addAll(List.of(
                "-parameters",
                "--processor-path",
                processorPath(),
                "-d",
                classes.toString(),
                path,
                libraries()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> walk = Files.walk(sources)) {
            List<Path> java = walk.filter(file -> file.toString().endsWith(".java"))
                    .filter(file ->
                            path.equals("--module-path") || !file.endsWith("module-info.java"))
                    .toList();
            Files.createDirectories(classes);
            StringWriter out = new StringWriter();
            boolean done = compiler.getTask(
                            out,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjectsFromPaths(java))
                    .call();
            return new Said(done ? 0 : 1, out.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Said runModule(
            Path folder, Path classes, String module, String main, String... arguments) {
        return run(
                folder,
                List.of(
                        "--module-path",
                        classes + File.pathSeparator + libraries(),
                        "--module",
                        module + "/" + main),
                arguments);
    }

    static Said runClassPath(Path folder, Path classes, String main, String... arguments) {
        return run(
                folder,
                List.of("--class-path", classes + File.pathSeparator + libraries(), main),
                arguments);
    }

    private static Said run(Path folder, List<String> options, String... arguments) {
        return run(List.of(), folder, options, arguments);
    }

    /** Runs a JVM by another command. */
    static Said run(List<String> by, Path folder, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(by);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("not ended within 60 s: " + command);
            }
            return new Said(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The repository's folder. */
    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("cnv-annotations"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path resource(String name) {
        return repository().resolve("cnv-tests/src/test/resources").resolve(name);
    }
}
