package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Lines whose checksum is good and whose content is not. */
class LedgerEdgeTest {

    private static final byte[] HEADER = Events.header();
    private static final byte[] EVENT = CanonicalJson.bytes(EventJson.write(Events.completed("m")));

    @Test
    void header_ofAnotherFormatOrVersion_isRefused() {
        for (String body : new String[] {
            "\"created\":\"2026-01-02T03:04:05.678Z\",\"first\":0,\"format\":\"cnv-ledger\",\"version\":3}",
            "\"created\":\"2026-01-02T03:04:05.678Z\",\"format\":\"other\",\"version\":2}"
        }) {
            SimulatedDirectory disk = new SimulatedDirectory(LedgerLine.withLineFeed(sealed(body)));
            assertThrows(LedgerException.class, () -> Events.verify(disk));
            assertThrows(LedgerException.class, () -> Events.on(disk));
            assertEquals(0, disk.forceCount());
        }
    }

    @Test
    void record_inNoBatch_isDamage() throws IOException {
        byte[] first = LedgerLine.record(
                0, 0, LedgerDescriptor.NO_RECORD, EventJson.INVOCATION_COMPLETED, EVENT);
        byte[] second = LedgerLine.record(
                7, 1, LedgerLeaf.hash(first), EventJson.INVOCATION_COMPLETED, EVENT);
        LedgerVerification found = Events.verify(disk(HEADER, first, second));
        assertEquals(1, found.records());
        byte[] right = LedgerLine.record(
                1, 1, LedgerLeaf.hash(first), EventJson.INVOCATION_COMPLETED, EVENT);
        assertEquals(2, Events.verify(disk(HEADER, first, right)).records());
    }

    @Test
    void record_notInCanonicalForm_isDamage() throws IOException {
        String line = text(LedgerLine.record(
                0, 0, LedgerDescriptor.NO_RECORD, EventJson.INVOCATION_COMPLETED, EVENT));
        String spaced =
                line.substring(line.indexOf(',') + 1).replace("\"attempts\":1", "\"attempts\": 1");
        LedgerVerification found = Events.verify(disk(HEADER, sealed(spaced), sealed(spaced)));
        assertEquals(0, found.records());
        assertTrue(
                !found.intact() && found.damage().getFirst().toString().contains("canonical"),
                found.toString());
    }

    @Test
    void damage_moreThanIsListed_isCounted() throws IOException {
        byte[][] lines = new byte[152][];
        lines[0] = HEADER;
        for (int i = 1; i < lines.length; i++) {
            lines[i] = "junk".getBytes(StandardCharsets.US_ASCII);
        }
        lines[151] =
                LedgerLine.record(200, 200, Digest.of("x"), EventJson.INVOCATION_COMPLETED, EVENT);
        LedgerVerification found = Events.verify(disk(lines));
        assertEquals(100, found.damage().size());
        assertEquals(1, found.recordsBehindDamage());
    }

    @Test
    void event_memberOfAnotherForm_isRefused() {
        refused("runNanos", event -> event.put("runNanos", 1.5));
        refused("runNanos", event -> event.put("runNanos", BigInteger.TWO.pow(80)));
        refused("runNanos", event -> event.put("runNanos", "1"));
        refused("reason", event -> event.put("reason", "HANDLER-FAILED"));
        refused("reason", event -> event.put("reason", "no-such"));
        refused("invocation", event -> event.put("invocation", "1-2-3-4-5"));
        refused("message", event -> event.remove("message"));
    }

    @Test
    void event_ofALaterVersion_mayLackWhatThisOneHas() {
        ObjectNode bare = Events.object().put("x", 1);
        LedgerEvent.Unrecognised read =
                assertInstanceOf(LedgerEvent.Unrecognised.class, EventJson.read("later", bare));
        assertEquals(new UUID(0, 0), read.invocation());
        assertEquals(Instant.EPOCH, read.time());
        bare.put("invocation", new UUID(1, 2).toString()).put("time", "2026-01-01T00:00:00Z");
        assertEquals(new UUID(1, 2), EventJson.read("later", bare).invocation());
        bare.put("time", "noon");
        assertThrows(IllegalArgumentException.class, () -> EventJson.read("later", bare));
    }

    @Test
    void open_fileShrinksWhileItIsRead_isRefused() {
        SimulatedDirectory shrinking = new SimulatedDirectory(LedgerLine.withLineFeed(HEADER)) {
            private int reads;

            @Override
            SimulatedDisk disk(byte[] content) {
                return new SimulatedDisk(content, machine) {
                    @Override
                    public int read(long positionBytes, byte[] into, int from, int lengthBytes)
                            throws IOException {
                        return reads++ < 1 ? super.read(positionBytes, into, from, lengthBytes) : 0;
                    }
                };
            }
        };
        assertThrows(java.io.UncheckedIOException.class, () -> Events.on(shrinking));
        assertEquals(0, shrinking.forceCount());
    }

    private static void refused(String member, java.util.function.Consumer<ObjectNode> change) {
        ObjectNode event = EventJson.write(Events.fullCompleted());
        change.accept(event);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> EventJson.read(EventJson.INVOCATION_COMPLETED, event));
        assertTrue(String.valueOf(e.getMessage()).contains(member), e.getMessage());
    }

    private static SimulatedDirectory disk(byte[]... lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            out.writeBytes(LedgerLine.withLineFeed(line));
        }
        return new SimulatedDirectory(out.toByteArray());
    }

    private static byte[] sealed(String body) {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        String line =
                "{\"crc\":\"" + HexFormat.of().toHexDigits((int) crc.getValue()) + "\"," + body;
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }
}
