package dev.cnv.runtime.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The machine that this runtime runs on. */
final class ThisMachine implements Machine {

    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));
    private static final long LONGEST_SECONDS = 20;
    private static final int MOST_BYTES = 500;

    @Override
    public String system() {
        return System.getProperty("os.name", "unknown");
    }

    @Override
    public long user() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("Uid:"))
                    .mapToLong(line -> Long.parseLong(line.split("\\s+", 4)[2]))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException | NumberFormatException _) {
            return -1;
        }
    }

    @Override
    public Optional<Path> tool(String name) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    @Override
    public ControlGroups groups() {
        return ControlGroups.of(Path.of("/proc/self"), user() == 0);
    }

    @Override
    public Ran run(List<String> command) {
        try {
            return finish(new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            return new Ran(false, String.valueOf(e.getMessage()));
        }
    }

    /* A confined process ends when its input is closed, so that stays open until the end is seen. */
    private static Ran finish(Process process) throws IOException {
        try {
            boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            boolean ok = ended && process.exitValue() == 0;
            return new Ran(ok, ended ? text(process) : "no end after " + LONGEST_SECONDS + " s");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Ran(false, "interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    /* Something that the command left behind may hold the stream open, so its end is not awaited. */
    private static String text(Process process) throws IOException {
        InputStream stream = process.getInputStream();
        byte[] bytes = stream.readNBytes(Math.min(stream.available(), MOST_BYTES));
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "status " + process.exitValue() : text.replace('\n', ' ');
    }
}
