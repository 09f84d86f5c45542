package dev.cnv.hotpath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.hotpath.worker.FrameResult;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FrameDescriptorTest {

    @Test
    void layout_offsets_areTheConstants() {
        assertEquals(FrameDescriptor.LINE_BYTES, FrameDescriptor.LAYOUT.byteSize());
        assertEquals(FrameDescriptor.LINE_BYTES, FrameDescriptor.LAYOUT.byteAlignment());
        assertEquals(FrameDescriptor.SEQUENCE_OFFSET, offset("sequence"));
        assertEquals(FrameDescriptor.GRANT_OFFSET, offset("grant"));
        assertEquals(FrameDescriptor.VERB_OFFSET, offset("verb"));
        assertEquals(FrameDescriptor.FLAGS_OFFSET, offset("flags"));
        assertEquals(FrameDescriptor.LINES_OFFSET, offset("lines"));
        assertEquals(FrameResult.OFFSET, offset("status"));
        assertEquals(FrameDescriptor.CORRELATION_OFFSET, offset("correlation"));
        assertEquals(FrameDescriptor.ARGUMENTS_OFFSET, offset("arguments"));
    }

    @Test
    void secondFrame_written_hasGoldenBytes() {
        assertEquals(1, FrameDescriptor.VERSION, "of the bytes below");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ring = arena.allocate(FrameDescriptor.LAYOUT, 2);
            long frame = FrameDescriptor.LINE_BYTES;
            FrameDescriptor.writeHead(
                    ring,
                    frame,
                    0x1112131415161718L,
                    0x21222324,
                    (short) 0x3132,
                    1,
                    0x4142434445464748L);
            FrameDescriptor.SEQUENCE.setRelease(ring, frame, 7L);
            String bytes = HexFormat.of().formatHex(ring.toArray(ValueLayout.JAVA_BYTE));
            assertEquals(
                    "00".repeat(64) + "0700000000000000" + "1817161514131211" + "24232221" + "3231"
                            + "0100" + "4847464544434241" + "00".repeat(32),
                    bytes);
        }
    }

    @Test
    void head_written_isReadBack() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ring = arena.allocate(FrameDescriptor.LAYOUT, 2);
            long frame = FrameDescriptor.LINE_BYTES;
            FrameDescriptor.writeHead(ring, frame, -2, -3, (short) -4, 4, -5);
            assertEquals(-2, FrameDescriptor.grant(ring, frame));
            assertEquals(-3, FrameDescriptor.verb(ring, frame));
            assertEquals(-4, FrameDescriptor.flags(ring, frame));
            assertEquals(4, FrameDescriptor.lines(ring, frame));
            assertEquals(-5, FrameDescriptor.correlation(ring, frame));
            FrameDescriptor.flags(ring, frame, (short) 0x7fff);
            assertEquals(0x7fff, FrameDescriptor.flags(ring, frame));
            assertEquals(-3, FrameDescriptor.verb(ring, frame));
            assertEquals(4, FrameDescriptor.lines(ring, frame));
        }
    }

    @Test
    void linesFor_sizes_areRoundedUp() {
        assertEquals(1, FrameDescriptor.linesFor(0));
        assertEquals(1, FrameDescriptor.linesFor(32));
        assertEquals(2, FrameDescriptor.linesFor(33));
        assertEquals(4, FrameDescriptor.linesFor(97));
        assertEquals(4, FrameDescriptor.linesFor(224));
        assertThrows(IllegalArgumentException.class, () -> FrameDescriptor.linesFor(225));
        assertThrows(IllegalArgumentException.class, () -> FrameDescriptor.linesFor(-1));
    }

    private static long offset(String field) {
        return FrameDescriptor.LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
