package dev.cnv.runtime.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a worker process may use and reach. What is not named here is not there for it: no other
 * file, no other process, and no network unless it is allowed.
 *
 * @param memoryBytes what its heap and its memory outside the heap may come to, in bytes; the JVM's
 *     own needs come on top, see {@link JvmNeeds}
 * @param cpuTime processor time of each of its processes, from start to end, the JVM's own start
 *     included; kept to the second, rounded up
 * @param fileDescriptors how many files, sockets and pipes it may have open at once; those of the JVM
 *     itself come on top
 * @param network whether it may use the machine's network, with all that listens on it
 * @param folder the only folder that it can write, seen under this path; its working directory
 * @param sockets a folder with sockets of the parent, which it can connect to and not change
 * @param readable files and folders that it can read: class path and module path
 */
public record Confinement(
        OptionalLong memoryBytes,
        Optional<Duration> cpuTime,
        OptionalInt fileDescriptors,
        boolean network,
        Path folder,
        Path sockets,
        List<Path> readable) {

    /** Most files and folders that can be named as readable. */
    static final int MAX_READABLE = 1000;

    /**
     * Checks what can be checked without looking at the machine.
     *
     * @throws IllegalArgumentException when a limit is not positive, or a path is not absolute and
     *     normal, or is the root, or would hide what a worker needs
     */
    public Confinement {
        readable = List.copyOf(readable);
        check(memoryBytes.orElse(1) > 0, "memoryBytes", memoryBytes);
        check(cpuTime.orElse(Duration.ofSeconds(1)).isPositive(), "cpuTime", cpuTime);
        check(fileDescriptors.orElse(1) > 0, "fileDescriptors", fileDescriptors);
        check(readable.size() <= MAX_READABLE, "readable.size", readable.size());
        checkPath("folder", folder);
        checkPath("sockets", sockets);
        readable.forEach(path -> checkPath("readable", path));
        check(!sockets.startsWith(folder), "sockets within folder", sockets);
        check(!folder.startsWith(sockets), "folder within sockets", folder);
        check(SandboxMounts.isApart(folder), "folder", folder);
        check(readable.stream().noneMatch(path -> path.equals(folder)), "folder readable", folder);
    }

    private static void checkPath(String name, Path path) {
        boolean plain = path.isAbsolute()
                && path.equals(path.normalize())
                && path.getNameCount() > 0
                && path.toString().chars().noneMatch(Character::isISOControl);
        check(plain, name, path);
        check(SandboxMounts.RESERVED.stream().noneMatch(path::startsWith), name, path);
        check(
                SandboxMounts.RESERVED.stream().noneMatch(taken -> taken.startsWith(path)),
                name,
                path);
    }

    private static void check(boolean holds, String name, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("confinement cannot have " + name + "=" + value);
        }
    }
}
