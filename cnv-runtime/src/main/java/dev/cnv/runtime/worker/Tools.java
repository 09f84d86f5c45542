package dev.cnv.runtime.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The programs that confine a worker, each found in the system's own folders. */
final class Tools {

    private static final Map<String, List<String>> PACKAGES = Map.of(
            "util-linux",
            List.of("unshare", "setpriv", "prlimit", "mount", "umount", "pivot_root", "setsid"),
            "coreutils",
            List.of("env", "cat", "mkdir", "ln"),
            "dash or another POSIX shell",
            List.of("sh"));

    private final SortedMap<String, Path> paths = new TreeMap<>();
    private final List<String> missing = new ArrayList<>();

    Tools(Machine machine) {
        PACKAGES.forEach((from, names) -> names.forEach(name -> machine.tool(name)
                .ifPresentOrElse(
                        path -> paths.put(name, path),
                        () -> missing.add(name + " (package " + from + ") is not there"))));
    }

    /** {@return a sentence for each tool that is not there} */
    List<String> missing() {
        return missing.stream().sorted().toList();
    }

    /** {@return the path of a tool that is there} */
    String path(String name) {
        Path path = paths.get(name);
        if (path == null) {
            throw new IllegalStateException("tool=" + name + " is not there");
        }
        return path.toString();
    }

    /** {@return the paths of those that run inside a sandbox} */
    List<Path> inside() {
        return List.of(
                Path.of(path("unshare")), Path.of(path("setpriv")), Path.of(path("prlimit")));
    }
}
