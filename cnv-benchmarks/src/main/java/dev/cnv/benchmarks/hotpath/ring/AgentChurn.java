package dev.cnv.benchmarks.hotpath.ring;

import static dev.cnv.benchmarks.report.Report.figure;

import dev.cnv.benchmarks.report.Report;
import dev.cnv.hotpath.memory.AgentTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps as many agents as the property {@code cnv.agents} says (one million; the goal is a hundred
 * million, which take 7.2 GB off the heap) and replaces them at random, while the heap gets garbage.
 * Writes the longest pause of the garbage collector, from its log, and the bytes that an agent takes.
 */
public final class AgentChurn {

    private static final Pattern PAUSE =
            Pattern.compile("(?:Pause|Allocation Stall) .* ([0-9.]+)ms");

    private AgentChurn() {}

    /**
     * Measures in a JVM of its own.
     *
     * @param args the file for the table; or {@code child} in that JVM
     * @throws Exception when the JVM fails or the file cannot be written
     */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("child")) {
            child(Integer.getInteger("cnv.agents"));
            return;
        }
        int agents = Integer.getInteger("cnv.agents", 1_000_000);
        Path log = Files.createTempFile("agents-gc", ".log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseZGC",
                        "-Xlog:gc,gc+phases:file=" + log,
                        "-Dcnv.agents=" + agents,
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentChurn.class.getName(),
                        "child"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] output =
                new String(process.getInputStream().readAllBytes()).strip().split(" ");
        if (process.waitFor() != 0) {
            throw new IllegalStateException("agents=" + agents + " failed");
        }
        write(Path.of(args[0]), agents, output, log);
        Files.delete(log);
    }

    private static void write(Path out, int agents, String[] output, Path log) throws Exception {
        double longest = 0;
        int pauses = 0;
        for (String line : Files.readAllLines(log)) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.find()) {
                longest = Math.max(longest, Double.parseDouble(pause.group(1)));
                pauses++;
            }
        }
        Report report = new Report();
        report.say(
                "Agents off the heap, replaced at random while the heap gets garbage; -Xmx256m "
                        + "-XX:+UseZGC, the pauses from -Xlog:gc,gc+phases; a thread that waits for memory has one too.");
        report.table(
                List.of("agents", "bytes each", "ns a replacement", "pauses", "longest, ms"),
                List.of(List.of(
                        Integer.toString(agents),
                        output[0],
                        output[1],
                        Integer.toString(pauses),
                        figure(longest, 3))));
        report.say("At most 128 bytes an agent: "
                + verdict(Long.parseLong(output[0]) <= 128)
                + "; no pause over 1 ms: "
                + verdict(longest <= 1)
                + ".");
        report.write(out);
    }

    private static String verdict(boolean met) {
        return met ? "met" : "**missed**";
    }

    private static void child(int count) {
        AgentTable agents = AgentTable.create(Arena.global(), count);
        // Handles live off the heap too: a long[] of a hundred million would be what the pauses are
        // of.
        MemorySegment handles = Arena.global().allocate(8L * count, 8);
        for (long i = 0; i < count; i++) {
            handles.set(ValueLayout.JAVA_LONG, 8 * i, agents.add(i));
        }
        double nanos = churn(agents, handles, count, Math.max(count, 10_000_000));
        System.out.println(agents.memoryBytes() / count + " " + figure(nanos, 1));
    }

    private static double churn(AgentTable agents, MemorySegment handles, int count, int rounds) {
        SplittableRandom random = new SplittableRandom(1);
        byte[][] garbage = new byte[1024][];
        long begin = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            long at = 8L * random.nextInt(count);
            long gone = handles.get(ValueLayout.JAVA_LONG, at);
            if (!agents.remove(gone) || agents.isLive(gone)) {
                throw new IllegalStateException("handle=" + gone + " was stale");
            }
            handles.set(ValueLayout.JAVA_LONG, at, agents.add(i));
            garbage[i & 1023] = new byte[512];
        }
        return (double) (System.nanoTime() - begin) / rounds;
    }
}
