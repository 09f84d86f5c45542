package dev.cnv.runtime.worker;

import dev.cnv.runtime.contract.WorkerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command that starts a worker: this JVM's own {@code java} with this JVM's module path and class
 * path. Of this JVM's other arguments it has none: agents, debuggers and ports are not for two processes.
 */
final class WorkerCommand {

    private static final int MEBI_SHIFT = 20;

    private WorkerCommand() {}

    static List<String> of(WorkerSettings settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + Math.max(8, settings.heapBytes() >> MEBI_SHIFT) + "m");
        command.addAll(settings.jvmArguments());
        property("jdk.module.path").ifPresent(path -> {
            command.add("--module-path");
            command.add(path);
            String roots = roots();
            if (!roots.isEmpty()) {
                command.add("--add-modules");
                command.add(roots);
            }
        });
        property("java.class.path").ifPresent(path -> {
            command.add("--class-path");
            command.add(path);
        });
        Module own = WorkerMain.class.getModule();
        if (own.isNamed()) {
            command.add("--module");
            command.add(own.getName() + "/" + WorkerMain.class.getName());
        } else {
            command.add(WorkerMain.class.getName());
        }
        return command;
    }

    /** The modules that this JVM resolved from its module path. */
    private static String roots() {
        return ModuleLayer.boot().configuration().modules().stream()
                .filter(module -> module.reference()
                        .location()
                        .filter(at -> !"jrt".equals(at.getScheme()))
                        .isPresent())
                .map(java.lang.module.ResolvedModule::name)
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isEmpty());
    }
}
