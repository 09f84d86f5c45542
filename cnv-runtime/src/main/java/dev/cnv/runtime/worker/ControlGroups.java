package dev.cnv.runtime.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What control groups of version 2 this machine lets the runtime make for its workers, in its own group, or
 * beside it where that was delegated to it. The runtime's own process is never moved.
 *
 * @param parent the group in which those of workers are made; empty where none can be made
 * @param limits whether the kernel holds memory and tasks of those
 * @param missing a sentence for each limit that is not held for all processes of a worker together
 */
record ControlGroups(Optional<Path> parent, boolean limits, List<String> missing) {

    private static final String PREFIX = "cnv-";
    private static final String HELP = "; what would help: control groups of version 2 with the"
            + " controllers memory and pids, delegated to the runtime (systemd: Delegate=memory pids,"
            + " DelegateSubgroup=), or a runtime that is root of its own group";
    private static final String EACH = "memory is held for each process, and processes are counted"
            + " by user, not by control group: ";

    ControlGroups {
        missing = List.copyOf(missing);
    }

    /**
     * Asks what there is, by making a group and removing it.
     *
     * @param process the folder of this process in /proc
     * @param root whether it is root's: another user may write a group only where it was delegated
     */
    static ControlGroups of(Path process, boolean root) {
        try {
            Optional<Path> own = own(process);
            if (own.isEmpty()) {
                return none("this process is in no control group of version 2 that is mounted");
            }
            return best(own.get(), root);
        } catch (IOException | RuntimeException e) {
            return none("what groups there are cannot be read (" + e + ")");
        }
    }

    private static ControlGroups none(String why) {
        return new ControlGroups(
                Optional.empty(),
                false,
                List.of("processor time is held for each process, and " + EACH + why + HELP));
    }

    private static ControlGroups best(Path own, boolean root) {
        List<Path> candidates = new ArrayList<>(List.of(own));
        // With a subgroup of its own, a service's delegated group is the one above.
        Path above = own.getParent();
        if (!root && above != null && Files.isWritable(above.resolve("cgroup.procs"))) {
            candidates.addFirst(above);
        }
        List<ControlGroups> found =
                candidates.stream().map(ControlGroups::tried).toList();
        return found.stream()
                .filter(ControlGroups::limits)
                .findFirst()
                .or(() ->
                        found.stream().filter(each -> each.parent().isPresent()).findFirst())
                .orElse(found.getLast());
    }

    private static ControlGroups tried(Path parent) {
        String why = enabled(parent);
        try {
            sweep(parent);
            Path trial = Files.createTempDirectory(parent, PREFIX + pid() + "-");
            boolean counted = Files.exists(trial.resolve("cpu.stat"));
            boolean limits = Files.exists(trial.resolve("memory.max"))
                    && Files.exists(trial.resolve("pids.max"));
            Files.delete(trial);
            if (!counted) {
                return none("group=" + parent + " counts no processor time");
            }
            return new ControlGroups(
                    Optional.of(parent), limits, limits ? List.of() : List.of(EACH + why + HELP));
        } catch (IOException e) {
            return none("no group can be made in " + parent + " (" + e + ")");
        }
    }

    /** Lets groups have memory and tasks, and says what is in the way. */
    private static String enabled(Path parent) {
        try {
            List<String> there = words(parent.resolve("cgroup.controllers"));
            if (!there.containsAll(List.of("memory", "pids"))) {
                return "group=" + parent + " has controllers=" + there;
            }
            Path given = parent.resolve("cgroup.subtree_control");
            if (!words(given).containsAll(List.of("memory", "pids"))) {
                Files.writeString(given, "+memory +pids", StandardOpenOption.WRITE);
            }
            return "group=" + parent + " has the controllers and does not give them on";
        } catch (IOException e) {
            return "group=" + parent + " gives its controllers to no other group (" + e + ")";
        }
    }

    private static List<String> words(Path file) throws IOException {
        return Arrays.stream(Files.readString(file).strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Removes the groups of runtimes that are gone; one that something is in stays. */
    private static void sweep(Path parent) throws IOException {
        List<Path> left;
        try (var folders = Files.list(parent)) {
            left = folders.filter(each -> isOrphan(each.getFileName().toString()))
                    .toList();
        }
        for (Path each : left) {
            try {
                Files.deleteIfExists(each);
            } catch (IOException _) {
                // Something is in it.
            }
        }
    }

    private static boolean isOrphan(String name) {
        String[] parts = name.split("-", 3);
        if (parts.length != 3
                || !PREFIX.equals(parts[0] + "-")
                || !parts[1].matches("[0-9]{1,10}")) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(parts[1]))
                .filter(ProcessHandle::isAlive)
                .isEmpty();
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    /** The folder of the group that this process is in. */
    private static Optional<Path> own(Path process) throws IOException {
        Optional<String> group = Files.readAllLines(process.resolve("cgroup")).stream()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring("0::".length()))
                .findFirst();
        if (group.isEmpty()) {
            return Optional.empty();
        }
        return Files.readAllLines(process.resolve("mountinfo")).stream()
                .flatMap(line -> folder(line, group.get()).stream())
                .filter(Files::isDirectory)
                .findFirst();
    }

    /* "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw": proc(5). */
    private static Optional<Path> folder(String line, String group) {
        int type = line.indexOf(" - ");
        String[] words = line.split(" ", -1);
        if (type < 0 || !line.startsWith(" - cgroup2 ", type) || words.length < 5) {
            return Optional.empty();
        }
        Path mounted = Path.of(words[3]);
        return Path.of(group).startsWith(mounted) && words[4].indexOf('\\') < 0
                ? Optional.of(Path.of(words[4])
                        .resolve(mounted.relativize(Path.of(group)))
                        .normalize())
                : Optional.empty();
    }

    /**
     * Makes a group for a worker.
     *
     * @return the group; empty where there are none
     * @throws IOException when it cannot be made although one could be
     */
    Optional<ControlGroup> make(Confinement asked) throws IOException {
        if (parent.isEmpty()) {
            return Optional.empty();
        }
        Path folder = Files.createTempDirectory(parent.get(), PREFIX + pid() + "-");
        return Optional.of(ControlGroup.of(folder, asked, limits));
    }
}
