package dev.cnv.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that ran to its end.
 *
 * @param wallSeconds from its start until it was gone
 * @param cpuSeconds user and system time of it and its children, all threads together
 * @param output what it wrote to standard output and error
 */
public record TimedProcess(double wallSeconds, double cpuSeconds, String output) {

    /** The shell counts the time of its children exactly, also of those that are gone already. */
    private static final String SCRIPT =
            "out=$1; shift; \"$@\" >\"$out\" 2>&1 </dev/null; s=$?; times; exit $s";

    private static final Pattern TIME = Pattern.compile("(\\d+)m([0-9.]+)s");

    /**
     * Runs a command and waits for its end.
     *
     * @param folder where it runs
     * @param command program and arguments
     * @return how long it took
     * @throws IOException when it cannot be started
     * @throws InterruptedException when interrupted while waiting
     * @throws IllegalStateException when it ends with another status than 0
     */
    public static TimedProcess run(Path folder, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("cnv-benchmark", ".out");
        try {
            List<String> all = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", out.toString()));
            all.addAll(command);
            long startNanos = System.nanoTime();
            Process process = new ProcessBuilder(all)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String times =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            double wallSeconds = (System.nanoTime() - startNanos) / 1e9;
            String output = Files.readString(out);
            if (status != 0) {
                throw new IllegalStateException(
                        "status=" + status + " command=" + command + "\n" + output);
            }
            return new TimedProcess(wallSeconds, cpuSeconds(times), output);
        } finally {
            Files.delete(out);
        }
    }

    /** The second line of {@code times}: user and system time of the children. */
    private static double cpuSeconds(String times) {
        String children = times.strip().lines().skip(1).findFirst().orElseThrow();
        Matcher matcher = TIME.matcher(children);
        double seconds = 0;
        while (matcher.find()) {
            seconds +=
                    60 * Integer.parseInt(matcher.group(1)) + Double.parseDouble(matcher.group(2));
        }
        return seconds;
    }
}
