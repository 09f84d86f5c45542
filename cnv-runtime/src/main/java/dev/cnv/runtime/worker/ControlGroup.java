package dev.cnv.runtime.worker;

import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The control group of one worker: memory, processor time and the number of processes of all that it starts.
 *
 * <p>Memory and tasks are held by the kernel, where {@link ControlGroups} could have both. Processor time is
 * counted by the kernel and looked at from here. The files are those of the kernel's control groups,
 * version 2 (Documentation/admin-guide/cgroup-v2.rst).
 *
 * <p><b>Threading:</b> safe for use by several threads, by its monitor.
 */
final class ControlGroup implements ProcessTree {

    private static final long MICRO_NANOS = 1_000;
    private static final int REMOVE_TRIES = 100;
    private static final long REMOVE_NANOS = 10_000_000;

    private final Path folder;
    private final Optional<Duration> cpuTime;
    private @Nullable String exceeded;
    private ProcessWatch.@Nullable Watched watched;
    private boolean removed;

    private ControlGroup(Path folder, Optional<Duration> cpuTime) {
        this.folder = folder;
        this.cpuTime = cpuTime;
    }

    /**
     * Makes a group that nothing is in.
     *
     * @param folder where it is; it must be there
     * @param asked the limits
     * @param limits whether the kernel holds memory and tasks of groups here
     * @throws IOException when a limit cannot be set; the group is gone again
     */
    static ControlGroup of(Path folder, Confinement asked, boolean limits) throws IOException {
        ControlGroup group = new ControlGroup(folder, asked.cpuTime());
        try {
            if (limits) {
                limit(folder, asked.memoryBytes());
            }
            group.usedNanos();
            return group;
        } catch (IOException e) {
            group.remove();
            throw e;
        }
    }

    /** The file of a limit must be there: one that is not would be a limit that is not held. */
    static void limit(Path folder, OptionalLong memoryBytes) throws IOException {
        write(folder, "pids.max", Long.toString(JvmNeeds.treeTasks()));
        if (memoryBytes.isPresent()) {
            long bytes = JvmNeeds.treeBytes(memoryBytes.getAsLong());
            write(folder, "memory.max", Long.toString(bytes));
            write(folder, "memory.oom.group", "1");
            if (Files.exists(folder.resolve("memory.swap.max"))) {
                write(folder, "memory.swap.max", "0");
            }
        }
    }

    private static void write(Path folder, String name, String value) throws IOException {
        Files.writeString(folder.resolve(name), value, StandardOpenOption.WRITE);
    }

    /** {@return the file by which a process enters} */
    Path entrance() {
        return folder.resolve("cgroup.procs");
    }

    @Override
    public synchronized void watch(Time time) {
        watched = new ProcessWatch(cpuTime, this::knownNanos, time, this::cpuTimeExceeded).begin();
    }

    private synchronized void cpuTimeExceeded() {
        if (!removed) {
            exceeded = "cpuNanos";
            kill();
        }
    }

    /** What cannot be read any more counts as too much. */
    private long knownNanos() {
        try {
            return usedNanos();
        } catch (IOException _) {
            return Long.MAX_VALUE;
        }
    }

    private long usedNanos() throws IOException {
        return value("cpu.stat", "usage_usec") * MICRO_NANOS;
    }

    private long value(String file, String name) throws IOException {
        for (String line : Files.readAllLines(folder.resolve(file))) {
            String[] words = line.split(" ", 2);
            if (words[0].equals(name) && words.length == 2) {
                return number(file, words[1]);
            }
        }
        throw new IOException("file=" + folder.resolve(file) + " has no " + name);
    }

    private static long number(String file, String text) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("file=" + file + " has value=" + text, e);
        }
    }

    @Override
    public synchronized void kill() {
        try {
            if (!removed) {
                write(folder, "cgroup.kill", "1");
            }
        } catch (IOException _) {
            // Before Linux 5.14 there is no such file: the worker's lifeline and namespace end it.
        }
    }

    @Override
    public synchronized Optional<String> exceeded() {
        if (exceeded == null && !removed && outOfMemory()) {
            exceeded = "memoryBytes";
        }
        return Optional.ofNullable(exceeded);
    }

    private boolean outOfMemory() {
        try {
            return Files.exists(folder.resolve("memory.events"))
                    && value("memory.events", "oom_kill") > 0;
        } catch (IOException _) {
            return false;
        }
    }

    /* The folder of a group is removed as it is: its files are the kernel's. */
    @Override
    public synchronized void remove() {
        exceeded();
        kill();
        if (watched != null) {
            watched.close();
        }
        for (int i = 0; i < REMOVE_TRIES && !removed; i++) {
            removed = deleted();
        }
        if (!removed) {
            System.getLogger("dev.cnv")
                    .log(System.Logger.Level.WARNING, "the control group {0} is left", folder);
        }
    }

    private boolean deleted() {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (IOException _) {
            return !waited();
        }
    }

    /** Waits for killed processes to be gone; false where this thread must not wait. */
    private static boolean waited() {
        LockSupport.parkNanos(REMOVE_NANOS);
        return !Thread.currentThread().isInterrupted();
    }

    @Override
    public String toString() {
        return "ControlGroup[folder=" + folder + "]";
    }
}
