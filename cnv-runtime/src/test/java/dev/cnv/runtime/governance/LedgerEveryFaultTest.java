package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.testing.SeededDraws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each operation of a recorded run fails, in each way, once or from then on. */
class LedgerEveryFaultTest {

    private static final int SEGMENT_BYTES = 900;
    private static final int STEPS = 17;

    enum Fault {
        EIO,
        ENOSPC,
        SHORT_WRITE,
        TORN_WRITE
    }

    /** Fails the n-th operation. */
    static final class FailingDirectory extends SimulatedDirectory {
        private final Fault fault;
        private final int failing;
        private final boolean forGood;
        int operations;

        FailingDirectory(Fault fault, int failing, boolean forGood) {
            this.fault = fault;
            this.failing = failing;
            this.forGood = forGood;
        }

        @Override
        public String toString() {
            return "fault=" + fault + " operation=" + failing + " forGood=" + forGood;
        }

        private boolean fails() {
            operations++;
            return forGood ? operations >= failing : operations == failing;
        }

        private IOException thrown() {
            return fault == Fault.ENOSPC
                    ? new DiskFullException("No space left on device", new IOException())
                    : new IOException("Input/output error");
        }

        @Override
        public synchronized Disk create(long segment) throws IOException {
            if (fails()) {
                throw thrown();
            }
            return super.create(segment);
        }

        @Override
        public synchronized void force() throws IOException {
            if (fails()) {
                throw new IOException("Input/output error");
            }
            super.force();
        }

        @Override
        SimulatedDisk disk(byte[] content) {
            return new SimulatedDisk(content, machine) {
                @Override
                public void write(long positionBytes, byte[] bytes, int lengthBytes)
                        throws IOException {
                    if (!fails()) {
                        super.write(positionBytes, bytes, lengthBytes);
                        return;
                    }
                    switch (fault) {
                        case EIO -> {}
                        case ENOSPC, SHORT_WRITE ->
                            super.write(positionBytes, bytes, lengthBytes / 2);
                        case TORN_WRITE ->
                            super.write(
                                    positionBytes + lengthBytes / 2,
                                    Arrays.copyOfRange(bytes, lengthBytes / 2, lengthBytes),
                                    lengthBytes - lengthBytes / 2);
                    }
                    throw thrown();
                }

                @Override
                public void force() throws IOException {
                    if (fails()) {
                        throw new IOException("Input/output error");
                    }
                    super.force();
                }

                @Override
                public void truncate(long sizeBytes) throws IOException {
                    if (fails()) {
                        throw thrown();
                    }
                    super.truncate(sizeBytes);
                }
            };
        }
    }

    @Test
    void append_anyOperationFailsInAnyWay_noAcknowledgedRecordIsLost() {
        forEachFault(
                "ledger", STEPS, 2, LedgerEveryFaultTest::run, LedgerEveryFaultTest::requireAll);
    }

    /** Looks at what a run that met a fault was told, and left behind. */
    interface Check<T> {
        void check(List<T> acknowledged, FailingDirectory disk, int seed);
    }

    /**
     * Repeats a run with each fault of each operation.
     *
     * @param what it is a run of
     * @param steps how many acknowledgements there are without a fault
     * @param oneIn more runs than one in so many are refused something
     * @param run gives what was acknowledged
     * @param check sees each of the runs
     */
    static <T> void forEachFault(
            String what,
            int steps,
            int oneIn,
            Function<DiskDirectory, List<T>> run,
            Check<T> check) {
        FailingDirectory recorded = new FailingDirectory(Fault.EIO, Integer.MAX_VALUE, false);
        assertEquals(steps, run.apply(recorded).size());
        assertTrue(recorded.segments().size() > 3, recorded.segments().toString());
        int cases = 0;
        int refused = 0;
        for (Fault fault : Fault.values()) {
            for (int failing = 1; failing <= recorded.operations; failing++) {
                for (boolean forGood : new boolean[] {false, true}) {
                    FailingDirectory disk = new FailingDirectory(fault, failing, forGood);
                    List<T> acknowledged = run.apply(disk);
                    refused += acknowledged.size() < steps ? 1 : 0;
                    check.check(acknowledged, disk, cases++);
                }
            }
        }
        System.out.println(what + " faults=" + cases + " operations=" + recorded.operations
                + " runs that were refused something=" + refused + " lost=0");
        assertTrue(refused > cases / oneIn, "refused=" + refused);
    }

    /** {@return the messages that must be there, by their index; null where that is open} */
    private static List<String> run(DiskDirectory disk) {
        List<String> acknowledged = new ArrayList<>();
        FileLedger ledger;
        try {
            ledger = Events.on(disk, SEGMENT_BYTES);
        } catch (UncheckedIOException | LedgerException _) {
            return acknowledged;
        }
        for (int i = 0; i < STEPS; i++) {
            Durability durability = i % 3 == 0 ? Durability.BUFFERED : Durability.ON_DISK;
            String message = "m" + i;
            try {
                long index = ledger.append(Events.completed(message), durability);
                if (durability == Durability.ON_DISK) {
                    while (acknowledged.size() <= index) {
                        acknowledged.add("");
                    }
                    acknowledged.set((int) index, message);
                }
            } catch (LedgerException _) {
                // Said to the caller, as it must be.
            }
        }
        return acknowledged;
    }

    /** After the power failed too. */
    private static void requireAll(List<String> acknowledged, FailingDirectory disk, int seed) {
        disk.powerFailed(new SeededDraws(seed));
        SimulatedDirectory after = disk.copy();
        try (FileLedger again = Events.on(after, SEGMENT_BYTES)) {
            String what = disk + " report=" + again.report();
            assertTrue(again.report().damage().isEmpty(), what);
            List<String> found = Events.messages(again);
            assertTrue(found.size() >= acknowledged.size(), what);
            for (int i = 0; i < acknowledged.size(); i++) {
                if (!acknowledged.get(i).isEmpty()) {
                    assertEquals(acknowledged.get(i), found.get(i), what);
                }
            }
            again.append(Events.completed("again"), Durability.ON_DISK);
        }
    }
}
