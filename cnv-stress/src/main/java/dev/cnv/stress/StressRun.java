package dev.cnv.stress;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs jcstress twice: the tests, none of which may fail or be left out (as those with more actors than
 * there are processors), and the canary, which has to fail. Ends with status 1 when either is otherwise.
 */
public final class StressRun {

    /** What jcstress says of tests that it leaves out, and then ends with 0. */
    private static final List<String> NOT_RUN =
            List.of("No matching tests", "No scheduling is possible");

    private static final int LEFT_OUT = -1;

    private StressRun() {}

    /**
     * Runs the tests.
     *
     * @param arguments jcstress's mode and a regular expression over the names of tests
     * @throws Exception when a JVM cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        String mode = arguments[0];
        int tests = run(mode, arguments[1], "stress-results");
        int canary = run("sanity".equals(mode) ? "quick" : mode, ".*Canary.*", "canary-results");
        System.out.println("stress: tests "
                + (tests == 0 ? "passed" : tests == LEFT_OUT ? "LEFT OUT" : "FAILED") + ", canary "
                + (canary > 0
                        ? "was found, as it must be"
                        : "NOT FOUND: this machine shows nothing"));
        System.exit(tests == 0 && canary > 0 ? 0 : 1);
    }

    private static int run(String mode, String tests, String results)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.openjdk.jcstress.Main",
                        "-m",
                        mode,
                        "-t",
                        tests,
                        "-r",
                        results))
                .redirectErrorStream(true)
                .start();
        boolean left = false;
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                System.out.println(line);
                left |= NOT_RUN.stream().anyMatch(line::contains);
            }
        }
        int status = process.waitFor();
        return left ? LEFT_OUT : status;
    }
}
