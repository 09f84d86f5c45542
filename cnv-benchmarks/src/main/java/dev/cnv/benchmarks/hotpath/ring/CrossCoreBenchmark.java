package dev.cnv.benchmarks.hotpath.ring;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Hands messages of 32 bytes from a thread on one processor to a thread on another, each subject in
 * JVMs of its own, several times in turn, and writes a table of medians. The time of a round trip of a
 * cache line is taken before and after: figures of runs where it differs do not compare.
 */
public final class CrossCoreBenchmark {

    private CrossCoreBenchmark() {}

    /**
     * Measures.
     *
     * @param args the file for the table, the number of JVMs for each subject, and of chunks in each,
     *     and a regular expression for the subjects, all when it is left out; or, in such a JVM, {@code child}, a subject and the number of chunks
     * @throws Exception when a subject fails or the file cannot be written
     */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("child")) {
            child(args[1], Integer.parseInt(args[2]));
            return;
        }
        int forks = Integer.parseInt(args[1]);
        String wanted = args.length > 3 ? args[3] : ".*";
        RingReport report = new RingReport();
        for (int i = 0; i < forks; i++) {
            for (Subjects.Subject subject : Subjects.all()) {
                if (subject.name().matches(wanted)) {
                    report.add(subject, fork(subject.name(), args[2]));
                }
            }
        }
        report.write(Path.of(args[0]), forks);
    }

    private static RingReport.Run fork(String subject, String chunks) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrossCoreBenchmark.class.getName(),
                        "child",
                        subject,
                        chunks))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("subject=" + subject + " failed: " + output);
        }
        return parsed(Arrays.stream(output.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray());
    }

    /** What a child printed. */
    private static RingReport.Run parsed(double[] said) {
        Sample sample = new Sample(said[0], said[1], said[2], said[3]);
        return new RingReport.Run(sample, said[4], said[5] == 1);
    }

    private static void child(String name, int chunks) throws InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(CrossCoreBenchmark::fail);
        // Before this thread is kept on one: there is no more than that one for it then.
        int processors = Runtime.getRuntime().availableProcessors();
        boolean pinned = processors > 1 && Pin.current(1);
        double before = RoundTrip.measure(RoundTrip.Line.pair(), 500);
        Sample sample = Subjects.named(name).way().measure(new Subjects.Terms(chunks, processors));
        double after = RoundTrip.measure(RoundTrip.Line.pair(), 500);
        System.out.println(sample.nanos() + " " + sample.bytes() + " " + sample.messages() + " "
                + sample.leastShare() + " " + (before + after) / 2 + " " + (pinned ? 1 : 0));
    }

    /** Else the others wait for a thread that is gone. */
    private static void fail(Thread thread, Throwable fault) {
        fault.printStackTrace();
        Runtime.getRuntime().halt(1);
    }
}
