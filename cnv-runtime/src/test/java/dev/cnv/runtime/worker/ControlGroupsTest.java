package dev.cnv.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is concluded of control groups that are made up, and what those of this machine do. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ControlGroupsTest {

    @TempDir
    private Path parent;

    private ControlGroups asked(String group, String mount) throws IOException {
        Path process = Files.createDirectories(parent.resolve("process"));
        Files.writeString(process.resolve("cgroup"), "4:memory:/x\n" + group + "\n");
        Files.writeString(process.resolve("mountinfo"), mount + "\n");
        return ControlGroups.of(process, true);
    }

    private Path made(String controllers) throws IOException {
        Path mounted = Files.createDirectories(parent.resolve("mounted"));
        Path own = Files.createDirectories(mounted.resolve("own"));
        Files.writeString(own.resolve("cgroup.controllers"), controllers);
        Files.writeString(own.resolve("cgroup.subtree_control"), "");
        return mounted;
    }

    private static void assertNone(ControlGroups groups, String why) {
        assertEquals(Optional.empty(), groups.parent());
        assertFalse(groups.limits());
        assertTrue(groups.missing().getFirst().contains(why), groups::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4:pids:/own | 1 2 0:3 / MOUNT rw - cgroup2 c rw",
                "0::/own | 1 2 0:3 / MOUNT rw - cgroup c rw",
                "0::/own | 1 2 0:3 /other MOUNT rw - cgroup2 c rw",
                "0::/none | 1 2 0:3 / MOUNT rw - cgroup2 c rw",
                "0::/own | nonsense",
                "0::/own | 1 - cgroup2 c rw"
            })
    void group_thatIsNotMounted_isNone(String group, String mount) throws IOException {
        String line = mount.replace("MOUNT", made("memory pids").toString());
        assertNone(asked(group, line), "in no control group of version 2");
    }

    @Test
    void process_withoutItsFiles_hasNone() {
        assertNone(ControlGroups.of(parent.resolve("not"), true), "cannot be read");
    }

    @ParameterizedTest
    @CsvSource({"/, /own", "/above, /above/own"})
    void group_thatIsNoneOfTheKernels_isRefusedAndLeftAsItWas(String root, String group)
            throws IOException {
        Path mounted = made("memory pids cpu");
        String mount = "36 35 98:0 " + root + " " + mounted + " rw shared:1 - cgroup2 c rw";
        ControlGroups groups = asked("0::" + group, mount);
        assertNone(groups, "counts no processor time");
        try (var files = Files.list(mounted.resolve("own"))) {
            assertEquals(2, files.count(), "the trial is gone");
        }
        assertEquals(
                "+memory +pids",
                Files.readString(mounted.resolve("own").resolve("cgroup.subtree_control")));
    }

    @Test
    void limits_ofAGroup_areWrittenToItsFiles() throws IOException {
        for (String name :
                List.of("pids.max", "memory.max", "memory.oom.group", "memory.swap.max")) {
            Files.createFile(parent.resolve(name));
        }
        ControlGroup.limit(parent, OptionalLong.of(64L << 20));
        assertEquals(
                Integer.toString(JvmNeeds.treeTasks()),
                Files.readString(parent.resolve("pids.max")));
        assertEquals(
                Long.toString((64L << 20) + JvmNeeds.DATA_BYTES + SandboxCommand.TMP_BYTES),
                Files.readString(parent.resolve("memory.max")));
        assertEquals("1", Files.readString(parent.resolve("memory.oom.group")));
        assertEquals("0", Files.readString(parent.resolve("memory.swap.max")));
    }

    @Test
    void limit_withoutItsFile_isAFailureAndNoLimitThatIsNotHeld() throws IOException {
        Files.createFile(parent.resolve("pids.max"));
        assertThrows(
                NoSuchFileException.class,
                () -> ControlGroup.limit(parent, OptionalLong.of(64L << 20)));
        assertFalse(Files.exists(parent.resolve("memory.max")));
    }

    /** The file pids.max is the same in both versions: that of version 1 shows what a kernel does with it. */
    @Test
    void kernel_startsNoMoreProcessesThanTheLimitSays() throws Exception {
        Path pids = Path.of("/sys/fs/cgroup/pids");
        assumeTrue(
                Files.isWritable(pids.resolve("cgroup.procs")),
                "no pids controller of version 1 that can be written");
        Path group = Files.createTempDirectory(pids, "cnv-test-");
        try {
            ControlGroup.limit(group, OptionalLong.empty());
            Process process = new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            SandboxScripts.JOIN_GROUP,
                            "enter",
                            group + "/cgroup.procs",
                            "/bin/sh",
                            "-c",
                            "while sleep 20 & do :; done")
                    .redirectErrorStream(true)
                    .start();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertNotEquals(0, process.exitValue());
            List<String> left = Files.readAllLines(group.resolve("cgroup.procs"));
            assertTrue(left.size() >= JvmNeeds.treeTasks() - 1, "processes=" + left.size());
            assertTrue(left.size() <= JvmNeeds.treeTasks(), "processes=" + left.size());
            left.forEach(pid -> ProcessHandle.of(Long.parseLong(pid))
                    .ifPresent(ProcessHandle::destroyForcibly));
        } finally {
            removed(group);
        }
    }

    private static void removed(Path group) throws IOException, InterruptedException {
        for (int i = 0;
                i < 100 && !Files.readString(group.resolve("cgroup.procs")).isEmpty();
                i++) {
            Thread.sleep(10);
        }
        Files.delete(group);
    }

    /** A group that reached its limit and found room is not one of which something was killed. */
    @ParameterizedTest
    @CsvSource({"0, ''", "3, memoryBytes"})
    void group_inWhichTheKernelKilled_exceededItsMemory(int kills, String limit)
            throws IOException {
        Files.writeString(parent.resolve("cpu.stat"), "usage_usec 5\nuser_usec 4\n");
        Files.writeString(
                parent.resolve("memory.events"),
                "low 0\nhigh 0\nmax 12\noom 1\noom_kill " + kills + "\noom_group_kill 1\n");
        ControlGroup group = ControlGroup.of(parent, asked(Duration.ofSeconds(60)), false);
        assertEquals(limit, group.exceeded().orElse(""));
    }

    /** A group of this machine, or a skip that says what is not there. */
    private ControlGroup group(Duration cpuTime) throws IOException {
        ControlGroups groups = new ThisMachine().groups();
        assumeTrue(groups.parent().isPresent(), groups.missing()::toString);
        return groups.make(asked(cpuTime)).orElseThrow();
    }

    private Confinement asked(Duration cpuTime) {
        return new Confinement(
                OptionalLong.of(64L << 20),
                Optional.of(cpuTime),
                OptionalInt.empty(),
                false,
                parent.resolve("folder"),
                parent.resolve("sockets"),
                List.of());
    }

    private static Process run(ControlGroup group, String script) throws IOException {
        return new ProcessBuilder(
                        Confiner.ofThisMachine().within(group, List.of("/bin/sh", "-c", script)))
                .start();
    }

    private static boolean gone(ControlGroup group) {
        return Files.notExists(group.entrance().getParent());
    }

    @Test
    void tree_thatBurnsProcessorTimeInItsChildren_isEndedAsAWhole() throws Exception {
        ControlGroup group = group(Duration.ofMillis(200));
        try (SystemTime time = new SystemTime(Clock.systemUTC())) {
            group.watch(time);
            // No process of these uses what all of them together may: each runs for a little and
            // goes.
            Process process = run(
                    group,
                    "while :; do (i=0; while [ $i -lt 3000 ]; do i=$((i+1)); done) & wait; done");
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(137, process.exitValue());
            assertEquals(Optional.of("cpuNanos"), group.exceeded());
        } finally {
            group.remove();
        }
        assertTrue(gone(group));
        assertEquals(Optional.of("cpuNanos"), group.exceeded(), "it is known afterwards");
    }

    @Test
    void tree_thatTakesTooMuchMemoryInItsChildren_isEndedAsAWhole() throws Exception {
        ControlGroups groups = new ThisMachine().groups();
        assumeTrue(groups.limits(), groups.missing()::toString);
        ControlGroup group = group(Duration.ofSeconds(60));
        try {
            // None of these takes what all of them together may: each holds the last of what it
            // reads.
            Process process =
                    run(group, "for i in 1 2 3 4; do cat /dev/zero | tail -c 100M & done; wait");
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(137, process.exitValue());
            assertEquals(Optional.of("memoryBytes"), group.exceeded());
        } finally {
            group.remove();
        }
        assertTrue(gone(group));
        assertEquals(Optional.of("memoryBytes"), group.exceeded(), "it is known afterwards");
    }

    @Test
    void tree_removed_endsAlsoWhatWentAway() throws Exception {
        ControlGroup group = group(Duration.ofSeconds(60));
        Path file = parent.resolve("pid");
        Process process = run(group, "setsid sh -c 'echo $$ >" + file + "; sleep 600' & sleep 1");
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        long left = Long.parseLong(Files.readString(file).strip());
        assertTrue(ProcessHandle.of(left).isPresent(), "it outlives the one that began it");
        group.remove();
        assertTrue(gone(group));
        assertTrue(ended(left), "not even what has another parent now");
        assertEquals(Optional.empty(), group.exceeded());
    }

    /** Whether a process is gone, or was killed and waits for a parent that collects it. */
    private static boolean ended(long pid) throws IOException {
        Path command = Path.of("/proc/" + pid + "/cmdline");
        return Files.notExists(command) || Files.readString(command).isEmpty();
    }

    @Test
    void command_whoseGroupIsGone_doesNotRun() throws Exception {
        ControlGroup group = group(Duration.ofSeconds(60));
        group.remove();
        Process process = run(group, "exit 0");
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(125, process.exitValue());
    }

    @Test
    void thisMachine_saysWhatItHoldsForEachProcess() {
        ControlGroups groups = new ThisMachine().groups();
        assertEquals(groups.limits(), groups.missing().isEmpty(), groups::toString);
        groups.missing().forEach(why -> assertTrue(why.contains("for each process"), why));
    }
}
