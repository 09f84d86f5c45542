package dev.cnv.hotpath.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AgentTableTest {

    /** From a handle to the next one of its row. */
    private static final long NEXT_GENERATION = 2L << Integer.SIZE;

    private final AgentTable agents = AgentTable.create(Arena.ofAuto(), 100_000);

    @Test
    void agent_added_hasARowWithoutRights() {
        long handle = agents.add(42);
        long row = agents.row(handle);
        MemorySegment segment = agents.segment(handle);
        assertEquals(42, segment.get(AgentDescriptor.LONG, row + AgentDescriptor.TENANT_OFFSET));
        for (long field = 8; field < AgentDescriptor.ROW_BYTES; field += 8) {
            assertEquals(0, segment.get(AgentDescriptor.LONG, row + field));
        }
        assertEquals(0, (segment.address() + row) % 64);
    }

    @Test
    void row_written_hasGoldenBytes() {
        assertEquals(1, AgentDescriptor.VERSION, "of the bytes below");
        long handle = agents.add(0x1112131415161718L);
        long row = agents.row(handle);
        MemorySegment segment = agents.segment(handle);
        segment.set(AgentDescriptor.LONG, row + AgentDescriptor.CAPABILITIES_OFFSET, 0x21);
        segment.set(AgentDescriptor.LONG, row + AgentDescriptor.EFFECTS_OFFSET, 0x31);
        segment.set(AgentDescriptor.INT, row + AgentDescriptor.EPOCH_OFFSET, 0x41);
        segment.set(AgentDescriptor.INT, row + AgentDescriptor.FLAGS_OFFSET, 0x51);
        segment.set(AgentDescriptor.LONG, row + AgentDescriptor.IDENTITY_OFFSET, 0x61);
        byte[] bytes =
                segment.asSlice(row, AgentDescriptor.ROW_BYTES).toArray(ValueLayout.JAVA_BYTE);
        assertEquals(
                "1817161514131211" + "2100000000000000" + "3100000000000000" + "41000000"
                        + "51000000" + "61" + "00".repeat(31),
                HexFormat.of().formatHex(bytes));
    }

    @Test
    void agent_removed_isStale_andTheNextHasNothingOfIt() {
        long gone = agents.add(1);
        long row = agents.row(gone);
        agents.segment(gone)
                .set(AgentDescriptor.LONG, row + AgentDescriptor.CAPABILITIES_OFFSET, -1);
        assertTrue(agents.remove(gone));
        assertFalse(agents.remove(gone));
        assertFalse(agents.isLive(gone));
        assertEquals(MemoryStatus.STALE, agents.row(gone));
        long next = agents.add(2);
        assertEquals(row, agents.row(next), "the same row");
        assertEquals(
                0,
                agents.segment(next)
                        .get(AgentDescriptor.LONG, row + AgentDescriptor.CAPABILITIES_OFFSET));
        assertEquals(MemoryStatus.STALE, agents.row(gone));
    }

    /**
     * The capabilities of each agent are its own handle. Whoever guesses the next handle of a row, and
     * finds it live, never finds those of the agent before.
     */
    @Test
    void add_whileAnotherGuessesTheHandle_showsNothingOfTheAgentBefore() throws Exception {
        long first = agents.add(1);
        AtomicLong next = new AtomicLong(first);
        Thread churn = Thread.ofPlatform().start(() -> {
            long handle = first;
            for (int i = 0; i < 1_000_000; i++) {
                setCapabilities(handle);
                agents.remove(handle);
                next.setRelease(handle + NEXT_GENERATION);
                handle = agents.add(1);
            }
            next.setRelease(-1);
        });
        long seen = 0;
        for (long guess = next.getAcquire(); guess >= 0; guess = next.getAcquire()) {
            long row = agents.row(guess);
            if (row >= 0) {
                long found = agents.segment(guess)
                        .get(AgentDescriptor.LONG, row + AgentDescriptor.CAPABILITIES_OFFSET);
                assertTrue(!agents.isLive(guess) || found == 0 || found == guess, "guess=" + guess);
                seen++;
            }
        }
        churn.join();
        assertTrue(seen > 0, "no agent was ever seen");
    }

    private void setCapabilities(long handle) {
        agents.segment(handle)
                .set(
                        AgentDescriptor.LONG,
                        agents.row(handle) + AgentDescriptor.CAPABILITIES_OFFSET,
                        handle);
    }

    @Test
    void agents_inTwoPages_keepTheirRows_inAtMost128BytesEach() {
        long[] handles = new long[100_000];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = agents.add(i);
        }
        assertEquals(MemoryStatus.EXHAUSTED, agents.add(0));
        for (int i = 0; i < handles.length; i++) {
            long row = agents.row(handles[i]);
            assertEquals(i, agents.segment(handles[i]).get(AgentDescriptor.LONG, row));
        }
        assertEquals(2L * Pages.ROWS * AgentTable.BYTES_PER_AGENT, agents.memoryBytes());
        assertTrue(AgentTable.BYTES_PER_AGENT <= 128);
    }
}
