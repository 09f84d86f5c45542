package dev.cnv.hotpath.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.grant.Jvm;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rings, gate, worker and ledger at work for ten minutes: nothing is lost, and memory stays as it was
 * after the first tenth. {@code -Dcnv.soak.seconds=N} for another time, at least 20.
 */
class SoakTest {

    private static final int SECONDS = Integer.getInteger("cnv.soak.seconds", 600);
    private static final long HEAP_SLACK_BYTES = 4L << 20;
    private static final long NATIVE_SLACK_BYTES = 8L << 20;

    @TempDir
    private Path folder;

    @Test
    @Tag("nightly")
    void hotPath_forALongTime_losesNothingAndKeepsItsMemory() throws Exception {
        Map<String, Long> said = run(SECONDS, 0);
        String all = said.toString();
        System.out.println("soak: " + all);
        assertTrue(said.get("frames") > 10_000L * SECONDS / 2, all);
        assertEquals(said.get("sent"), said.get("frames"), all);
        assertEquals(said.get("executed"), said.get("recorded"), all);
        assertEquals(said.get("frames"), said.get("answered"), all);
        assertTrue(said.get("denied") > 0 && said.get("ended") > 0, all);
        assertEquals(0, said.get("sum"), all);
        assertTrue(isFlat(said), all);
    }

    /** The same for a moment, with something that is kept from each round: the measure sees it. */
    @Test
    @Tag("nightly")
    void leak_ofALittleEachRound_isSeen() throws Exception {
        Map<String, Long> said = run(20, 64 << 10);
        assertTrue(said.get("heap.last") > said.get("heap.first") + HEAP_SLACK_BYTES, "" + said);
    }

    private static boolean isFlat(Map<String, Long> said) {
        return said.get("heap.last") <= said.get("heap.first") + HEAP_SLACK_BYTES
                && said.get("native.last") <= said.get("native.first") + NATIVE_SLACK_BYTES;
    }

    private Map<String, Long> run(int seconds, int leakBytes) throws Exception {
        String said = Jvm.run(
                SoakMain.class,
                "-Xmx256m",
                "-XX:NativeMemoryTracking=summary",
                "-Dseconds=" + seconds,
                "-Dleak=" + leakBytes,
                "-Dfolder=" + folder.resolve("ledger"));
        Map<String, Long> numbers = new HashMap<>();
        for (String line : said.lines().toList()) {
            String[] words = line.split(" ");
            if (words.length == 2 && words[1].matches("-?\\d+")) {
                numbers.put(words[0], Long.valueOf(words[1]));
            }
        }
        assertTrue(numbers.containsKey("sum"), said);
        return numbers;
    }
}
