package dev.cnv.runtime.worker;

import dev.cnv.runtime.contract.WorkerSettings;
import java.io.File;
import java.io.IOException;
import java.lang.module.ResolvedModule;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that starts a worker: this JVM's own {@code java} with this JVM's module path and class
 * path. Of this JVM's other arguments it has none: agents, debuggers and ports are not for two processes.
 *
 * @param settings how workers are made
 */
record WorkerCommand(WorkerSettings settings) {

    private static final int MEBI_SHIFT = 20;
    private static final String MODULE_PATH = "jdk.module.path";
    private static final String CLASS_PATH = "java.class.path";

    /**
     * The command.
     *
     * @param heap whether it says how large the heap may be
     * @param arguments of the worker's main class
     */
    List<String> of(boolean heap, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        if (heap) {
            command.add("-Xmx" + (settings.heapBytes() >> MEBI_SHIFT) + "m");
        }
        command.addAll(settings.jvmArguments());
        modulePath(command);
        paths(CLASS_PATH).ifPresent(path -> command.addAll(List.of("--class-path", path)));
        main(command);
        command.addAll(arguments);
        return command;
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toAbsolutePath();
    }

    private static void modulePath(List<String> command) {
        paths(MODULE_PATH).ifPresent(path -> {
            command.addAll(List.of("--module-path", path));
            String roots = roots();
            if (!roots.isEmpty()) {
                command.addAll(List.of("--add-modules", roots));
            }
        });
    }

    private static void main(List<String> command) {
        String main = WorkerMain.class.getName();
        Module own = WorkerMain.class.getModule();
        if (own.isNamed()) {
            command.addAll(List.of("--module", own.getName() + "/" + main));
        } else {
            command.add(main);
        }
    }

    /** The modules that this JVM resolved from its module path. */
    private static String roots() {
        return ModuleLayer.boot().configuration().modules().stream()
                .filter(module -> module.reference()
                        .location()
                        .filter(at -> !"jrt".equals(at.getScheme()))
                        .isPresent())
                .map(ResolvedModule::name)
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** Everything on both paths that is there, and what the manifests of jars on the class path name. */
    static List<Path> readable() {
        Set<Path> found = new LinkedHashSet<>();
        Deque<Path> open = new ArrayDeque<>();
        for (String name : List.of(MODULE_PATH, CLASS_PATH)) {
            property(name).ifPresent(paths -> open.addAll(elements(paths)));
        }
        while (!open.isEmpty()) {
            Path path = open.pop().normalize();
            if (Files.exists(path) && found.add(path)) {
                open.addAll(named(path));
            }
        }
        return List.copyOf(found);
    }

    /** What the Class-Path of a jar's manifest names, relative to the jar. */
    private static List<Path> named(Path jar) {
        if (Files.isDirectory(jar)) {
            return List.of();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            String names = Optional.ofNullable(file.getManifest())
                    .map(manifest ->
                            manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
                    .orElse("");
            return Stream.of(names.split(" "))
                    .filter(name -> !name.isEmpty())
                    .map(name -> Path.of(jar.toUri().resolve(name)))
                    .toList();
        } catch (IOException | IllegalArgumentException | FileSystemNotFoundException _) {
            // No jar, or a name that is no file: the JVM makes nothing of it either.
            return List.of();
        }
    }

    /** A path of this JVM for a process that may be in another folder. */
    private static Optional<String> paths(String name) {
        return property(name)
                .map(paths -> elements(paths).stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));
    }

    /** The elements of a path, made absolute; an empty one is the folder that this JVM is in. */
    static List<Path> elements(String paths) {
        return Stream.of(paths.split(Pattern.quote(File.pathSeparator), -1))
                .map(path -> Path.of(path).toAbsolutePath())
                .toList();
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isEmpty());
    }
}
