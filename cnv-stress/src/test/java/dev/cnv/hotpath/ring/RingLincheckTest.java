package dev.cnv.hotpath.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rings' own code, with an array for memory, run by Lincheck's model checker: in so many orders of
 * its accesses every answer is one of a bounded queue, or with aborts and batches one of a queue with room.
 * Batches of a {@link FrameRing} are left out, which it hands over frame by frame; and lanes, which have no
 * order among each other: {@code RingLinearizabilityTest} looks at their histories. Sequentially consistent
 * memory only; jcstress looks at the rest. {@code -Dcnv.lincheck.orders=N} for more orders of each scenario.
 */
@Timeout(300)
class RingLincheckTest {

    private static final int SCENARIOS = 8;
    private static final int ORDERS = Integer.getInteger("cnv.lincheck.orders", 200);

    /** Lincheck attaches itself and walks over the objects that it checks. */
    private static final List<String> FLAGS = List.of(
            "-XX:+EnableDynamicAgentLoading",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.foreign=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

    @TempDir
    private Path folder;

    private String check(Class<?> model, int threads, int actors) throws Exception {
        return check(model, BoundedQueue.class, threads, actors);
    }

    private String check(Class<?> model, Class<?> queue, int threads, int actors) throws Exception {
        int replaced = WordsClasses.write(folder);
        assertTrue(replaced >= 15, "replaced=" + replaced);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-cp");
        command.add(folder + File.pathSeparator + System.getProperty("java.class.path"));
        command.add(LincheckMain.class.getName());
        command.add(model.getName());
        for (int number : new int[] {threads, actors, SCENARIOS, ORDERS}) {
            command.add(Integer.toString(number));
        }
        command.add(queue.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void assertPassed(String said) {
        assertEquals("passed", said.lines().toList().getLast(), said);
    }

    @Test
    void frameRing_inAnyOrder_isABoundedQueue() throws Exception {
        assertPassed(check(SingleModel.class, 2, 4));
    }

    @Test
    void sharedRing_inAnyOrder_isABoundedQueueWithShares() throws Exception {
        assertPassed(check(SharedModel.class, 3, 2));
    }

    @Test
    void frameRing_someOfWhichIsAborted_isAQueueOfTheOthers() throws Exception {
        assertPassed(check(SingleAbortModel.class, RoomyQueue.class, 2, 4));
    }

    @Test
    void sharedRing_withBatchesAndAborts_isAQueueWithWholeBatches() throws Exception {
        assertPassed(check(SharedBatchModel.class, RoomyQueue.class, 3, 2));
    }

    @Test
    void frameRing_committedBeforeItIsWritten_isFound() throws Exception {
        String said = check(CommitFirstModel.class, 2, 4);
        assertTrue(said.contains("Invalid execution results"), said);
    }
}
