package dev.cnv.benchmarks.hotpath.ring;

import static dev.cnv.benchmarks.report.Report.figure;

import dev.cnv.benchmarks.hotpath.gate.GovernedHandover;
import dev.cnv.benchmarks.report.Report;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands messages of 32 bytes from a thread on one processor to a thread on another, each subject in
 * JVMs of its own, several times in turn, and writes a table of medians. The time of a round trip of a
 * cache line is taken before and after: figures of runs where it differs do not compare.
 */
public final class CrossCoreBenchmark {

    private static final List<String> SUBJECTS = List.of(
            "cnv-single",
            "cnv-single-32",
            "agrona-one-to-one",
            "disruptor-single",
            "disruptor-single-32",
            "cnv-laned",
            "cnv-laned-32",
            "cnv-laned-of-16",
            "cnv-shared",
            "cnv-shared-32",
            "cnv-shared-unlimited",
            "cnv-shared-unlimited-32",
            "agrona-many-to-one",
            "jctools-mpsc",
            "disruptor-multi",
            "disruptor-multi-32",
            "cnv-bare",
            "cnv-bare-32",
            "cnv-governed",
            "cnv-governed-32",
            "cnv-recorded",
            "cnv-recorded-32",
            "disruptor-bare",
            "disruptor-bare-32",
            "cnv-round-trip",
            "slots-round-trip");

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
        List<String> subjects =
                SUBJECTS.stream().filter(name -> name.matches(wanted)).toList();
        Map<String, List<double[]>> results = new LinkedHashMap<>();
        for (int i = 0; i < forks; i++) {
            for (String subject : subjects) {
                results.computeIfAbsent(subject, name -> new ArrayList<>())
                        .add(fork(subject, args[2]));
            }
        }
        Report report = new Report();
        report.say("Messages of 32 bytes from one processor to another, " + forks
                + " JVMs each; medians of the fastest tenth of chunks of " + Chunks.MESSAGES
                + " messages, and of " + RoundTrip.TRIPS + " round trips.");
        report.table(
                List.of("subject", "ns a message", "line round trip, ns", "ratio", "pinned"),
                rows(results));
        Map<String, Double> nanos = new LinkedHashMap<>();
        results.forEach((subject, runs) -> nanos.put(subject, median(runs, 0)));
        report.say("Goals:");
        report.table(RingGoals.HEAD, RingGoals.rows(nanos));
        report.say("Close to the limit: what the same memory traffic costs, and what checks add:");
        for (String suffix : List.of("", "-32")) {
            report.table(RingGoals.LIMIT_HEAD, RingGoals.limit(nanos, suffix));
        }
        report.write(Path.of(args[0]));
    }

    private static List<List<String>> rows(Map<String, List<double[]>> results) {
        List<List<String>> rows = new ArrayList<>();
        results.forEach((subject, runs) -> {
            double time = median(runs, 0);
            double line = median(runs, 1);
            boolean pinned = runs.stream().allMatch(run -> run[2] == 1);
            rows.add(List.of(
                    subject,
                    figure(time, 2),
                    figure(line, 0),
                    figure(time / line, 3),
                    pinned ? "yes" : "no"));
        });
        return rows;
    }

    private static double median(List<double[]> runs, int column) {
        double[] sorted = runs.stream().mapToDouble(run -> run[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double[] fork(String subject, String chunks) throws Exception {
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
        return Arrays.stream(output.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private static void child(String subject, int chunks) throws InterruptedException {
        boolean pinned = Runtime.getRuntime().availableProcessors() > 1 && Pin.current(1);
        double before = RoundTrip.measure(RoundTrip.Line.pair(), 500);
        double time = switch (subject) {
            case "cnv-round-trip" -> RoundTrip.measure(RoundTrip.Rings.pair(), 500);
            case "slots-round-trip" -> RoundTrip.measure(RoundTrip.Slots.pair(), 500);
            default -> handOver(subject, chunks);
        };
        double after = RoundTrip.measure(RoundTrip.Line.pair(), 500);
        System.out.println(time + " " + (before + after) / 2 + " " + (pinned ? 1 : 0));
    }

    private static double handOver(String subject, int chunkCount) throws InterruptedException {
        Handover handover = handover(subject);
        Chunks chunks = new Chunks(chunkCount);
        Thread consumer = Thread.ofPlatform().start(() -> {
            Pin.current(0);
            handover.receive(chunks);
        });
        // The Disruptor's consumer has to be there before the first event.
        Thread.sleep(200);
        handover.send(Chunks.messages(chunkCount));
        consumer.join();
        chunks.check();
        return chunks.fastTenth();
    }

    private static Handover handover(String subject) {
        return switch (subject) {
            case "cnv-single" -> CnvHandover.single(1);
            case "cnv-single-32" -> CnvHandover.single(32);
            case "agrona-one-to-one" -> PeerHandovers.Agrona.single();
            case "disruptor-single" -> PeerHandovers.Disruptor.single(1);
            case "disruptor-single-32" -> PeerHandovers.Disruptor.single(32);
            case "cnv-bare" -> GovernedHandover.of("bare", 1);
            case "cnv-bare-32" -> GovernedHandover.of("bare", 32);
            case "cnv-governed" -> GovernedHandover.of("governed", 1);
            case "cnv-governed-32" -> GovernedHandover.of("governed", 32);
            case "cnv-recorded" -> GovernedHandover.of("recorded", 1);
            case "cnv-recorded-32" -> GovernedHandover.of("recorded", 32);
            case "disruptor-bare" -> GovernedHandover.of("disruptor", 1);
            case "disruptor-bare-32" -> GovernedHandover.of("disruptor", 32);
            case "cnv-laned" -> CnvHandover.laned(1, 4);
            case "cnv-laned-32" -> CnvHandover.laned(32, 4);
            case "cnv-laned-of-16" -> CnvHandover.laned(1, 16);
            case "cnv-shared" -> CnvHandover.shared(1, true);
            case "cnv-shared-32" -> CnvHandover.shared(32, true);
            case "cnv-shared-unlimited" -> CnvHandover.shared(1, false);
            case "cnv-shared-unlimited-32" -> CnvHandover.shared(32, false);
            case "agrona-many-to-one" -> PeerHandovers.Agrona.shared();
            case "jctools-mpsc" -> PeerHandovers.JcTools.shared();
            case "disruptor-multi" -> PeerHandovers.Disruptor.shared(1);
            case "disruptor-multi-32" -> PeerHandovers.Disruptor.shared(32);
            default -> throw new IllegalArgumentException("subject=" + subject);
        };
    }
}
