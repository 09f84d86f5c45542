package dev.cnv.runtime.worker;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.spi.ValueReader;
import dev.cnv.runtime.spi.VerbModule;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says whether a verb can be given a worker. */
final class WorkerFitness {

    private final WorkerSettings settings;
    private final Map<CapabilityId, Class<?>> modules;
    private final Launch launch;

    WorkerFitness(WorkerSettings settings, Map<CapabilityId, Class<?>> modules, Launch launch) {
        this.settings = settings;
        this.modules = Map.copyOf(modules);
        this.launch = launch;
    }

    List<String> problems(VerbDescriptor verb) {
        List<String> problems = new ArrayList<>();
        Path folder = WorkerFolder.parent();
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            problems.add("workers need a file system with owners, which this machine has not");
        }
        if (!WorkerFolder.fits(folder)) {
            problems.add("java.io.tmpdir=" + folder + " is too long for the path of a socket");
        }
        settings.modules()
                .ifPresentOrElse(
                        name -> problems.addAll(WorkerModules.problems(name)),
                        () -> findable(verb, problems));
        readable(verb, problems);
        problems.addAll(launch.problems(verb));
        return problems;
    }

    private void findable(VerbDescriptor verb, List<String> problems) {
        Class<?> module = modules.get(verb.id());
        if (module == null || !WorkerModules.found().contains(module.getName())) {
            problems.add("module=" + (module == null ? "" : module.getName())
                    + " was given to the builder, and a worker can have only what ServiceLoader finds; name a"
                    + " class that makes it in WorkerSettings.withModules");
        }
    }

    private void readable(VerbDescriptor verb, List<String> problems) {
        if (verb.result().equals(ValueType.NOTHING)) {
            return;
        }
        Class<?> module = modules.get(verb.id());
        try {
            if (module == null
                    || module.getMethod("readResult", int.class, ValueReader.class)
                            .getDeclaringClass()
                            .equals(VerbModule.class)) {
                problems.add(
                        "its module cannot read a result that comes from another process; build it"
                                + " again with this version's processor");
            }
        } catch (NoSuchMethodException e) {
            problems.add("its module is of another version: " + e.getMessage());
        }
    }
}
