package dev.cnv.runtime.swarm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Cells in an array. */
final class ArrayCells implements Cells {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells;

    ArrayCells(int count) {
        this.cells = new long[count];
    }

    @Override
    public long getAcquire(int index) {
        return (long) CELL.getAcquire(cells, index);
    }

    @Override
    public long getOpaque(int index) {
        return (long) CELL.getOpaque(cells, index);
    }

    @Override
    public void setOpaque(int index, long value) {
        CELL.setOpaque(cells, index, value);
    }

    @Override
    public boolean compareAndSet(int index, long expected, long value) {
        return CELL.compareAndSet(cells, index, expected, value);
    }
}
