package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.Ledger.Durability;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Any one bit of a ledger is changed. */
class ByteFlipTest {

    private static final int FLIPS = Integer.getInteger("cnv.ledger.flips", 1_000);
    private static final int RECORDS = 8;

    @Test
    void verify_anyBitFlipped_isFound() throws IOException {
        byte[] good = ledger();
        assertTrue(Events.verify(new SimulatedDirectory(good)).intact());
        SplittableRandom random = new SplittableRandom(20260101);
        int found = 0;
        int refused = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            LedgerVerification verification = Events.verify(new SimulatedDirectory(bad));
            found += verification.intact() && verification.unfinishedBytes() == 0 ? 0 : 1;
            refused += opensUnchanged(bad) ? 0 : 1;
        }
        assertEquals(FLIPS, found);
        assertEquals(FLIPS, refused);
    }

    /** Only damage to the last batch may be taken for what a crash left. */
    private static boolean opensUnchanged(byte[] bad) {
        SimulatedDirectory disk = new SimulatedDirectory(bad);
        try (FileLedger ledger = Events.on(disk)) {
            if (ledger.report().damage().isPresent()) {
                assertThrows(
                        LedgerException.class,
                        () -> ledger.append(Events.completed("x"), Durability.ON_DISK));
                assertArrayEquals(bad, disk.content());
                return false;
            }
            assertTrue(ledger.report().records() >= RECORDS - 2, ledger.report().toString());
            assertFalse(ledger.report().warnings().isEmpty());
            return ledger.report().bytesCut() == 0;
        } catch (LedgerException _) {
            assertArrayEquals(bad, disk.content());
            return false;
        }
    }

    private static byte[] ledger() {
        SimulatedDirectory disk = new SimulatedDirectory();
        try (FileLedger ledger = Events.on(disk)) {
            for (int i = 0; i < RECORDS; i++) {
                LedgerEvent event = i % 2 == 0 ? Events.fullDecided() : Events.fullCompleted();
                ledger.append(event, i % 2 == 0 ? Durability.BUFFERED : Durability.ON_DISK);
            }
        }
        return disk.content();
    }
}
