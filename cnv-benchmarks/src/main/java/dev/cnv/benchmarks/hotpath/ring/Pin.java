package dev.cnv.benchmarks.hotpath.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Keeps a thread on one processor, where the system is Linux. */
final class Pin {

    private static final int MASK_BYTES = 128;

    private Pin() {}

    /** False when the system does not do it: figures across processors then mean little. */
    @SuppressWarnings("restricted")
    static boolean current(int processor) {
        Linker linker = Linker.nativeLinker();
        var function = linker.defaultLookup().find("sched_setaffinity");
        if (function.isEmpty()) {
            return false;
        }
        MethodHandle set = linker.downcallHandle(
                function.get(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            mask.set(ValueLayout.JAVA_BYTE, processor / 8, (byte) (1 << processor % 8));
            return (int) set.invokeExact(0, (long) MASK_BYTES, mask) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("processor=" + processor, e);
        }
    }
}
