package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.LedgerEvent.Unrecognised;
import dev.cnv.runtime.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in a file: {@link LedgerDescriptor} draws it.
 *
 * <p>An append with {@link Ledger.Durability#ON_DISK} returns when the record is on the device; callers
 * that wait at the same time share one write and one force. A buffered record is made durable together
 * with the next such append, when 256 KiB have gathered, by {@link #read(Consumer)} or by {@link
 * #close()}. At most {@value LedgerDescriptor#MAX_BATCH_BYTES} bytes wait; who comes then waits too.
 *
 * <p>When a write or a force fails, the ledger is dead: nothing is tried again, and every later append
 * throws. What is on disk then is found out by opening it again.
 *
 * <p><b>Threading:</b> safe for use by several threads. There is no thread of its own: one of the
 * callers that wait does the writing for all. An interrupt neither ends a wait for the disk nor harms
 * the ledger; it stays pending.
 */
public final class FileLedger implements Ledger {

    /*
     * Implementation notes
     *
     * All fields are guarded by the lock. The leader takes the whole buffer, gives up the lock while it
     * writes and forces, and takes it again to say so; "flushing" keeps a second leader out. A batch
     * is written only after the one before it is on disk, which recovery relies on.
     */

    private static final int FLUSH_AT_BYTES = 256 * 1024;
    /** More than everything in a line but the event takes. */
    private static final int ENVELOPE_BYTES = 256;

    private final Disk disk;
    private final Closeable directoryLock;
    private final String name;
    private final OpenReport report;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private final BatchStarts starts = new BatchStarts();
    private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private long waitingFirst;
    private long next;
    private long durable;
    private long writtenBytes;
    private Digest head;
    private boolean flushing;
    private boolean closed;
    private @Nullable Throwable failure;

    private FileLedger(Disk disk, Closeable directoryLock, String name, Recovery recovered) {
        this.disk = disk;
        this.directoryLock = directoryLock;
        this.name = name;
        this.report = recovered.report();
        this.next = report.records();
        this.durable = next;
        this.waitingFirst = next;
        this.writtenBytes = recovered.sizeBytes();
        this.head = recovered.head();
    }

    /**
     * Opens a ledger for writing; makes the directory and the ledger when they are missing.
     *
     * @param directory where the ledger is; made readable by its owner only
     * @param time when a new ledger begins
     * @return the ledger
     * @throws LedgerException when another ledger writes to the directory, when the file is damaged in a
     *     way that no crash explains (it is untouched then; the message has the place), is of another
     *     version, or cannot be read or written
     */
    public static FileLedger open(Path directory, Time time) {
        try {
            makeDirectory(directory.toAbsolutePath());
            DirectoryLock held = DirectoryLock.acquire(directory);
            try {
                Path file = directory.resolve(LedgerDescriptor.FILE_NAME);
                return on(FileDisk.openForWriting(file), held, "file=" + file, time);
            } catch (IOException | RuntimeException e) {
                held.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LedgerException(
                    "directory=" + directory + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Opens a ledger on a disk, which it closes. */
    static FileLedger on(Disk disk, Closeable directoryLock, String name, Time time)
            throws IOException {
        try {
            return new FileLedger(disk, directoryLock, name, Recovery.of(disk, time));
        } catch (LedgerException e) {
            disk.close();
            throw new LedgerException(name + ": " + e.getMessage(), e.getCause());
        } catch (IOException | RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    /**
     * Checks a whole ledger. Needs no right to write, and works while another process writes.
     *
     * @param directory where the ledger is
     * @return what was found
     * @throws LedgerException when there is no ledger, it is of another version, or cannot be read
     */
    public static LedgerVerification verify(Path directory) {
        return LedgerFile.withDisk(directory, LedgerFile::verify);
    }

    /**
     * Reads a ledger up to its last complete record. Needs no right to write, and works while another
     * process writes.
     *
     * @param directory where the ledger is
     * @param reader sees each record, in order
     * @throws LedgerException when there is no ledger, it is of another version, cannot be read, or is
     *     damaged; the reader has seen the records before the damage then
     */
    public static void read(Path directory, Consumer<LedgerRecord> reader) {
        LedgerFile.withDisk(directory, disk -> LedgerFile.read(disk, disk.size(), reader));
    }

    /**
     * What opening found.
     *
     * @return records, bytes cut and warnings, as they were when this ledger was opened
     */
    public OpenReport report() {
        return report;
    }

    @Override
    public long append(LedgerEvent event, Durability durability) {
        requireWritable(event);
        String type = EventJson.type(event);
        byte[] members = members(event);
        lock.lock();
        try {
            requireAlive();
            awaitRoom(members.length + ENVELOPE_BYTES);
            long index = stage(type, members);
            if (durability == Durability.ON_DISK) {
                awaitDurable(index + 1);
            } else if (waiting.size() >= FLUSH_AT_BYTES && !flushing) {
                flush();
                requireAlive();
            }
            return index;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void read(Consumer<LedgerRecord> reader) {
        long endBytes;
        lock.lock();
        try {
            requireAlive();
            awaitDurable(next);
            endBytes = writtenBytes;
        } finally {
            lock.unlock();
        }
        try {
            LedgerFile.read(disk, endBytes, reader);
        } catch (IOException e) {
            throw new LedgerException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<LedgerLeaf> leaf(long index) {
        long startBytes;
        long endBytes;
        lock.lock();
        try {
            requireAlive();
            if (index < 0 || index >= next) {
                return Optional.empty();
            }
            awaitDurable(index + 1);
            startBytes = starts.before(index);
            endBytes = writtenBytes;
        } finally {
            lock.unlock();
        }
        try {
            return LedgerFile.leaf(disk, startBytes, endBytes, index);
        } catch (IOException e) {
            throw new LedgerException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try (directoryLock;
                    disk) {
                awaitDurable(next);
            }
        } catch (IOException e) {
            throw new LedgerException(name + " could not be closed: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Gives a record its index and its place in the buffer. */
    private long stage(String type, byte[] members) {
        long batch = waiting.size() == 0 ? next : waitingFirst;
        byte[] line = LedgerLine.record(batch, next, head, type, members);
        if (line.length >= LedgerDescriptor.MAX_LINE_BYTES) {
            throw new LedgerException(
                    "lineBytes=" + (line.length + 1) + " is more than "
                            + LedgerDescriptor.MAX_LINE_BYTES + " for a "
                            + type
                            + " record; nothing was written and the ledger goes on: pass large data by"
                            + " reference",
                    null);
        }
        waitingFirst = batch;
        waiting.writeBytes(line);
        waiting.write('\n');
        head = Digest.of(line);
        return next++;
    }

    private void awaitRoom(int bytes) {
        while (waiting.size() > 0 && waiting.size() + bytes > LedgerDescriptor.MAX_BATCH_BYTES) {
            flushOrWait();
            requireAlive();
        }
    }

    private void awaitDurable(long count) {
        while (durable < count) {
            requireNoFailure();
            flushOrWait();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // Both callers loop.
    private void flushOrWait() {
        if (flushing) {
            changed.awaitUninterruptibly();
        } else {
            flush();
        }
    }

    /** Writes and forces all that waits, as the leader, without the lock. */
    private void flush() {
        byte[] batch = waiting.toByteArray();
        long first = waitingFirst;
        long count = next;
        waiting = new ByteArrayOutputStream(batch.length);
        flushing = true;
        Throwable thrown = null;
        lock.unlock();
        try {
            disk.write(writtenBytes, batch);
            disk.force();
        } catch (Throwable e) {
            thrown = e;
        } finally {
            lock.lock();
        }
        flushing = false;
        if (thrown == null) {
            durable = count;
            starts.add(first, writtenBytes);
            writtenBytes += batch.length;
        } else {
            failure = thrown;
            waiting = new ByteArrayOutputStream();
        }
        changed.signalAll();
    }

    private void requireAlive() {
        requireNoFailure();
        if (closed) {
            throw new LedgerException(name + " state=closed takes no record", null);
        }
    }

    private void requireNoFailure() {
        if (failure != null) {
            throw new LedgerException(
                    name + " state=dead takes no record since writing behind record "
                            + (durable - 1) + " failed: "
                            + failure + "; " + (next - durable)
                            + " records were not made durable; find the cause and"
                            + " open the ledger again",
                    failure);
        }
    }

    private static void requireWritable(LedgerEvent event) {
        if (event instanceof Unrecognised unrecognised) {
            throw new IllegalArgumentException("type=" + unrecognised.type()
                    + " is a later version's, so this one cannot vouch for it");
        }
        if (event instanceof PolicyDecision decided
                && EventJson.depth(decided.arguments()) > LedgerDescriptor.MAX_ARGUMENT_DEPTH) {
            throw new LedgerException(
                    "argumentDepth=" + EventJson.depth(decided.arguments()) + " is more than "
                            + LedgerDescriptor.MAX_ARGUMENT_DEPTH
                            + "; nothing was written and the ledger goes on",
                    null);
        }
    }

    private static byte[] members(LedgerEvent event) {
        try {
            return CanonicalJson.bytes(EventJson.write(event));
        } catch (IllegalArgumentException e) {
            throw new LedgerException(
                    "the event has no canonical form: " + e.getMessage()
                            + "; nothing was written and the ledger goes on",
                    e);
        }
    }

    private static void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(directory, FileDisk.ownerOnly(directory, "rwx------"));
        FileDisk.forceDirectory(directory.getParent());
    }
}
