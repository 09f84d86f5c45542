package dev.cnv.runtime.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The terminal of this process.
 *
 * <p>Java can only say whether standard input and output are both terminals. Where the system shows a
 * process its open files ({@code /proc/self/fd}, Linux) each stream is looked at by itself; elsewhere
 * Java's answer stands for both.
 *
 * @param environment the process's environment, for {@code COLUMNS}
 */
record ProcessTerminal(Map<String, String> environment) implements Terminal {

    private static final int DEFAULT_COLUMN_COUNT = 80;
    private static final int MIN_COLUMN_COUNT = 40;
    private static final long STTY_TIMEOUT_MILLIS = 500;

    @Override
    public boolean outIsTerminal() {
        return isTerminal(1);
    }

    @Override
    public boolean errIsTerminal() {
        return isTerminal(2);
    }

    @Override
    public int columnCount() {
        String columns = environment.getOrDefault("COLUMNS", "");
        int count = columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : askedColumnCount();
        return count == 0 ? DEFAULT_COLUMN_COUNT : Math.max(MIN_COLUMN_COUNT, count);
    }

    @Override
    public Optional<String> readSecret(String prompt) {
        return console().map(console -> console.readPassword("%s", prompt)).map(String::new);
    }

    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.isSymbolicLink(link)) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/")
                        || target.startsWith("/dev/tty")
                        || target.equals("/dev/console");
            } catch (IOException e) {
                throw new UncheckedIOException("stream=" + link + " cannot be looked at", e);
            }
        }
        return console().isPresent();
    }

    /** Standard input and output together, when both are a terminal. */
    @SuppressWarnings(
            "SystemConsoleNull") // JDK 25 answers null again, JDK 22 to 24 a console for pipes.
    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    /** Asks {@code stty}; 0 when it does not know. */
    private static int askedColumnCount() {
        File device = new File("/dev/tty");
        if (!isTerminal(1) || !device.exists()) {
            return 0;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(device)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(STTY_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return 0;
            }
            String size = new String(
                            stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip();
            return size.matches("[0-9]{1,4} [0-9]{1,4}")
                    ? Integer.parseInt(size.substring(size.indexOf(' ') + 1))
                    : 0;
        } catch (IOException _) {
            return 0; // No stty here: the default width serves.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
