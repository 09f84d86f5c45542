package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import dev.cnv.testing.SeededDraws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The machine stops at any operation of any run, recovery included; whatever part of the cache
 * survives, an acknowledged record is there afterwards, and what is there is a prefix of what was
 * appended.
 */
class CrashPropertyTest {

    private static final int LIVES = 4;
    private static final long CANARY_CASES = 1_000;

    /* Every life of a case ends in a crash, so as many crash points are tried as other properties have cases. */
    @Test
    void append_machineStopsAnywhere_noAcknowledgedRecordIsLost() {
        AtomicLong crashes = new AtomicLong();
        AtomicLong cuts = new AtomicLong();
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong segments = new AtomicLong();
        Property.named("ledger_crash").oneIn(LIVES).check(Run::new, run -> {
            run.live(UnaryOperator.identity());
            crashes.addAndGet(run.crashCount);
            cuts.addAndGet(run.cutCount);
            segments.addAndGet(run.segmentCount);
            acknowledged.addAndGet(run.acknowledgedCount);
        });
        System.out.println("ledger crash points=" + crashes + " tails cut=" + cuts
                + " records acknowledged=" + acknowledged + " lost=0");
        int cases = Integer.getInteger("cnv.property.cases", Property.DEFAULT_CASES);
        assertTrue(crashes.get() >= cases, "crashes=" + crashes);
        assertTrue(segments.get() > cases / 4, "segments=" + segments);
        assertTrue(cuts.get() > cases / 50, "cuts=" + cuts);
        assertTrue(acknowledged.get() > cases / 2, "acknowledged=" + acknowledged);
    }

    /* Canaries: the property finds ledgers that are wrong in the ways that it is there for. */

    @Test
    void append_acknowledgedBeforeForce_isFound() {
        assertFound(disk -> new Shell(disk) {
            @Override
            void forceDisk(Disk forced) {
                // Says that it is on disk.
            }
        });
    }

    @Test
    void recovery_withoutForce_isFound() {
        assertFound(disk -> new Shell(disk) {
            private boolean recovered;

            @Override
            void forceDisk(Disk forced) throws IOException {
                if (recovered) {
                    super.forceDisk(forced);
                }
                recovered = true;
            }
        });
    }

    @Test
    void segment_entryNotForced_isFound() {
        assertFound(disk -> new Shell(disk) {
            @Override
            public void force() {
                // Says that the new segment will be found again.
            }
        });
    }

    private static void assertFound(UnaryOperator<DiskDirectory> broken) {
        for (long seed = 0; seed < CANARY_CASES; seed++) {
            Run run = new Run(new SeededDraws(seed));
            try {
                run.live(broken);
            } catch (AssertionError | LedgerException _) {
                return;
            }
        }
        fail("none of " + CANARY_CASES + " cases found it");
    }

    /** Several lives of one disk. */
    private static final class Run {
        private final Draws draws;
        private final SimulatedDirectory disk = new SimulatedDirectory();
        private final List<String> appended = new ArrayList<>();
        private int acknowledged;
        private int number;
        private final int segmentBytes;
        private long segmentCount;
        private long crashCount;
        private long cutCount;
        private long acknowledgedCount;

        Run(Draws draws) {
            this.draws = draws;
            this.segmentBytes = draws.between(300, 3_000);
        }

        void live(UnaryOperator<DiskDirectory> wrapping) {
            for (int life = 0; life < LIVES; life++) {
                disk.machine.stopAfter(draws.between(0, 12));
                try {
                    oneLife(wrapping.apply(disk));
                } catch (LedgerException | UncheckedIOException e) {
                    // Only the machine's end may end a life: a refusal to open is a failure.
                    if (!(e.getCause() instanceof Machine.Stopped)) {
                        throw e;
                    }
                }
                crashCount++;
                if (draws.rarely(3)) {
                    disk.processDied();
                } else {
                    disk.powerFailed(draws);
                }
            }
            disk.machine.stopAfter(Long.MAX_VALUE);
            reopen(disk);
        }

        private void oneLife(DiskDirectory wrapped) {
            FileLedger ledger = reopen(wrapped);
            int count = draws.between(0, 6);
            for (int i = 0; i < count; i++) {
                Durability durability = draws.flip() ? Durability.ON_DISK : Durability.BUFFERED;
                String message = number++ + "x".repeat(draws.between(0, 300));
                appended.add(message);
                long index = ledger.append(Events.completed(message), durability);
                assertEquals(appended.size() - 1, index);
                if (durability == Durability.ON_DISK) {
                    acknowledge();
                }
            }
            if (draws.flip()) {
                ledger.close();
                acknowledge();
            }
        }

        private void acknowledge() {
            acknowledgedCount += appended.size() - acknowledged;
            acknowledged = appended.size();
        }

        private FileLedger reopen(DiskDirectory wrapped) {
            FileLedger ledger = Events.on(wrapped, segmentBytes);
            assertEquals(Optional.empty(), ledger.report().damage());
            segmentCount += wrapped instanceof SimulatedDirectory directory
                    ? directory.segments().size() - 1
                    : 0;
            List<String> found = Events.messages(ledger);
            assertTrue(
                    found.size() >= acknowledged,
                    () -> "found=" + found.size() + " acknowledged=" + acknowledged);
            assertTrue(found.size() <= appended.size());
            assertEquals(appended.subList(0, found.size()), found);
            cutCount += ledger.report().bytesCut() > 0 ? 1 : 0;
            appended.subList(found.size(), appended.size()).clear();
            // What a reader was shown stays, too.
            acknowledged = found.size();
            return ledger;
        }

        @Override
        public String toString() {
            return "appended=" + appended + " acknowledged=" + acknowledged;
        }
    }

    /** A directory that does what another does, on disks that do what its disks do. */
    private static class Shell implements DiskDirectory {
        private final DiskDirectory directory;

        Shell(DiskDirectory directory) {
            this.directory = directory;
        }

        void forceDisk(Disk disk) throws IOException {
            disk.force();
        }

        @Override
        public List<Long> segments() throws IOException {
            return directory.segments();
        }

        @Override
        public Disk open(long segment) throws IOException {
            return new DiskShell(directory.open(segment));
        }

        @Override
        public Disk openForWriting(long segment) throws IOException {
            return new DiskShell(directory.openForWriting(segment));
        }

        @Override
        public Disk create(long segment) throws IOException {
            return new DiskShell(directory.create(segment));
        }

        @Override
        public void force() throws IOException {
            directory.force();
        }

        @Override
        public void close() throws IOException {
            directory.close();
        }

        private final class DiskShell implements Disk {
            private final Disk disk;

            DiskShell(Disk disk) {
                this.disk = disk;
            }

            @Override
            public void write(long positionBytes, byte[] bytes, int lengthBytes)
                    throws IOException {
                disk.write(positionBytes, bytes, lengthBytes);
            }

            @Override
            public void force() throws IOException {
                forceDisk(disk);
            }

            @Override
            public long size() throws IOException {
                return disk.size();
            }

            @Override
            public int read(long positionBytes, byte[] into, int from, int lengthBytes)
                    throws IOException {
                return disk.read(positionBytes, into, from, lengthBytes);
            }

            @Override
            public void truncate(long sizeBytes) throws IOException {
                disk.truncate(sizeBytes);
            }

            @Override
            public void close() throws IOException {
                disk.close();
            }
        }
    }
}
