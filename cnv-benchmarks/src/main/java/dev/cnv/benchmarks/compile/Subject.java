package dev.cnv.benchmarks.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A processor, what it is given, and where its jars are.
 *
 * @param name its name in file names
 * @param title its name in the table
 * @param artifact the beginning of the name of its jar
 * @param shape the sources
 */
record Subject(String name, String title, String artifact, Shape shape) {

    private static final int CLASSES = 100;
    private static final int METHODS = 10;

    static final Subject CNV =
            new Subject("cnv", "CNV", "cnv-processor", new Shape(CLASSES, METHODS, Dialect.CNV));

    static final List<Subject> ALL = List.of(
            CNV,
            new Subject(
                    "avaje",
                    "avaje-inject",
                    "avaje-inject-generator",
                    new Shape(CLASSES, METHODS, Dialect.AVAJE)),
            new Subject(
                    "avaje",
                    "avaje-inject, a bean a method",
                    "avaje-inject-generator",
                    new Shape(CLASSES * METHODS, 1, Dialect.AVAJE)),
            new Subject(
                    "picocli",
                    "picocli-codegen",
                    "picocli-codegen",
                    new Shape(CLASSES, METHODS, Dialect.PICOCLI)),
            new Subject(
                    "dagger",
                    "Dagger",
                    "dagger-compiler",
                    new Shape(CLASSES, METHODS, Dialect.DAGGER)),
            new Subject(
                    "autovalue",
                    "AutoValue, a value a method",
                    "auto-value-",
                    new Shape(CLASSES, METHODS, Dialect.AUTO_VALUE)));

    int handlers() {
        return shape.classCount();
    }

    int methods() {
        return shape.classCount() * shape.methodCount();
    }

    String classPath(Path paths) throws IOException {
        return Files.readString(paths.resolve(name + ".class-path")).strip();
    }

    String processorPath(Path paths) throws IOException {
        return Files.readString(paths.resolve(name + ".processor-path")).strip();
    }

    /** The processor's jar, whose name tells its version. */
    String version(Path paths) throws IOException {
        return Arrays.stream(processorPath(paths).split(":"))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(file -> file.startsWith(artifact) && !file.contains("annotations"))
                .map(file -> file.replace(".jar", ""))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no jar " + artifact + "* in " + name + ".processor-path"));
    }
}
