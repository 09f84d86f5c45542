package dev.cnv.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cnv.runtime.worker.ConfinedWorkers.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What confined JVMs of this machine cannot do. */
class ConfinerTest {

    private static final long MEGABYTE = 1L << 20;
    private static Confiner confiner;

    @TempDir
    private Path parent;

    private ConfinedWorkers workers;

    @BeforeAll
    static void ask() {
        confiner = Confiner.ofThisMachine();
    }

    @BeforeEach
    void open() throws IOException {
        workers = new ConfinedWorkers(confiner, parent);
        List<String> problems = confiner.problems(workers.unlimited(false));
        assumeTrue(problems.isEmpty(), problems::toString);
    }

    @Test
    void files_outside_cannotBeRead() throws Exception {
        Path secret = Files.writeString(parent.resolve("secret"), "s");
        Path classes = ConfinedWorkers.classes(ConfinedMain.class);
        Ended ended = workers.run(
                workers.unlimited(false),
                "files",
                "read",
                "/etc/passwd",
                "read",
                secret.toString(),
                "read",
                classes.resolveSibling("classes").toString(),
                "read",
                Path.of("pom.xml").toAbsolutePath().toString(),
                "read",
                "/proc/1/root/etc/passwd",
                "read",
                "/proc/1/cwd/../secret",
                "read",
                "/sys",
                "read",
                "/dev/mem",
                "read",
                classes.toString());
        assertEquals(8, count(ended, " refused"), ended.text());
        assertTrue(ended.text().contains("read " + classes + " done"), ended.text());
        assertEquals(0, ended.status());
    }

    @Test
    void files_outside_cannotBeWritten() throws Exception {
        Path classes = ConfinedWorkers.classes(ConfinedMain.class);
        Ended ended = workers.run(
                workers.unlimited(false),
                "files",
                "write",
                "/x",
                "write",
                "/usr/lib/x",
                "write",
                "/etc/ld.so.cache",
                "write",
                parent.resolve("x").toString(),
                "write",
                classes.resolve("x").toString(),
                "write",
                workers.sockets.resolve("x").toString(),
                "write",
                ConfinedWorkers.JAVA.toRealPath().toString(),
                "write",
                "/proc/sys/kernel/core_pattern",
                "write",
                "/.cnv/prlimit");
        // The parent is there as a folder of the private /tmp, or not at all.
        assertTrue(count(ended, " refused") >= 8, ended.text());
        assertFalse(Files.exists(parent.resolve("x")));
        assertFalse(Files.exists(classes.resolve("x")));
    }

    @Test
    void folder_written_isSeenOutside() throws Exception {
        Path file = workers.folder.resolve("made");
        Ended ended = workers.run(
                workers.unlimited(false), "files", "write", file.toString(), "write", "rel");
        assertEquals(2, count(ended, " done"), ended.text());
        assertEquals("x", Files.readString(file));
        assertEquals("x", Files.readString(workers.folder.resolve("rel")));
    }

