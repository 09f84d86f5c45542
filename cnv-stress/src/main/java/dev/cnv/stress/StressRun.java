package dev.cnv.stress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs jcstress twice: the tests, none of which may fail, and the canary, which has to. Ends with
 * status 1 when either is otherwise.
 */
public final class StressRun {

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
        System.out.println("stress: tests " + (tests == 0 ? "passed" : "FAILED") + ", canary "
                + (canary == 0
                        ? "NOT FOUND: this machine shows nothing"
                        : "was found, as it must be"));
        System.exit(tests == 0 && canary != 0 ? 0 : 1);
    }

    private static int run(String mode, String tests, String results)
            throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(
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
                .inheritIO()
                .start()
                .waitFor();
    }
}
