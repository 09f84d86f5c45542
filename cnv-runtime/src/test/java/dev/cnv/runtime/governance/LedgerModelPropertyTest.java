package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerScan.Place;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A ledger does what a plain list does, whatever is asked of it in whatever order. */
class LedgerModelPropertyTest {

    /** Has no room when told so. */
    private static final class RoomDirectory extends SimulatedDirectory {
        private boolean full;

        @Override
        public synchronized Disk create(long segment) throws IOException {
            requireRoom();
            return super.create(segment);
        }

        @Override
        SimulatedDisk disk(byte[] content) {
            return new SimulatedDisk(content, machine) {
                @Override
                public void write(long positionBytes, byte[] bytes, int lengthBytes)
                        throws IOException {
                    if (full) {
                        super.write(positionBytes, bytes, lengthBytes / 3);
                    }
                    requireRoom();
                    super.write(positionBytes, bytes, lengthBytes);
                }
            };
        }

        private void requireRoom() throws IOException {
            if (full) {
                throw new DiskFullException("No space left on device", new IOException());
            }
        }
    }

    private static final class Run {
        private final Draws draws;
        private final int segmentBytes;
        private final RoomDirectory disk = new RoomDirectory();
        private final List<String> model = new ArrayList<>();
        private FileLedger ledger;
        /** How many records of the model wait for room. */
        private int waiting;

        Run(Draws draws) {
            this.draws = draws;
            this.segmentBytes = draws.between(300, 2_500);
            this.ledger = Events.on(disk, segmentBytes);
        }

        void check() throws IOException {
            for (int steps = draws.between(1, 30); steps > 0; steps--) {
                step();
            }
            disk.full = false;
            reopen();
            assertEquals(model, Events.messages(ledger));
            LedgerVerification found = Events.verify(disk);
            assertTrue(found.intact());
            assertEquals(model.size(), found.records());
            assertEquals(0, found.unfinishedBytes());
        }

        private void step() throws IOException {
            switch (draws.between(0, 7)) {
                case 0, 1 -> append(Durability.ON_DISK);
                case 2, 3 -> append(Durability.BUFFERED);
                case 4 -> read();
                case 5 -> leaf();
                case 6 -> lines();
                default -> {
                    if (draws.flip()) {
                        disk.full = !disk.full;
                    } else if (!disk.full) {
                        reopen();
                    }
                }
            }
        }

        private void append(Durability durability) {
            String message = "m" + draws.between(0, 999) + "x".repeat(draws.between(0, 200));
            boolean triesNow =
                    durability == Durability.ON_DISK || ledger.state() instanceof LedgerState.Full;
            if (disk.full && triesNow) {
                assertThrows(
                        LedgerException.class,
                        () -> ledger.append(Events.completed(message), durability));
                assertTrue(ledger.state() instanceof LedgerState.Full);
                return;
            }
            assertEquals(model.size(), ledger.append(Events.completed(message), durability));
            model.add(message);
            waiting = triesNow ? 0 : waiting + 1;
        }

        private void read() {
            if (disk.full && waiting > 0) {
                assertThrows(LedgerException.class, () -> ledger.read(_ -> {}));
            } else {
                assertEquals(model, Events.messages(ledger));
                waiting = 0;
            }
        }

        private void leaf() {
            int index = draws.between(-1, model.size() + 1);
            if (index < 0 || index >= model.size()) {
                assertTrue(ledger.leaf(index).isEmpty());
            } else if (index < model.size() - waiting || !disk.full) {
                LedgerLeaf leaf = ledger.leaf(index).orElseThrow();
                assertEquals(Events.completed(model.get(index)), leaf.record().event());
                waiting = index < model.size() - waiting ? waiting : 0;
            } else {
                assertThrows(LedgerException.class, () -> ledger.leaf(index));
            }
        }

        private void lines() {
            int durable = model.size() - waiting;
            int from = draws.between(0, durable);
            int to = draws.between(from, durable);
            List<Digest> hashes = new ArrayList<>();
            try (LedgerLines lines = new LedgerLines("disk", disk, Place.END)) {
                long next =
                        lines.scan(from, to, (_, segment, offsetBytes, buffer, offset, length) -> {
                            byte[] line =
                                    java.util.Arrays.copyOfRange(buffer, offset, offset + length);
                            assertEquals(
                                    Digest.of(line), Digest.of(lines.at(segment, offsetBytes)));
                            hashes.add(LedgerLeaf.hash(line));
                        });
                assertEquals(to, next);
            }
            for (int i = from; i < to; i++) {
                assertEquals(ledger.leaf(i).orElseThrow().hash(), hashes.get(i - from));
            }
        }

        private void reopen() {
            ledger.close();
            ledger = Events.on(disk, segmentBytes);
            assertEquals(model.size(), ledger.report().records());
            assertEquals(List.of(), ledger.report().warnings());
            waiting = 0;
        }

        @Override
        public String toString() {
            return "segmentBytes=" + segmentBytes + " model=" + model.size();
        }
    }

    @Test
    void ledger_anyOperations_isAsAPlainList() {
        Property.named("ledger-model").oneIn(4).check(Run::new, Run::check);
    }
}
