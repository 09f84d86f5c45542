package dev.cnv.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Runs {@link ConfinedMain} in confinements under a folder of a test. */
final class ConfinedWorkers {

    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    final Path folder;
    final Path sockets;
    private final Confiner confiner;

    ConfinedWorkers(Confiner confiner, Path parent) throws IOException {
        this.confiner = confiner;
        folder = Files.createDirectory(parent.resolve("folder"));
        sockets = Files.createDirectory(parent.resolve("sockets"));
        confiner.handOver(folder);
        confiner.handOver(sockets);
    }

    /** How a worker ended, and what it wrote. */
    record Ended(int status, String text) {}

    static Path classes(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    Confinement unlimited(boolean network) {
        return new Confinement(
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                network,
                folder,
                sockets,
                List.of(classes(ConfinedMain.class)));
    }

    Confinement memory(long bytes) {
        Confinement all = unlimited(false);
        return new Confinement(
                OptionalLong.of(bytes),
                all.cpuTime(),
                all.fileDescriptors(),
                false,
                folder,
                sockets,
                all.readable());
    }

    Confinement cpu(Duration time) {
        Confinement all = unlimited(false);
        return new Confinement(
                all.memoryBytes(),
                Optional.of(time),
                all.fileDescriptors(),
                false,
                folder,
                sockets,
                all.readable());
    }

    Confinement files(int count) {
        Confinement all = unlimited(false);
        return new Confinement(
                all.memoryBytes(),
                all.cpuTime(),
                OptionalInt.of(count),
                false,
                folder,
                sockets,
                all.readable());
    }

    List<String> command(Confinement asked, String marker, String... arguments) throws IOException {
        List<String> java = new ArrayList<>(List.of(
                JAVA.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-Dmarker=" + marker,
                "-cp",
                classes(ConfinedMain.class).toString(),
                ConfinedMain.class.getName()));
        java.addAll(List.of(arguments));
        return confiner.command(asked, java);
    }

    Process start(Confinement asked, String marker, String... arguments) throws IOException {
        return new ProcessBuilder(command(asked, marker, arguments))
                .redirectErrorStream(true)
                .start();
    }

    Ended run(Confinement asked, String... arguments) throws Exception {
        Process process = start(asked, "none", arguments);
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the worker ends");
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.exitValue(), text);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Waits until no process of this machine has a marker in its command any more, or until one has. */
    static boolean awaitMarked(String marker, boolean present) throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            if (marked(marker) == present) {
                return true;
            }
            Thread.sleep(25);
        }
        return false;
    }

    private static boolean marked(String marker) {
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(path -> path.resolve("cmdline"))
                    .anyMatch(path -> has(path, marker));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean has(Path commandLine, String marker) {
        try {
            return new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8)
                    .contains(marker);
        } catch (IOException _) {
            return false;
        }
    }
}
