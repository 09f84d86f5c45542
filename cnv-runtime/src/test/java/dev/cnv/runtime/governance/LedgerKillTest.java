package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.time.VirtualTime;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process on a real file, killed. */
class LedgerKillTest {

    private static final int ROUNDS = Integer.getInteger("cnv.ledger.kills", 10);

    @TempDir
    private Path directory;

    @Test
    void append_processKilled_noAcknowledgedRecordIsLost() throws Exception {
        SplittableRandom random = new SplittableRandom(Long.getLong("cnv.property.seed", 42));
        Map<Long, String> acknowledged = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process child = start("append");
            try (BufferedReader out = child.inputReader()) {
                int acks = random.nextInt(1, 60);
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    String[] words = line.split(" ");
                    assertEquals("ACK", words[0]);
                    acknowledged.put(Long.valueOf(words[1]), words[2]);
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
        }
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

    /** Every acknowledged record is where it was acknowledged. */
    private void assertAllAreThere(Map<Long, String> acknowledged) {
        Map<Long, String> found = new HashMap<>();
        try (FileLedger ledger = FileLedger.open(directory, new VirtualTime(Events.BEGIN))) {
            ledger.read(record ->
                    found.put(record.index(), ((InvocationCompleted) record.event()).message()));
        }
        acknowledged.forEach((index, message) -> assertEquals(message, found.get(index)));
    }

    private Process start(String what) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                LedgerChild.class.getName(),
                directory.toString(),
                what));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The test runs on the module path or on the class path; the child only on the latter. */
    private static String classPath() {
        return Stream.of(
                        LedgerChild.class,
                        FileLedger.class,
                        dev.cnv.annotations.Effect.class,
                        tools.jackson.databind.json.JsonMapper.class,
                        tools.jackson.core.json.JsonFactory.class,
                        com.fasterxml.jackson.annotation.JsonProperty.class)
                .map(LedgerKillTest::root)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String root(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        URL url = java.util.Objects.requireNonNull(type.getResource("/" + name));
        String text = url.toString();
        String root = text.substring(0, text.length() - name.length());
        try {
            return Path.of(new java.net.URI(
                            root.startsWith("jar:") ? root.substring(4, root.length() - 2) : root))
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