    @Test
    void loopback_withoutNetwork_cannotBeReached() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Ended ended = workers.run(workers.unlimited(false), "tcp", "" + server.getLocalPort());
            assertEquals("tcp refused\n", ended.text());
        }
    }

    @Test
    void loopback_withNetwork_isReached() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server));
            Ended ended = workers.run(workers.unlimited(true), "tcp", "" + server.getLocalPort());
            assertEquals("tcp done\n", ended.text());
        }
    }

    private static void answer(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void unixSocket_withoutNetwork_isReached() throws Exception {
        Path path = workers.sockets.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            confiner.handOver(path);
            Ended ended = workers.run(workers.unlimited(false), "unix", path.toString());
            assertEquals("unix done\n", ended.text());
            ByteBuffer byteRead = ByteBuffer.allocate(1);
            try (SocketChannel channel = server.accept()) {
                channel.read(byteRead);
            }
            assertEquals(7, byteRead.get(0));
        }
    }

    @Test
    void memory_withinLimit_isGiven() throws Exception {
        Ended ended = workers.run(workers.memory(64 * MEGABYTE), "heap", "" + 32 * MEGABYTE);
        assertEquals("heap done\n", ended.text());
    }

    @Test
    void heap_aboveLimit_isRefused() throws Exception {
        Ended ended = workers.run(workers.memory(64 * MEGABYTE), "heap", "" + 80 * MEGABYTE);
        assertEquals("heap refused\n", ended.text());
    }

    @Test
    void directBuffers_aboveLimit_areRefused() throws Exception {
        Ended ended = workers.run(workers.memory(64 * MEGABYTE), "direct", "" + 16 * MEGABYTE);
        assertTrue(count(ended, "direct done") <= 4, ended.text());
        assertEquals(1, count(ended, "direct refused"), ended.text());
    }

    /** Memory of arenas is in no option of the JVM: what stops it is the kernel. */
    @Test
    void arenas_aboveLimit_areRefusedOrKill() throws Exception {
        Ended ended = workers.run(workers.memory(64 * MEGABYTE), "arena", "" + 16 * MEGABYTE);
        int most = (int) ((64 * MEGABYTE + JvmNeeds.DATA_BYTES) / (16 * MEGABYTE));
        assertTrue(count(ended, "arena done") < most, ended.text());
        assertTrue(count(ended, "arena done") > 3, ended.text());
    }

    @Test
    void mappedFile_aboveLimit_isRefused() throws Exception {
        Ended ended = workers.run(workers.memory(64 * MEGABYTE), "map", "" + 1024 * MEGABYTE);
        assertTrue(ended.text().contains("map refused"), ended.text());
    }

    @Test
    void burner_aboveLimit_isKilled() throws Exception {
        Ended ended = workers.run(workers.cpu(Duration.ofMillis(1500)), "burn");
        long used = ended.text()
                .lines()
                .filter(line -> line.chars().allMatch(Character::isDigit))
                .mapToLong(Long::parseLong)
                .max()
                .orElseThrow();
        assertNotEquals(0, ended.status());
        assertTrue(used > 1500 && used < 2500, ended.text());
    }

    @Test
    void openFiles_aboveLimit_areRefused() throws Exception {
        Ended ended = workers.run(workers.files(40), "open");
        int open = Integer.parseInt(ended.text().strip());
        assertTrue(open >= 40 && open <= 40 + JvmNeeds.FILES + 1, ended.text());
    }

    @Test
    void threads_withoutEnd_areBounded() throws Exception {
        Ended ended = workers.run(workers.unlimited(false), "threads");
        int last = Integer.parseInt(ended.text().lines().toList().getLast());
        assertTrue(last > 100 && last < JvmNeeds.tasks(), ended.text());
    }

    @Test
    void forks_ofAKilledWorker_dieWithIt() throws Exception {
        String marker = "cnv-" + UUID.randomUUID();
        Process process = workers.start(workers.unlimited(false), marker, "forks");
        assertEquals("forked", process.inputReader().readLine());
        assertTrue(ConfinedWorkers.awaitMarked(marker, true));
        process.destroyForcibly();
        assertTrue(ConfinedWorkers.awaitMarked(marker, false));
    }

    @Test
    void input_closed_killsTheWorker() throws Exception {
        String marker = "cnv-" + UUID.randomUUID();
        Process process = workers.start(workers.unlimited(false), marker, "burn");
        assertEquals("burning", process.inputReader().readLine());
        process.getOutputStream().close();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertTrue(ConfinedWorkers.awaitMarked(marker, false));
    }

    @Test
    void parent_killed_killsTheWorker() throws Exception {
        String marker = "cnv-" + UUID.randomUUID();
        Process starter = starter(List.of(), marker, "burn");
        assertEquals("burning", starter.inputReader().readLine());
        assertTrue(ConfinedWorkers.awaitMarked(marker, true));
        starter.destroyForcibly();
        assertTrue(ConfinedWorkers.awaitMarked(marker, false));
    }

    /** Where the tests are root, what an ordinary user's runtime does is tried as one. */
    @Test
    void ordinaryUser_starts_confinedWorkers() throws Exception {
        assumeTrue(WorkerUser.of(new ThisMachine()).root(), "the other tests are run by one");
        confiner.handOver(parent);
        Files.delete(workers.folder);
        Files.delete(workers.sockets);
        Process starter = starter(
                List.of(
                        "/usr/bin/setpriv",
                        "--reuid",
                        "65534",
                        "--regid",
                        "65534",
                        "--clear-groups"),
                "none",
                "mounts");
        List<String> lines = starter.inputReader().lines().toList();
        assertEquals(13, lines.size(), lines::toString);
        assertTrue(lines.stream().allMatch(line -> line.endsWith(" -1")), lines::toString);
    }

    private Process starter(List<String> under, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(under);
        String path = ConfinedWorkers.classes(ConfinedMain.class)
                + ":"
                + ConfinedWorkers.classes(Confiner.class);
        line.addAll(List.of(
                ConfinedWorkers.JAVA.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                path,
                ConfiningMain.class.getName(),
                Files.createDirectories(parent.resolve("started")).toString()));
        if (!under.isEmpty()) {
            confiner.handOver(parent.resolve("started"));
        }
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    @Test
    void mounts_fromInside_areRefused() throws Exception {
        Ended ended = workers.run(workers.unlimited(true), "mounts");
        assertEquals(13, ended.text().lines().count(), ended.text());
        assertEquals(13, count(ended, " -1\n"), ended.text());
    }

    @Test
    void processes_outside_areNeitherSeenNorSignalled() throws Exception {
        long parentPid = ProcessHandle.current().pid();
        Ended ended = workers.run(workers.unlimited(false), "processes", "" + parentPid);
        assertEquals("seen 1\nself 1\nparent false\nkill -1\nkill -1\n", ended.text());
    }

    @Test
    void inspection_ofARoomThatHolds_isGood() throws Exception {
        assertTrue(inspect(false, List.of(), line -> line).ok());
    }

    @Test
    void inspection_ofARoomWithAnotherFile_isBad() throws Exception {
        assertFalse(
                inspect(false, List.of(Path.of("/etc/passwd")), line -> line).ok());
    }

    @Test
    void inspection_ofAnOpenNetwork_isBad() throws Exception {
        assumeTrue(Files.readAllLines(Path.of("/proc/net/route")).size() > 1, "no network at all");
        assertTrue(inspect(true, List.of(), line -> line).ok());
        assertFalse(inspect(true, List.of(), ConfinerTest::expectingNoNetwork).ok());
    }

    private static List<String> expectingNoNetwork(List<String> line) {
        List<String> other = new ArrayList<>(line);
        assertEquals("0", other.set(line.size() - 2, "1"));
        return other;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--no-new-privs", "--bounding-set=-all", "--cpu=7:7", "--net", "setsid"})
    void inspection_withoutOneMeans_isBad(String means) throws Exception {
        assertFalse(inspect(
                        false,
                        List.of(),
                        line -> line.stream()
                                .filter(word -> !word.equals(means) && !word.endsWith("/" + means))
                                .toList())
                .ok());
    }

    private Machine.Ran inspect(
            boolean network, List<Path> more, UnaryOperator<List<String>> change)
            throws IOException {
        Machine machine = new ThisMachine();
        Tools tools = new Tools(machine);
        Confinement asked = new Confinement(
                OptionalLong.empty(),
                Optional.of(Duration.ofSeconds(7)),
                OptionalInt.of(8),
                network,
                workers.folder,
                workers.sockets,
                List.of());
        List<Path> needed = new ArrayList<>(more);
        needed.add(Path.of(tools.path("sh")));
        SandboxMounts mounts = SandboxMounts.of(asked, tools.inside(), needed);
        boolean root = WorkerUser.of(machine).root();
        return machine.run(change.apply(new SandboxCommand(tools, root).inspection(asked, mounts)));
    }

    @Test
    void environment_ofTheParent_isNotPassedOn() throws Exception {
        Ended ended = workers.run(workers.unlimited(false), "environment");
        assertFalse(ended.text().contains("PATH"), ended.text());
        assertFalse(ended.text().contains("HOME"), ended.text());
    }

    @Test
    void status_ofTheWorker_isPassedOn() throws Exception {
        Ended ended = workers.run(workers.unlimited(false), "no such thing");
        assertEquals(1, ended.status(), ended.text());
    }

    @Test
    void command_withProblems_isRefused() {
        Confinement little = workers.memory(MEGABYTE);
        IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> workers.command(little, "none", "burn"));
        assertTrue(refused.getMessage().contains("memoryBytes=1048576"), refused::getMessage);
    }

    @Test
    void limit_aboveTheRuntimesOwn_isAProblem() {
        List<String> problems = confiner.problems(workers.files(Integer.MAX_VALUE - 100));
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.getFirst().contains("--nofile="), problems::toString);
    }

    @Test
    void folder_missing_isAProblem() throws Exception {
        Files.delete(workers.folder);
        List<String> problems = confiner.problems(workers.unlimited(false));
        assertEquals(List.of("folder=" + workers.folder + " is no folder"), problems);
    }

    private static long count(Ended ended, String part) {
        return ended.text().split(Pattern.quote(part), -1).length - 1L;
    }
}
