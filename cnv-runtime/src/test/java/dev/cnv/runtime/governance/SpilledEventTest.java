package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Events that are too long for a line. */
class SpilledEventTest {

    @TempDir
    private Path directory;

    private FileLedger open() {
        return FileLedger.open(directory, new VirtualTime(Events.BEGIN));
    }

    private Path file() {
        return directory.resolve("segments").resolve("00000000000000000000.jsonl");
    }

    void append_eventBeyondALine_isInAPayloadAndReadBack() throws IOException {
        LedgerEvent longest = Events.completed("x".repeat(2 * LedgerDescriptor.MAX_LINE_BYTES));
        try (FileLedger ledger = open()) {
            ledger.append(Events.completed("small"), Durability.ON_DISK);
            ledger.append(longest, Durability.ON_DISK);
            assertEquals(longest, ledger.leaf(1).orElseThrow().record().event());
        }
        String line = Files.readAllLines(file()).get(2);
        assertTrue(line.length() < 1_000, line);
        assertTrue(line.contains("\"spilled\":\""), line);
        assertTrue(line.contains("\"status\":\"completed\""), line);
        assertTrue(FileLedger.verify(directory).intact());
        try (FileLedger ledger = open()) {
            List<LedgerEvent> read = new ArrayList<>();
            ledger.read(record -> read.add(record.event()));
            assertEquals(longest, read.get(1));
            Digest payload = new Digest(line.replaceAll(".*\"spilled\":\"([0-9a-f]{64}).*", "$1"));
            assertTrue(ledger.erase(Events.origin(), payload, "asked"));
            assertFalse(ledger.erase(Events.origin(), payload, "asked again"));
        }
        List<LedgerEvent> left = new ArrayList<>();
        FileLedger.read(directory, record -> left.add(record.event()));
        LedgerEvent.Unrecognised erased =
                assertInstanceOf(LedgerEvent.Unrecognised.class, left.get(1));
        assertEquals("invocation-completed", erased.type());
        assertEquals("completed", erased.raw().get("status").stringValue());
        assertInstanceOf(AuditEvent.PayloadErased.class, left.get(2));
        assertTrue(FileLedger.verify(directory).intact());
    }

    @Test
    void append_eventBeyondAPayload_isRefusedAndTheLedgerGoesOn() throws IOException {
        try (FileLedger ledger = open()) {
            LedgerException e = assertThrows(
                    LedgerException.class,
                    () -> ledger.append(
                            Events.completed("x".repeat(LedgerDescriptor.MAX_PAYLOAD_BYTES)),
                            Durability.ON_DISK));
            assertTrue(e.getMessage().contains("payloadBytes="), e.getMessage());
            assertEquals(0, ledger.append(Events.completed("small"), Durability.ON_DISK));
        }
    }

    @Test
    void read_spilledRevocationWithoutItsPayload_isRefused() throws IOException {
        List<Digest> many = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            many.add(Digest.of("t" + i));
        }
        Digest payload;
        try (FileLedger ledger = open()) {
            ledger.append(
                    new DelegationEvent.DelegationExpired(Events.origin(), many),
                    Durability.ON_DISK);
            String line = Files.readAllLines(file()).get(1);
            payload = new Digest(line.replaceAll(".*\"spilled\":\"([0-9a-f]{64}).*", "$1"));
            assertTrue(ledger.erase(Events.origin(), payload, "by mistake"));
        }
        LedgerException e =
                assertThrows(LedgerException.class, () -> FileLedger.read(directory, _ -> {}));
        assertTrue(e.getMessage().contains(payload.hex()), e.getMessage());
        assertFalse(FileLedger.verify(directory).intact());
    }

    @Test
    void resolve_payloadOfAnotherEvent_isRefused() {
        ObjectNode event = EventJson.write(Events.completed("x".repeat(1_000)));
        byte[] bytes = CanonicalJson.bytes(event);
        ObjectNode line = SpilledEvent.line(event, Digest.of(bytes));
        assertEquals(
                CanonicalJson.text(event),
                CanonicalJson.text(
                        SpilledEvent.resolve(line, _ -> Optional.of(bytes)).orElseThrow()));
        assertEquals(Optional.empty(), SpilledEvent.resolve(line, _ -> Optional.empty()));
        assertThrows(
                IllegalArgumentException.class,
                () -> SpilledEvent.resolve(
                        line.deepCopy().put("attempts", 7), _ -> Optional.of(bytes)));
        assertThrows(
                IllegalArgumentException.class,
                () -> SpilledEvent.resolve(
                        line.deepCopy().put("spilled", 7), _ -> Optional.of(bytes)));
        assertEquals(Optional.of(event), SpilledEvent.resolve(event, _ -> Optional.empty()));
    }
}
