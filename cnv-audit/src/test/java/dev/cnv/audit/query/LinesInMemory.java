package dev.cnv.audit.query;

import dev.cnv.runtime.governance.LedgerException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/** Lines without a disk, with checksums that are checked as those on disk are. A segment has seven. */
final class LinesInMemory implements Lines {

    private static final int SEGMENT = 7;
    private static final int BODY = "{\"crc\":\"00000000\",".length();

    final List<byte[]> lines = new ArrayList<>();
    int closed;

    /** Appends an event; its members are given as JSON. */
    void append(String type, String members) {
        String body = "\"batch\":0,\"event\":" + members + ",\"index\":" + lines.size()
                + ",\"prev\":\"" + "0".repeat(64) + "\",\"type\":\"" + type + "\"}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        lines.add(("{\"crc\":\"" + crc(bytes, 0) + "\"," + body).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long scan(long fromIndex, long toIndex, Visitor visitor) {
        long index = fromIndex;
        for (; index < toIndex && index < lines.size(); index++) {
            byte[] line = checked(index);
            byte[] buffer = new byte[line.length + 5];
            System.arraycopy(line, 0, buffer, 3, line.length);
            visitor.line(index, segment(index), offset(index), buffer, 3, line.length);
            Arrays.fill(buffer, (byte) '!'); // It is the reader's own.
        }
        return index;
    }

    @Override
    public byte[] at(long segment, long offsetBytes) {
        long index = segment + offsetBytes / 1_000;
        if (index >= lines.size() || segment(index) != segment) {
            throw new LedgerException("segment=" + segment + ": there is no line", null);
        }
        return checked(index).clone();
    }

    @Override
    public void close() {
        closed++;
    }

    private static long segment(long index) {
        return index / SEGMENT * SEGMENT;
    }

    private static long offset(long index) {
        return index % SEGMENT * 1_000;
    }

    private byte[] checked(long index) {
        byte[] line = lines.get((int) index);
        if (!new String(line, 8, 8, StandardCharsets.US_ASCII).equals(crc(line, BODY))) {
            throw new LedgerException("record=" + index + ": the checksum is wrong", null);
        }
        return line;
    }

    private static String crc(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, bytes.length - from);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
