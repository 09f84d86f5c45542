package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file that no ledger wrote: checking, reading and opening it end with what they document, in a
 * number of steps that the size bounds.
 */
class LedgerFuzzTest {

    private static final int REFUSED = -1;
    private static final String PIECES = "{}[]:,\"\\0123456789abcdef-TZ.\ntruefalsn\u00e9\ud800";

    @Test
    void file_anyBytes_isReadOrRefusedInBoundedSteps() {
        Property.named("ledger-bytes")
                .oneIn(4)
                .check(draws -> Fuzz.bytes(draws, 80), LedgerFuzzTest::check);
    }

    @Test
    void file_changed_isReadOrRefusedInBoundedSteps() {
        byte[] good = ledger();
        AtomicInteger opened = new AtomicInteger();
        Property.named("ledger-changed")
                .oneIn(10)
                .check(
                        draws -> Fuzz.changed(draws, good),
                        bytes -> opened.addAndGet(check(bytes) ? 1 : 0));
        assertTrue(opened.get() > 10, "opened=" + opened);
    }

    /** Behind a good checksum: junk gets as far as the parser of a line. */
    @Test
    void file_sealedJunk_isReadOrRefusedInBoundedSteps() {
        Property.named("ledger-sealed")
                .oneIn(5)
                .check(LedgerFuzzTest::sealedLines, LedgerFuzzTest::check);
    }

    @Test
    void event_anyMembers_areReadAsTheyAreWrittenOrRefused() {
        List<LedgerEvent> events = List.of(
                Events.vouchedDecided(),
                Events.exported(),
                Events.fullCompleted(),
                Events.completed("m"));
        AtomicInteger read = new AtomicInteger();
        Property.named("ledger-event")
                .oneIn(2)
                .check(
                        draws -> {
                            LedgerEvent event = draws.pick(events);
                            String text = CanonicalJson.text(EventJson.write(event));
                            return List.of(
                                    draws.rarely(9) ? "later-type" : EventJson.type(event),
                                    Fuzz.changed(draws, text, PIECES));
                        },
                        typed -> {
                            LedgerEvent event;
                            ObjectNode members;
                            try {
                                members =
                                        StrictJson.parse(typed.get(1)) instanceof ObjectNode object
                                                ? object
                                                : null;
                                if (members == null) {
                                    return;
                                }
                                event = EventJson.read(typed.get(0), members);
                            } catch (JsonRefusedException | IllegalArgumentException _) {
                                return;
                            }
                            read.incrementAndGet();
                            assertEquals(typed.get(0), EventJson.type(event));
                            assertEquals(
                                    event, EventJson.read(typed.get(0), EventJson.write(event)));
                        });
        assertTrue(read.get() > 100, "read=" + read);
    }

    /** A line that never ends is given up at the limit and not kept whole. */
    @Test
    void file_oneEndlessLine_isRefused() throws IOException {
        byte[] bytes = new byte[3 * LedgerDescriptor.MAX_LINE_BYTES];
        java.util.Arrays.fill(bytes, (byte) '[');
        LineReader reader = new LineReader(new SimulatedDisk(bytes), 0, bytes.length);
        assertTrue(reader.next());
        assertTrue(reader.length() <= LineReader.BUFFER_BYTES);
        assertTrue(!reader.complete() && !reader.next());
        assertTrue(!check(bytes));
    }

    /** {@return whether the bytes could be opened for writing} */
    private static boolean check(byte[] bytes) throws IOException {
        CountingDirectory disk = new CountingDirectory(bytes);
        try {
            LedgerVerification found = Events.verify(disk);
            long lines = new String(bytes, StandardCharsets.ISO_8859_1).lines().count();
            assertTrue(found.records() + found.recordsBehindDamage() <= lines, found.toString());
        } catch (LedgerException _) {
            // Another format or version.
        }
        disk.requireBounded(bytes.length);
        CountingDirectory reading = new CountingDirectory(bytes);
        int records = count(reading);
        reading.requireBounded(bytes.length);
        CountingDirectory raw = new CountingDirectory(bytes);
        int lines = countLines(raw);
        raw.requireBounded(bytes.length + LedgerDescriptor.MAX_HEADER_BYTES);
        assertTrue(
                records == REFUSED || records == lines, "records=" + records + " lines=" + lines);
        return opens(bytes, records);
    }

