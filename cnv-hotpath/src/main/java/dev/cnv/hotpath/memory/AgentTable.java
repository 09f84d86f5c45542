package dev.cnv.hotpath.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A row off the heap for every agent that is here, found by the agent's handle. A row and its handle
 * take {@link #BYTES_PER_AGENT} bytes, none of them on the heap, so that a hundred million agents give
 * the garbage collector nothing to do. Rows come by pages of 65,536, up to the configured number.
 *
 * <pre>{@code
 * long row = agents.row(handle);
 * if (row >= 0) {
 *     long tenant = agents.segment(handle).get(AgentDescriptor.LONG, row + AgentDescriptor.TENANT_OFFSET);
 * }
 * }</pre>
 *
 * <p><b>Threading.</b> Any thread may call any method. The fields of a row have one writer at a time,
 * which callers see to. Who reads a row while others may remove its agent asks {@link #isLive} again
 * afterwards: only then what was read is of that agent.
 */
public final class AgentTable {

    /** The size that an agent takes off the heap, in bytes: its row and its handle. */
    public static final int BYTES_PER_AGENT =
            AgentDescriptor.ROW_BYTES + HandlePool.BYTES_PER_HANDLE;

    private final HandlePool handles;
    private final Pages rows;

    private AgentTable(Arena arena, int max) {
        this.handles = HandlePool.create(arena, max);
        this.rows = new Pages(arena, AgentDescriptor.ROW_BYTES, max);
    }

    /**
     * Makes a table.
     *
     * @param arena where the memory comes from, one that several threads may use; it must outlive the
     *     use of the table
     * @param max how many agents there are at most
     * @return the table, empty, with no memory yet
     * @throws IllegalArgumentException when the number is not positive
     */
    public static AgentTable create(Arena arena, int max) {
        return new AgentTable(arena, max);
    }

    /**
     * Makes a row for an agent, with everything but the tenant 0: an agent without rights.
     *
     * @param tenant the tenant's handle
     * @return the agent's handle, or {@link MemoryStatus#EXHAUSTED}
     */
    public long add(long tenant) {
        long handle = handles.reserve();
        if (handle >= 0) {
            int index = HandlePool.index(handle);
            MemorySegment page = rows.made(index);
            long row = rows.offset(index);
            for (long field = 0; field < AgentDescriptor.ROW_BYTES; field += Long.BYTES) {
                page.set(AgentDescriptor.LONG, row + field, 0);
            }
            page.set(AgentDescriptor.LONG, row + AgentDescriptor.TENANT_OFFSET, tenant);
            // Last: whoever guesses the handle sees nothing of the agent before.
            handles.publish(handle);
        }
        return handle;
    }

    /**
     * Gives up the row of an agent.
     *
     * @param handle the agent's handle
     * @return false when it is stale: nothing was done
     */
    public boolean remove(long handle) {
        return handles.release(handle);
    }

    /**
     * Whether an agent is here.
     *
     * @param handle any number
     * @return false when the agent was removed, or never added
     */
    public boolean isLive(long handle) {
        VarHandle.loadLoadFence(); // What was read of the row before was read before this.
        return handles.isLive(handle);
    }

    /**
     * Where an agent's row begins.
     *
     * @param handle the agent's handle
     * @return the offset in {@link #segment}, in bytes, or {@link MemoryStatus#STALE}
     */
    public long row(long handle) {
        return handles.isLive(handle) ? rows.offset(HandlePool.index(handle)) : MemoryStatus.STALE;
    }

    /**
     * What an agent's row lies in.
     *
     * @param handle the agent's handle, for which {@link #row} gave an offset
     * @return the segment
     */
    public MemorySegment segment(long handle) {
        return rows.made(HandlePool.index(handle));
    }

    /**
     * How much memory the table has off the heap.
     *
     * @return the size in bytes
     */
    public long memoryBytes() {
        return handles.memoryBytes() + rows.bytes();
    }
}
