package dev.cnv.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of machines that lack something. */
class MachineAbilitiesTest {

    @TempDir
    private Path parent;

    /** A machine that has what it is said to have, and on which some commands fail. */
    private record Answers(String system, long user, String lacking, Predicate<List<String>> fails)
            implements Machine {

        @Override
        public Optional<Path> tool(String name) {
            return name.equals(lacking) ? Optional.empty() : Optional.of(Path.of("/usr/bin/env"));
        }

        @Override
        public ControlGroups groups() {
            return new ControlGroups(Optional.empty(), false, List.of("each process: made up"));
        }

        @Override
        public Ran run(List<String> command) {
            return fails.test(command) ? new Ran(false, "status 17") : new Ran(true, "status 0");
        }
    }

    private static Answers linux(String lacking, Predicate<List<String>> fails) {
        return new Answers("Linux", 1000, lacking, fails);
    }

    private List<String> problems(Machine machine, boolean network) {
        return Confiner.of(machine).problems(asked(network));
    }

    private Confinement asked(boolean network) {
        return new Confinement(
                OptionalLong.of(64L << 20),
                Optional.empty(),
                OptionalInt.of(10),
                network,
                parent.resolve("folder"),
                parent.resolve("sockets"),
                List.of());
    }

    private static Predicate<List<String>> having(String part) {
        return command -> command.stream().anyMatch(word -> word.startsWith(part));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unshare",
                "setpriv",
                "prlimit",
                "mount",
                "umount",
                "pivot_root",
                "setsid",
                "env",
                "cat",
                "mkdir",
                "ln",
                "sh"
            })
    void tool_missing_isNamed(String name) {
        List<String> problems = problems(linux(name, _ -> false), true);
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.getFirst().startsWith(name + " (package "), problems::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mac OS X", "Windows 11", "unknown"})
    void system_other_isRefused(String name) {
        List<String> problems = problems(new Answers(name, 1000, "", _ -> false), true);
        assertEquals(
                List.of("os.name=" + name + " holds no process to limits: Linux does"), problems);
    }

    @Test
    void user_unknown_isRefused() {
        List<String> problems = problems(new Answers("Linux", -1, "", _ -> false), true);
        assertEquals(
                List.of("the kernel does not say whose this process is: mount /proc"), problems);
    }

    @Test
    void userNamespaces_refused_nameTheSwitches() {
        List<String> problems = problems(linux("", having("--map-user")), true);
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(
                problems.getFirst().startsWith("user namespaces are refused (status 17)"),
                problems::toString);
        assertTrue(problems.getFirst().contains("max_user_namespaces"), problems::toString);
    }

    @Test
    void namespaces_refused_areAProblem() {
        List<String> problems = problems(linux("", having("--pid")), true);
        assertTrue(
                problems.getFirst().startsWith("mount, pid, ipc and uts namespaces are refused"),
                problems::toString);
        assertEquals(1, problems.size(), problems::toString);
    }

    @Test
    void networkNamespace_refused_concernsThoseWithoutNetwork() {
        Machine machine = linux("", having("--net"));
        assertTrue(problems(machine, false)
                .getFirst()
                .startsWith("network namespaces are refused (status 17)"));
        assertTrue(problems(machine, true).stream().noneMatch(text -> text.contains("network")));
    }

    @Test
    void room_thatDoesNotHold_isAProblem() {
        List<String> problems = problems(linux("", having("inspection")), true);
        assertEquals(
                List.of("a sandbox without other files does not hold here (status 17)"), problems);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--data", "--as", "--nofile", "--nproc", "--core"})
    void limit_refused_isNamed(String limit) {
        List<String> problems = problems(
                linux("", command -> command.size() == 6 && having(limit).test(command)), true);
        assertTrue(problems.getFirst().startsWith("prlimit " + limit), problems::toString);
    }

    /** Where the kernel has what is needed, all other tests of this package have run. */
    @Test
    void thisMachine_withNamespaces_keepsWhatIsAsked() throws Exception {
        Machine machine = new ThisMachine();
        Optional<Path> unshare = machine.tool("unshare");
        assumeTrue(machine.system().equals("Linux") && unshare.isPresent(), "no unshare");
        String tool = unshare.orElseThrow().toString();
        List<String> all = List.of(
                tool,
                "--user",
                "--map-root-user",
                "--mount",
                "--pid",
                "--ipc",
                "--uts",
                "--net",
                "--fork",
                "--mount-proc",
                "--",
                "/bin/sh",
                "-c",
                ":");
        assumeTrue(machine.run(all).ok(), "no namespaces");
        Confiner confiner = Confiner.of(machine);
        ConfinedWorkers workers = new ConfinedWorkers(confiner, parent);
        assertEquals(List.of(), confiner.problems(workers.unlimited(false)));
        assertEquals(List.of(), confiner.problems(workers.unlimited(true)));
    }
}
