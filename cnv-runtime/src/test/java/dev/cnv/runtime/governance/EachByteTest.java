package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each byte of each file of a small ledger is changed. */
class EachByteTest {

    @TempDir
    private Path directory;

    @Test
    void verify_anyByteOfAnyFileChanged_isFound() throws IOException {
        try (FileLedger ledger = FileLedger.open(directory, new VirtualTime(Events.BEGIN), 1_200)) {
            for (int i = 0; i < 6; i++) {
                ledger.append(Events.completed("m" + i), Durability.ON_DISK);
                ledger.keep(("payload " + i).getBytes(StandardCharsets.UTF_8));
            }
        }
        int bytes = 0;
        int files = 0;
        for (Path file : files()) {
            byte[] good = Files.readAllBytes(file);
            for (int i = 0; i < good.length; i++) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << (i & 7));
                Files.write(file, bad);
                assertTrue(isFound(), "file=" + file + " byte=" + i);
            }
            Files.write(file, good);
            bytes += good.length;
            files++;
        }
        assertTrue(FileLedger.verify(directory).intact());
        assertTrue(files >= 8 && bytes > 2_000, "files=" + files + " bytes=" + bytes);
        System.out.println("ledger files=" + files + " bytes changed=" + bytes + " found=" + bytes);
        assertEquals(6, FileLedger.verify(directory).records());
    }

    private boolean isFound() {
        try {
            LedgerVerification found = FileLedger.verify(directory);
            return !found.intact() || found.unfinishedBytes() > 0;
        } catch (LedgerException _) {
            return true; // Another format or version.
        }
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("lock")) // Empty.
                    .sorted()
                    .toList();
        }
    }
}
