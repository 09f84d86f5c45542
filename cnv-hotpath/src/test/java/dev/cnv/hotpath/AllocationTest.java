package dev.cnv.hotpath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jctools.queues.atomic.MpmcAtomicArrayQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nothing is allocated, by construction and not because a compiler took it away: the same program is
 * run interpreted, by the first compiler and by both.
 */
@Timeout(120)
class AllocationTest {

    private static final Set<String> PARTS = Set.of(
            "control",
            "frame-ring",
            "frame-ring-waking",
            "shared-ring",
            "laned-ring",
            "statuses",
            "reference-ring",
            "reference-ring-waking",
            "bump-arena",
            "shared-bump-arena",
            "handle-pool",
            "agent-table");

    @Test
    void hotPath_compiled_allocatesNothing() throws Exception {
        assertNothingAllocated(1_000_000, List.of());
    }

    @Test
    void hotPath_interpreted_allocatesNothing() throws Exception {
        assertNothingAllocated(10_000, List.of("-Xint"));
    }

    @Test
    void hotPath_byTheFirstCompiler_allocatesNothing() throws Exception {
        assertNothingAllocated(200_000, List.of("-XX:TieredStopAtLevel=1"));
    }

    private static void assertNothingAllocated(int rounds, List<String> flags) throws Exception {
        Map<String, Long> bytes = run(rounds, flags);
        assertEquals(PARTS, bytes.keySet());
        assertTrue(bytes.remove("control") >= 16L * rounds, "what allocates is not seen");
        bytes.forEach((part, allocated) -> assertEquals(0, allocated, part + " " + flags));
    }

    private static Map<String, Long> run(int rounds, List<String> flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        // The control would be taken away otherwise, and with it the proof that anything is seen.
        command.add("-XX:-DoEscapeAnalysis");
        // As this JVM: the pom runs these tests with assertions and without.
        command.add(FrameDescriptor.class.desiredAssertionStatus() ? "-ea" : "-da");
        command.add("--sun-misc-unsafe-memory-access=deny");
        command.add("-Djava.awt.headless=true");
        command.add("-cp");
        command.add(String.join(System.getProperty("path.separator"), classPath()));
        command.add(AllocationMain.class.getName());
        command.add(Integer.toString(rounds));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return parse(output);
    }

    private static Map<String, Long> parse(String output) throws IOException {
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (String line : output.split("\n")) {
            String[] words = line.split(" ");
            if (words.length != 2) {
                throw new IOException("Not a line of the program: " + output);
            }
            bytes.put(words[0], Long.valueOf(words[1]));
        }
        return bytes;
    }

    private static List<String> classPath() throws Exception {
        return List.of(
                place(AllocationMain.class),
                place(FrameDescriptor.class),
                place(MpmcAtomicArrayQueue.class));
    }

    /** The folder or the jar that a class is in. */
    private static String place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
