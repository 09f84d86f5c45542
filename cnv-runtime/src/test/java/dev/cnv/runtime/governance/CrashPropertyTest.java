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
        Property.named("ledger_crash").oneIn(LIVES).check(Run::new, run -> {
            run.live(UnaryOperator.identity());
            crashes.addAndGet(run.crashCount);
            cuts.addAndGet(run.cutCount);
            acknowledged.addAndGet(run.acknowledgedCount);
        });
        System.out.println("ledger crash points=" + crashes + " tails cut=" + cuts
                + " records acknowledged=" + acknowledged + " lost=0");
        int cases = Integer.getInteger("cnv.property.cases", Property.DEFAULT_CASES);
        assertTrue(crashes.get() >= cases, "crashes=" + crashes);
        assertTrue(cuts.get() > cases / 50, "cuts=" + cuts);
        assertTrue(acknowledged.get() > cases / 2, "acknowledged=" + acknowledged);
    }

    /* Canaries: the property finds ledgers that are wrong in the ways that it is there for. */

    @Test
    void append_acknowledgedBeforeForce_isFound() {
        assertFound(disk -> new Shell(disk) {
            @Override
            public void force() {
                // Says that it is on disk.
            }
        });
    }

    @Test
    void recovery_withoutForce_isFound() {
        assertFound(disk -> new Shell(disk) {
            private boolean recovered;

            @Override
            public void force() throws IOException {
                if (recovered) {
                    super.force();
                }
                recovered = true;
            }
        });
    }

    private static void assertFound(UnaryOperator<Disk> broken) {
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
        private final SimulatedDisk disk = new SimulatedDisk();
        private final List<String> appended = new ArrayList<>();
        private int acknowledged;
        private int number;
        private long crashCount;
        private long cutCount;
        private long acknowledgedCount;

        Run(Draws draws) {
            this.draws = draws;
        }

        void live(UnaryOperator<Disk> wrapping) {
            for (int life = 0; life < LIVES; life++) {
                disk.stopAfter(draws.between(0, 12));
                try {
                    oneLife(wrapping.apply(disk));
                } catch (LedgerException | UncheckedIOException e) {
                    // Only the machine's end may end a life: a refusal to open is a failure.
                    if (!(e.getCause() instanceof SimulatedDisk.Stopped)) {
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
            disk.stopAfter(Long.MAX_VALUE);
            reopen(disk);
        }

        private void oneLife(Disk wrapped) {
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

        private FileLedger reopen(Disk wrapped) {
            FileLedger ledger = Events.on(wrapped);
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

    /** A disk that does what another does. */
    private static class Shell implements Disk {
        private final Disk disk;

        Shell(Disk disk) {
            this.disk = disk;
        }

        @Override
        public void write(long positionBytes, byte[] bytes) throws IOException {
            disk.write(positionBytes, bytes);
        }

        @Override
        public void force() throws IOException {
            disk.force();
        }

        @Override
        public long size() throws IOException {
            return disk.size();
        }

        @Override
        public int read(long positionBytes, byte[] into, int lengthBytes) throws IOException {
            return disk.read(positionBytes, into, lengthBytes);
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
