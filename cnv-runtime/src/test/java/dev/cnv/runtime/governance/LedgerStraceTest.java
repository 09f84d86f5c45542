package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real system calls on the ledger's segment fail, or are the last thing that the process does. */
class LedgerStraceTest {

    /* The calls of a run: opening writes the header and room behind it, and forces once; each step does
     * one of both. */
    private static final int OPENING_WRITES = 2;
    private static final int OPENING_FORCES = 1;

    @TempDir
    private Path directory;

    @BeforeEach
    void requireStrace() throws Exception {
        boolean works;
        try {
            works = new ProcessBuilder("strace", "-qq", "-o", "/dev/null", "true")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            works = false;
        }
        if (!works) {
            System.out.println("SKIPPED: LedgerStraceTest needs strace and the right to trace");
        }
        Assumptions.assumeTrue(works, "strace does not work here");
    }

    @Test
    void append_fsyncFails_isReadOnlyAndNothingAcknowledgedIsLost() throws Exception {
        List<String> said = run("fsync:error=EIO:when=" + (OPENING_FORCES + 4));
        assertEquals(3, count(said, "ACK"), said.toString());
        assertEquals(LedgerChild.STEPS - 3, count(said, "REFUSED ReadOnly"), said.toString());
        assertAllAreThere(said);
    }

    @Test
    void append_writeFails_isReadOnlyAndNothingAcknowledgedIsLost() throws Exception {
        List<String> said = run("write:error=EIO:when=" + (OPENING_WRITES + 5));
        assertEquals(4, count(said, "ACK"), said.toString());
        assertEquals(LedgerChild.STEPS - 4, count(said, "REFUSED ReadOnly"), said.toString());
        assertAllAreThere(said);
    }

    @Test
    void append_diskIsFullForAWhile_saysSoAndGoesOn() throws Exception {
        int first = OPENING_WRITES + 4;
        List<String> said = run("write:error=ENOSPC:when=" + first + ".." + (first + 2));
        assertEquals(3, count(said, "REFUSED Full"), said.toString());
        assertEquals(LedgerChild.STEPS - 3, count(said, "ACK"), said.toString());
        assertTrue(said.getLast().startsWith("ACK 8 "), said.toString());
        assertAllAreThere(said);
    }

    @Test
    void open_noRoomBehindTheHeader_goesOnWithoutRoom() throws Exception {
        List<String> said = run("write:error=ENOSPC:when=" + OPENING_WRITES);
        assertEquals(LedgerChild.STEPS, count(said, "ACK"), said.toString());
        assertAllAreThere(said);
    }

    @Test
    void append_killedAtAnyWriteOrFsync_nothingAcknowledgedIsLost() throws Exception {
        int last = Integer.getInteger("cnv.ledger.strace", 6);
        for (int call = 1; call <= last; call++) {
            for (String name : List.of("write", "fsync")) {
                List<String> said = run(name + ":signal=SIGKILL:when=" + call);
                int opening = name.equals("write") ? OPENING_WRITES : OPENING_FORCES;
                assertEquals(Math.max(0, call - 1 - opening), count(said, "ACK"), said.toString());
                assertAllAreThere(said);
                clear();
            }
        }
    }

    /** {@return what the child said} */
    private List<String> run(String inject) throws Exception {
        Path segment = Events.firstSegment(directory);
        Process child = ChildProcess.of(LedgerChild.class)
                .under(List.of(
                        "strace",
                        "-f",
                        "-qq",
                        "-o",
                        "/dev/null",
                        "-P",
                        segment.toString(),
                        "-e",
                        "trace=write,fsync",
                        "-e",
                        "inject=" + inject))
                .start(List.of(directory.toString(), "steps"));
        List<String> said = new ArrayList<>(child.inputReader().lines().toList());
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        return said;
    }

    private static long count(List<String> said, String begin) {
        return said.stream().filter(line -> line.startsWith(begin)).count();
    }

    private void assertAllAreThere(List<String> said) {
        try (FileLedger ledger = LedgerChild.open(directory)) {
            List<String> found = Events.messages(ledger);
            for (String line : said) {
                String[] words = line.split(" ");
                if (words[0].equals("ACK")) {
                    assertEquals(words[2], found.get(Integer.parseInt(words[1])));
                }
            }
            assertTrue(ledger.report().damage().isEmpty());
        }
    }

    private void clear() throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
    }
}
