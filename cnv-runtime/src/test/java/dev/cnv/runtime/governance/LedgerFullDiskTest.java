package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.Ledger.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of 512 KiB that runs full. */
class LedgerFullDiskTest {

    @TempDir
    private Path directory;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = command("mount", "-t", "tmpfs", "-o", "size=512k", "cnv", directory.toString());
        if (!mounted) {
            System.out.println("SKIPPED: LedgerFullDiskTest needs the right to mount a tmpfs");
        }
        Assumptions.assumeTrue(mounted, "no tmpfs can be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertTrue(command("umount", directory.toString()));
        }
    }

    @Test
    void append_fileSystemFull_acknowledgedIsSafe_andItGoesOnWhenThereIsRoom() throws Exception {
        Path filler = directory.resolve("filler");
        Files.write(filler, new byte[100 * 1024]);
        List<String> acknowledged = new ArrayList<>();
        String filling = "x".repeat(3_000);
        try (FileLedger ledger = LedgerChild.open(directory)) {
            LedgerException full = assertThrows(LedgerException.class, () -> {
                for (int i = 0; i < 1_000; i++) {
                    String message = i + filling;
                    ledger.append(Events.completed(message), Durability.ON_DISK);
                    acknowledged.add(message);
                }
            });
            assertTrue(full.getMessage().contains("the disk is full"), full.getMessage());
            assertInstanceOf(LedgerState.Full.class, ledger.state());
            assertTrue(acknowledged.size() > 50, "acknowledged=" + acknowledged.size());
            assertThrows(
                    LedgerException.class,
                    () -> ledger.append(Events.completed(filling), Durability.ON_DISK));
            assertThrows(LedgerException.class, () -> ledger.keep(new byte[200 * 1024]));
            assertEquals(acknowledged, Events.messages(ledger));
            Files.delete(filler);
            acknowledged.add("room" + filling);
            assertEquals(
                    acknowledged.size() - 1,
                    ledger.append(Events.completed("room" + filling), Durability.ON_DISK));
            assertEquals(new LedgerState.Open(), ledger.state());
            ledger.keep(new byte[20 * 1024]);
        }
        try (FileLedger ledger = LedgerChild.open(directory)) {
            assertEquals(0, ledger.report().bytesCut());
            assertEquals(acknowledged, Events.messages(ledger));
        }
        LedgerVerification found = FileLedger.verify(directory);
        assertTrue(found.intact());
        assertEquals(1, found.payloads().kept());
    }

    private static boolean command(String... words) throws Exception {
        try {
            return new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
