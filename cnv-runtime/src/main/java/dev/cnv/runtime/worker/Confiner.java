package dev.cnv.runtime.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts workers such that the operating system holds them to a confinement, or says why this
 * machine cannot.
 *
 * <p>By Linux's namespaces, mounts, capabilities and resource limits, through the tools of util-linux
 * and coreutils; nothing of a container engine. What each limit means, and what is not held, is in
 * docs/confinement.md. Where a runtime is root, its workers are the user {@value #WORKER_USER};
 * otherwise they are the runtime's own user.
 *
 * <p><b>Threading:</b> immutable; may be used by any number of threads.
 */
public final class Confiner {

    /** The user and group that workers of root are. */
    static final int WORKER_USER = 65534;

    private final Machine machine;
    private final Tools tools;
    private final SandboxCommand sandbox;
    private final WorkerUser user;
    private final MachineAbilities abilities;
    private final ControlGroups groups;

    private Confiner(Machine machine) {
        this.machine = machine;
        user = WorkerUser.of(machine);
        tools = new Tools(machine);
        sandbox = new SandboxCommand(tools, user.root());
        abilities = MachineAbilities.of(machine, tools, sandbox);
        groups = machine.groups();
    }

    /** Asks this machine what it can do, by some short processes: takes tenths of a second. */
    public static Confiner ofThisMachine() {
        return of(new ThisMachine());
    }

    static Confiner of(Machine machine) {
        return new Confiner(machine);
    }

    /**
     * {@return a sentence for each limit that this machine cannot keep, with what would help; empty
     * when it can keep all}
     *
     * <p>Each limit of resources is tried by a short process.
     */
    public List<String> problems(Confinement asked) {
        List<String> problems = new ArrayList<>(abilities.always());
        if (!asked.network()) {
            problems.addAll(abilities.withoutNetwork());
        }
        if (problems.isEmpty()) {
            problems.addAll(memory(asked));
            problems.addAll(limits(asked));
            problems.addAll(paths(asked));
        }
        return List.copyOf(problems);
    }

    /** {@return a sentence for each ability that this machine lacks to confine anything; empty when none} */
    public List<String> missing() {
        List<String> missing = new ArrayList<>(abilities.always());
        missing.addAll(abilities.withoutNetwork());
        return List.copyOf(missing);
    }

    /**
     * {@return a sentence for each limit that this machine keeps for each process of a worker, and not for
     * all of them together; empty when it keeps all for all together}
     */
    public List<String> heldPerProcess() {
        return groups.missing();
    }

    /**
     * Makes the control group of a worker.
     *
     * @return the group; empty where this machine has none
     * @throws IOException when it cannot be made
     */
    Optional<ControlGroup> group(Confinement asked) throws IOException {
        return groups.make(asked);
    }

    /** {@return the command that enters a group before it runs another; it runs nothing outside} */
    List<String> within(ControlGroup group, List<String> command) {
        List<String> line = new ArrayList<>(List.of(
                tools.path("sh"),
                "-c",
                SandboxScripts.JOIN_GROUP,
                "enter",
                group.entrance().toString()));
        line.addAll(command);
        return List.copyOf(line);
    }

    private static List<String> memory(Confinement asked) {
        long bytes = asked.memoryBytes().orElse(JvmNeeds.LEAST_MEMORY_BYTES);
        if (bytes < JvmNeeds.LEAST_MEMORY_BYTES) {
            return List.of("memoryBytes=" + bytes + " is too little for a JVM: at least "
                    + JvmNeeds.LEAST_MEMORY_BYTES);
        }
        return bytes > JvmNeeds.MOST_MEMORY_BYTES
                ? List.of("memoryBytes=" + bytes + " is more than can be held: at most "
                        + JvmNeeds.MOST_MEMORY_BYTES)
                : List.of();
    }

    private List<String> limits(Confinement asked) {
        if (!memory(asked).isEmpty()) {
            return List.of();
        }
        return JvmNeeds.limits(asked).stream()
                .flatMap(limit -> Stream.of(machine.run(sandbox.trial(limit)))
                        .filter(ran -> !ran.ok())
                        .map(ran -> "prlimit " + limit + " is refused (" + ran.text()
                                + "): ask for less, or raise the runtime's own limit"))
                .toList();
    }

    private List<String> paths(Confinement asked) {
        List<String> problems = new ArrayList<>();
        user.folderProblem(asked.folder()).ifPresent(problems::add);
        if (!Files.isDirectory(asked.sockets())) {
            problems.add("sockets=" + asked.sockets() + " is no folder");
        }
        Stream.concat(Stream.of(asked.sockets()), asked.readable().stream())
                .flatMap(path -> user.readProblem(path).stream())
                .forEach(problems::add);
        return problems;
    }

    /**
     * {@return the command line that runs a java command confined}
     *
     * <p>The process that it starts has to keep its standard input: closing it kills the worker, as
     * does the end of the process that started it, and killing it. Bytes written to it go nowhere.
     * The worker's own standard input is empty, its environment is nearly so, and its status is
     * passed on; a worker that a signal killed, as one beyond its processor time, ends with a status
     * that is not 0 and that depends on the version of unshare.
     *
     * @param java the command: an absolute path of a JDK's {@code java}, options, main class,
     *     arguments; options that keep the JVM within the limits are put before the others
     * @throws IllegalStateException when the confinement has {@link #problems}
     * @throws IllegalArgumentException when the command begins with no absolute path
     * @throws IOException when a file that is needed cannot be found
     */
    public List<String> command(Confinement asked, List<String> java) throws IOException {
        if (java.isEmpty() || !Path.of(java.getFirst()).isAbsolute()) {
            throw new IllegalArgumentException("java=" + java + " begins with no absolute path");
        }
        List<String> problems = problems(asked);
        if (!problems.isEmpty()) {
            throw new IllegalStateException("confinement cannot be kept: problems=" + problems);
        }
        Path program = Path.of(java.getFirst()).toRealPath();
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(JvmNeeds.options(asked));
        line.addAll(java.subList(1, java.size()));
        SandboxMounts mounts = SandboxMounts.of(asked, tools.inside(), SandboxMounts.jdk(program));
        return sandbox.command(asked, mounts, line);
    }

    /**
     * Makes a file or folder the workers' own, where the runtime is root and workers are not: a
     * confinement's folder, and the folder and file of a socket. Does nothing for other users.
     *
     * @throws IOException when the owner cannot be changed
     */
    public void handOver(Path path) throws IOException {
        user.chown(path);
    }
}
