package dev.cnv.hotpath.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one size off the heap, whose memory comes page by page when a row of it is first needed.
 *
 * <p><b>Threading.</b> Any thread may call any method. A page is published with release and never
 * changes again.
 */
final class Pages {

    /** 65,536 rows are a page. */
    static final int SHIFT = 16;

    static final int ROWS = 1 << SHIFT;

    private static final VarHandle PAGE =
            MethodHandles.arrayElementVarHandle(MemorySegment[].class);

    private final Arena arena;
    private final int rowBytes;
    private final @Nullable MemorySegment[] pages;

    Pages(Arena arena, int rowBytes, int maxRows) {
        this.arena = arena;
        this.rowBytes = rowBytes;
        this.pages = new MemorySegment[((maxRows - 1) >>> SHIFT) + 1];
    }

    /** The page of a row, or null when no row of it was ever needed. */
    @Nullable MemorySegment of(int row) {
        int page = row >>> SHIFT;
        return page < pages.length ? (MemorySegment) PAGE.getAcquire(pages, page) : null;
    }

    /** The page of a row, which is made when it is not there. */
    MemorySegment made(int row) {
        MemorySegment page = of(row);
        return page != null ? page : make(row >>> SHIFT);
    }

    private synchronized MemorySegment make(int page) {
        MemorySegment there = pages[page];
        if (there != null) {
            return there;
        }
        MemorySegment made = arena.allocate((long) ROWS * rowBytes, 64);
        PAGE.setRelease(pages, page, made);
        return made;
    }

    long offset(int row) {
        return (long) (row & (ROWS - 1)) * rowBytes;
    }

    synchronized long bytes() {
        long bytes = 0;
        for (MemorySegment page : pages) {
            bytes += page == null ? 0 : page.byteSize();
        }
        return bytes;
    }
}