    /** Opening looks at lines and not into events: one that cannot be read is kept, and read as refused. */
    private static boolean opens(byte[] bytes, int records) throws IOException {
        SimulatedDirectory disk = new SimulatedDirectory(bytes);
        try (FileLedger ledger = Events.on(disk)) {
            assertTrue(
                    records == REFUSED || records == ledger.report().records(),
                    ledger.report().toString());
            if (ledger.report().damage().isPresent()) {
                assertThrows(
                        LedgerException.class,
                        () -> ledger.append(Events.completed("next"), Durability.ON_DISK));
                assertArrayEquals(bytes, disk.content(), "a damaged segment was touched");
                return false;
            }
            assertEquals(
                    ledger.report().records(),
                    ledger.append(Events.completed("next"), Durability.ON_DISK));
        } catch (LedgerException _) {
            assertArrayEquals(bytes, disk.content(), "a refused file was touched");
            return false;
        }
        assertEquals(records == REFUSED ? REFUSED : records + 1, count(disk));
        return true;
    }

    /** {@return how many records can be read} */
    private static int count(SimulatedDirectory disk) throws IOException {
        List<LedgerRecord> records = new ArrayList<>();
        try {
            LedgerFile.read(
                    disk, LedgerScan.Place.END, _ -> java.util.Optional.empty(), records::add);
        } catch (LedgerException _) {
            // Damaged, another format or version, or an event that cannot be read.
            return REFUSED;
        }
        return records.size();
    }

    /** {@return how many lines the raw reader sees} */
    private static int countLines(SimulatedDirectory disk) {
        AtomicInteger count = new AtomicInteger();
        try (LedgerLines lines = new LedgerLines("disk", disk, LedgerScan.Place.END)) {
            lines.scan(0, Long.MAX_VALUE, (index, _, offsetBytes, buffer, offset, length) -> {
                assertEquals(count.getAndIncrement(), index);
                assertTrue(buffer[offset] == '{' && buffer[offset + length - 1] == '}');
                assertArrayEquals(
                        java.util.Arrays.copyOfRange(
                                disk.content(), (int) offsetBytes, (int) offsetBytes + length),
                        java.util.Arrays.copyOfRange(buffer, offset, offset + length));
            });
        } catch (LedgerException _) {
            return REFUSED;
        }
        return count.get();
    }

    private static byte[] ledger() {
        SimulatedDirectory disk = new SimulatedDirectory();
        try (FileLedger ledger = Events.on(disk)) {
            ledger.append(Events.fullDecided(), Durability.ON_DISK);
            ledger.append(Events.fullCompleted(), Durability.ON_DISK);
            ledger.append(Events.completed("last"), Durability.ON_DISK);
        }
        return disk.content();
    }

    private static byte[] sealedLines(Draws draws) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!draws.rarely(4)) {
            out.writeBytes(LedgerLine.withLineFeed(Events.header()));
        }
        for (int lines = draws.between(1, 3); lines > 0; lines--) {
            String body = draws.rarely(3)
                    ? draws.text(30, PIECES.replace("\n", ""))
                    : Fuzz.changed(draws, record(), PIECES.replace("\n", ""));
            out.writeBytes(sealed(body));
        }
        return out.toByteArray();
    }

    private static String record() {
        byte[] event = CanonicalJson.bytes(EventJson.write(Events.completed("m")));
        byte[] line = LedgerLine.record(
                0, 0, LedgerDescriptor.NO_RECORD, EventJson.INVOCATION_COMPLETED, event);
        return new String(line, StandardCharsets.UTF_8)
                .substring("{\"crc\":\"01234567\",".length());
    }

    private static byte[] sealed(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        String line = "{\"crc\":\"" + HexFormat.of().toHexDigits((int) crc.getValue()) + "\","
                + body + "\n";
        return line.getBytes(StandardCharsets.UTF_8);
    }

    /** Counts what is read of it. */
    private static final class CountingDirectory extends SimulatedDirectory {

        private long readBytes;
        private long readCount;

        CountingDirectory(byte[] content) {
            super(content);
        }

        @Override
        SimulatedDisk disk(byte[] content) {
            return new SimulatedDisk(content, machine) {
                @Override
                public int read(long positionBytes, byte[] into, int from, int lengthBytes)
                        throws IOException {
                    int count = super.read(positionBytes, into, from, lengthBytes);
                    readBytes += count;
                    readCount++;
                    return count;
                }
            };
        }

        void requireBounded(int sizeBytes) {
            assertTrue(
                    readBytes <= sizeBytes, "readBytes=" + readBytes + " sizeBytes=" + sizeBytes);
            assertTrue(
                    readCount <= 3 + sizeBytes / 1024,
                    "readCount=" + readCount + " sizeBytes=" + sizeBytes);
        }
    }
}
