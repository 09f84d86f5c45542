package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.time.VirtualTime;
import dev.cnv.testing.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process on a real file, killed. */
class LedgerKillTest {

    private static final int ROUNDS = Integer.getInteger("cnv.ledger.kills", 50);

    @TempDir
    private Path directory;

    @Test
    void append_processKilled_noAcknowledgedRecordIsLost() throws Exception {
        SplittableRandom random = new SplittableRandom(Long.getLong("cnv.property.seed", 42));
        Map<Long, String> acknowledged = new HashMap<>();
        List<Digest> kept = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process child = start("append");
            try (BufferedReader out = child.inputReader()) {
                int acks = random.nextInt(1, 60);
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    String[] words = line.split(" ");
                    assertEquals("ACK", words[0]);
                    acknowledged.put(Long.valueOf(words[1]), words[2]);
                    kept.add(Digest.of(words[2]));
                    if (--acks == 0) {
                        // Not Process.destroyForcibly, which closes the pipe with what is still in
                        // it.
                        child.toHandle().destroyForcibly();
                    }
                }
            }
            assertTrue(child.waitFor() != 0);
            assertTrue(acknowledged.size() > round);
            assertAllAreThere(acknowledged);
            assertAllAreKept(kept);
        }
        assertTrue(segmentCount() > 2, "segments=" + segmentCount());
        System.out.println("ledger kills=" + ROUNDS + " records acknowledged=" + acknowledged.size()
                + " lost=0");
    }

    @Test
    void open_directoryInUse_isRefusedInThisAndInAnotherProcess() throws Exception {
        try (FileLedger _ = FileLedger.open(directory, new VirtualTime(Events.BEGIN))) {
            String message = assertThrows(
                            LedgerException.class,
                            () -> FileLedger.open(directory, new VirtualTime(Events.BEGIN)))
                    .getMessage();
            assertTrue(message.contains("directory=" + directory), message);
            assertTrue(message.contains("this process"), message);
            // The ledger that was refused must not have given up the first one's lock.
            Process child = start("open");
            String said = child.inputReader().lines().collect(Collectors.joining());
            assertTrue(
                    said.contains("another process") && said.contains("directory=" + directory),
                    said);
            assertEquals(3, child.waitFor());
        }
        Process child = start("open");
        assertEquals("OPENED", child.inputReader().readLine());
        assertEquals(0, child.waitFor());
    }

    /** Payloads are kept before the record that is acknowledged; the last hundred are looked at. */
    private void assertAllAreKept(List<Digest> kept) {
        PayloadStore store = new PayloadStore(directory);
        for (Digest digest : kept.subList(Math.max(0, kept.size() - 100), kept.size())) {
            assertTrue(store.find(digest).isPresent(), digest.toString());
        }
    }

    private long segmentCount() throws IOException {
        try (var files = Files.list(directory.resolve(LedgerDescriptor.SEGMENTS))) {
            return files.count();
        }
    }

    /** Every acknowledged record is where it was acknowledged. */
    private void assertAllAreThere(Map<Long, String> acknowledged) {
        Map<Long, String> found = new HashMap<>();
        try (FileLedger ledger = LedgerChild.open(directory)) {
            assertEquals(Optional.empty(), ledger.report().damage());
            ledger.read(record ->
                    found.put(record.index(), ((InvocationCompleted) record.event()).message()));
        }
        acknowledged.forEach((index, message) -> assertEquals(message, found.get(index)));
    }

    private Process start(String what) throws IOException {
        return ChildProcess.of(LedgerChild.class).start(List.of(directory.toString(), what));
    }
}
