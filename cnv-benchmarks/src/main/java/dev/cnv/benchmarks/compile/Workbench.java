package dev.cnv.benchmarks.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sources of one subject on disk, and the arguments of javac for each way to compile them.
 *
 * <p>Owns its folder: {@link #close} deletes it.
 */
final class Workbench implements AutoCloseable {

    /** What javac is asked to do. */
    enum Way {
        /** The handler classes, no processor. */
        PLAIN,
        /** The handler classes with the processor. */
        PROCESSED,
        /** The same without the analysis of bodies. */
        UNANALYSED,
        /** The handler classes and what the processor generated before, no processor. */
        PREGENERATED,
        /** The handler classes and the least that verbs need, see {@link Floor}, no processor. */
        FLOOR,
        /** The same, but the least is handed over by a processor that does nothing else. */
        FLOOR_PROCESSED
    }

    private final Subject subject;
    private final Path folder;
    private final String classPath;
    private final String processorPath;

    Workbench(Subject subject, Path paths) throws IOException {
        this.subject = subject;
        this.folder = Files.createTempDirectory("cnv-compile");
        this.classPath = subject.classPath(paths);
        this.processorPath = subject.processorPath(paths);
        write(subject.shape().sources(), folder.resolve("sources"));
        listSources("plain.list", List.of(folder.resolve("sources")));
        if (hasFloor()) {
            write(Floor.sources(subject.shape()), folder.resolve("floor"));
            listSources("floor.list", List.of(folder.resolve("sources"), folder.resolve("floor")));
        }
    }

    private static void write(List<Shape.Source> sources, Path root) throws IOException {
        for (Shape.Source source : sources) {
            Path file = root.resolve(source.path());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.text());
        }
    }

    /** Whether the subject is CNV, whose least is known. */
    private boolean hasFloor() {
        return subject.shape().dialect() == Dialect.CNV;
    }

    /** The ways in which the subject is compiled. */
    List<Way> ways() {
        return hasFloor()
                ? List.of(Way.values())
                : List.of(Way.PLAIN, Way.PROCESSED, Way.PREGENERATED);
    }

    Subject subject() {
        return subject;
    }

    Path folder() {
        return folder;
    }

    /** Keeps what the processor generates, for {@link Way#PREGENERATED} and to be counted. */
    Generated generate(Compiler compiler) throws IOException, InterruptedException {
        compiler.compile(arguments(Way.PROCESSED));
        Path kept = folder.resolve("kept");
        Files.move(folder.resolve("generated"), kept);
        listSources("pregenerated.list", List.of(folder.resolve("sources"), kept));
        Generated generated = Generated.in(kept, folder.resolve("classes"));
        if (generated.isEmpty()) {
            throw new IllegalStateException(
                    "subject=" + subject.title() + " generated nothing: its processor did not run");
        }
        return generated;
    }

    /** The arguments of javac; the folders for its output are emptied. */
    List<String> arguments(Way way) throws IOException {
        Path classes = emptied("classes");
        Path generated = emptied("generated");
        List<String> arguments = new ArrayList<>(List.of(
                "-nowarn",
                "-parameters",
                "-implicit:none",
                "-d",
                classes.toString(),
                "-classpath",
                classPath));
        arguments.addAll(
                switch (way) {
                    case PROCESSED ->
                        List.of("--processor-path", processorPath, "-s", generated.toString());
                    case UNANALYSED ->
                        List.of(
                                "--processor-path",
                                processorPath,
                                "-Acnv.analysis=off",
                                "-s",
                                generated.toString());
                    case FLOOR_PROCESSED ->
                        List.of(
                                "--processor-path",
                                ownClasses(),
                                "-processor",
                                FloorProcessor.class.getName(),
                                "-A" + FloorProcessor.SOURCES + "=" + folder.resolve("floor"),
                                "-s",
                                generated.toString());
                    case PLAIN, PREGENERATED, FLOOR -> List.of("-proc:none");
                });
        String list = switch (way) {
            case PREGENERATED -> "pregenerated.list";
            case FLOOR -> "floor.list";
            case PLAIN, PROCESSED, UNANALYSED, FLOOR_PROCESSED -> "plain.list";
        };
        arguments.add("@" + folder.resolve(list));
        return arguments;
    }

    private static String ownClasses() throws IOException {
        try {
            return Path.of(FloorProcessor.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IOException("the benchmark's own classes are in no folder", e);
        }
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }

    private Path emptied(String name) throws IOException {
        Path path = folder.resolve(name);
        if (Files.exists(path)) {
            delete(path);
        }
        return Files.createDirectories(path);
    }

    private void listSources(String list, List<Path> roots) throws IOException {
        List<String> files = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> all = Files.walk(root)) {
                all.map(Path::toString)
                        .filter(name -> name.endsWith(".java"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        Files.write(folder.resolve(list), files);
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
