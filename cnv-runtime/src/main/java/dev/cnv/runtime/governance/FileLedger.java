package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.Batch.Waiting;
import dev.cnv.runtime.governance.LedgerEvent.Unrecognised;
import dev.cnv.runtime.governance.LedgerScan.Place;
import dev.cnv.runtime.time.Time;
import dev.cnv.runtime.tlog.LogFiles;
import dev.cnv.runtime.tlog.LogPublisher;
import dev.cnv.runtime.tlog.NoteSigner;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ledger in files of a directory. {@link LedgerDescriptor} shows their layout.
 *
 * <p>An append with {@link Ledger.Durability#ON_DISK} returns when the record is on the device; callers
 * that wait at the same time share one write and one force. A buffered record is made durable together
 * with the next such append, when 1 MiB has gathered, by {@link #read(Consumer)} or by {@link
 * #close()}. At most {@value LedgerDescriptor#MAX_BATCH_BYTES} bytes wait; a further append blocks.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>{@link #state()}</th><th>cause</th><th>an append</th></tr>
 * <tr><td>open</td><td></td><td>takes the record</td></tr>
 * <tr><td>full</td><td>there was no room for a write; what was written of it was cut back, and the
 *     callers were told that their records are not recorded. Buffered records keep their places and are
 *     written when there is room; so may those before them whose callers were told otherwise</td>
 *     <td>tries again; when it works, the ledger is open</td></tr>
 * <tr><td>read-only</td><td>a write or a force failed otherwise, or the ledger was damaged when it was
 *     opened</td><td>throws; nothing is tried again. What is on disk is found out by opening the ledger
 *     again</td></tr>
 * <tr><td>closed</td><td>{@link #close()}</td><td>throws</td></tr>
 * </table>
 *
 * <p><b>Threading:</b> safe for use by several threads. One of the callers that wait does the
 * writing for all; where only buffered records have gathered, a thread of the factory.
 * An interrupt neither ends a wait for the disk nor harms
 * the ledger; it stays pending.
 */
public final class FileLedger implements Ledger {

    private final DiskDirectory segments;
    private final @Nullable PayloadStore payloads;
    private final Closeable directoryLock;
    private final String name;
    private final OpenReport report;
    private final LedgerTree tree = new LedgerTree();
    private final GroupCommit commit;

    private FileLedger(
            DiskDirectory segments,
            @Nullable PayloadStore payloads,
            Closeable directoryLock,
            String name,
            @Nullable SegmentWriter writer,
            Recovery recovered,
            ThreadFactory writers) {
        this.segments = segments;
        this.payloads = payloads;
        this.directoryLock = directoryLock;
        this.name = name;
        this.report = recovered.report();
        this.commit = new GroupCommit(name, writer, recovered, writers);
    }

    /**
     * Opens a ledger for writing, as {@link #open(Path, Time, ThreadFactory)}, with daemon platform threads
     * for what only buffered records ask for.
     *
     * @param directory where the ledger is; made readable by its owner only
     * @param time when a segment begins
     * @return the ledger
     * @throws LedgerException when another ledger writes to the directory, it is of another version, or
     *     cannot be read or written
     */
    public static FileLedger open(Path directory, Time time) {
        return open(directory, time, writers());
    }

    /**
     * Opens a ledger for writing, and creates the directory and the ledger when they are missing. A ledger
     * with damage that a crash cannot explain is opened too, but not changed: its {@link #state()} is
     * read-only, and its {@link #report()} says where the damage is.
     *
     * @param directory where the ledger is; made readable by its owner only
     * @param time when a segment begins
     * @param writers makes the thread that writes when 1 MiB of buffered records has gathered and nobody
     *     waits; one at a time, which ends when they are written. Where it makes none, the next caller that
     *     waits writes them
     * @return the ledger
     * @throws LedgerException when another ledger writes to the directory, it is of another version, or
     *     cannot be read or written
     */
    public static FileLedger open(Path directory, Time time, ThreadFactory writers) {
        return open(directory, time, LedgerDescriptor.SEGMENT_BYTES, writers);
    }

    /** Opens a ledger that begins a new segment at another size. */
    static FileLedger open(Path directory, Time time, long segmentBytes) {
        return open(directory, time, segmentBytes, writers());
    }

    private static ThreadFactory writers() {
        return Thread.ofPlatform()
                .name("cnv-ledger-write")
                .daemon()
                .inheritInheritableThreadLocals(false)
                .factory();
    }

    private static FileLedger open(
            Path directory, Time time, long segmentBytes, ThreadFactory writers) {
        try {
            FileDiskDirectory.makeFolder(directory);
            DirectoryLock held = DirectoryLock.acquire(directory);
            try {
                return on(
                        FileDiskDirectory.openForWriting(directory),
                        PayloadStore.openForWriting(directory),
                        held,
                        "directory=" + directory,
                        time,
                        segmentBytes,
                        writers);
            } catch (IOException | RuntimeException e) {
                held.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LedgerException(
                    "directory=" + directory + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Opens a ledger on a directory of disks, which it closes. */
    static FileLedger on(
            DiskDirectory segments,
            @Nullable PayloadStore payloads,
            Closeable directoryLock,
            String name,
            Time time,
            long segmentBytes,
            ThreadFactory writers)
            throws IOException {
        try {
            Recovery recovered = Recovery.of(segments, time);
            Disk disk = recovered.disk();
            SegmentWriter writer = disk == null
                    ? null
                    : new SegmentWriter(segments, time, segmentBytes, disk, recovered);
            return new FileLedger(
                    segments, payloads, directoryLock, name, writer, recovered, writers);
        } catch (LedgerException e) {
            segments.close();
            throw new LedgerException(name + ": " + e.getMessage(), e.getCause());
        } catch (IOException | RuntimeException e) {
            segments.close();
            throw e;
        }
    }

    /**
     * Checks a whole ledger. Needs no write permission, and works while another process writes.
     *
     * @param directory where the ledger is
     * @return what was found
     * @throws LedgerException when there is no ledger, it is of another version, or cannot be read
     */
    public static LedgerVerification verify(Path directory) {
        return LedgerFile.withSegments(
                directory,
                segments -> LedgerFile.verify(segments, Optional.of(new PayloadStore(directory))));
    }

    /**
     * Reads a ledger up to its last complete record. Needs no write permission, and works while another
     * process writes.
     *
     * @param directory where the ledger is
     * @param reader sees each record, in order
     * @throws LedgerException when there is no ledger, it is of another version, cannot be read, or is
     *     damaged; the reader has seen the records before the damage then
     */
    public static void read(Path directory, Consumer<LedgerRecord> reader) {
        LedgerFile.withSegments(
                directory,
                segments -> LedgerFile.read(
                        segments, Place.END, new PayloadStore(directory)::find, reader));
    }

    /**
     * Finds a payload of a ledger. Needs no write permission.
     *
     * @param directory where the ledger is
     * @param digest its SHA-256
     * @return the bytes; empty when they were erased, or never kept there
     * @throws LedgerException when they cannot be read, or are not what was kept
     */
    public static Optional<byte[]> payload(Path directory, Digest digest) {
        return new PayloadStore(directory).find(digest);
    }

    /**
     * What was found when the ledger was opened.
     *
     * @return records, bytes cut, warnings and damage, as they were when this ledger was opened
     */
    public OpenReport report() {
        return report;
    }

    /**
     * Whether the ledger accepts records now.
     *
     * @return the state, with the reason
     */
    public LedgerState state() {
        return commit.state();
    }

    @Override
    public long append(LedgerEvent event, Durability durability) {
        requireWritable(event);
        return commit.append(waiting(event), durability == Durability.ON_DISK);
    }

    @Override
    public void read(Consumer<LedgerRecord> reader) {
        Place end = commit.settle().end();
        try {
            LedgerFile.read(segments, end, this::find, reader);
        } catch (IOException e) {
            throw new LedgerException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<LedgerLeaf> leaf(long index) {
        if (!commit.has(index)) {
            return Optional.empty();
        }
        return leaf(
                index,
                index < commit.durableSize()
                        ? commit.durableEnd()
                        : commit.settle().end());
    }

    @Override
    public boolean keepsPayloads() {
        return payloads != null;
    }

    @Override
    public Digest keep(byte[] payload) {
        commit.requireOpen();
        return payloads().keep(payload);
    }

    @Override
    public Optional<byte[]> payload(Digest digest) {
        return payloads().find(digest);
    }

    /**
     * Removes the bytes of a payload; the records that name it, the tree over them and every proof stay
     * valid. What the device or a backup still has of them is beyond this.
     *
     * <p>Append the record of the erasure first, with {@link Ledger.Durability#ON_DISK}, and call this
     * then: a process that dies between the two leaves a record of an erasure that can be done again,
     * which {@link #verify(Path)} lists as unfinished. The other way round it would leave a payload that
     * is gone and nothing that says why. Erasing again changes nothing.
     *
     * @param digest the SHA-256 of the bytes
     * @return whether there was something to remove; it is gone from the disk when this returns
     * @throws LedgerException when that is not certain
     */
    boolean erase(Digest digest) {
        commit.requireReadable();
        return payloads().erase(digest);
    }

    /**
     * The tree over all records that were appended before this call; buffered ones are made durable
     * first. The first time, the whole ledger is read.
     *
     * @return the tree's size and root
     * @throws LedgerException when a record cannot be read
     */
    @Override
    public Optional<TreeHead> treeHead() {
        GroupCommit.Settled settled = commit.settle();
        return Optional.of(
                tree.upTo(new LedgerLines(name, segments, settled.end()), settled.size()));
    }

    /** {@return how many records are on disk} */
    public long durableSize() {
        return commit.durableSize();
    }

    /**
     * This ledger as a transparency log, whose files lie in {@value LedgerDescriptor#LOG} within its
     * directory: entries, tiles and a signed checkpoint, as the C2SP specifications lay them out. All of
     * them but what was signed last are made from the lines. Only one publisher at a time, while this
     * ledger is open.
     *
     * @param directory this ledger's directory
     * @param origin the log's name, in checkpoints
     * @param signers what signs checkpoints: see {@link NoteSigner#forLog}
     * @param time when a checkpoint is signed
     * @return the publisher; it signs nothing that is not on disk
     * @throws LedgerException when the log's state cannot be read or is that of another log
     */
    public LogPublisher log(Path directory, String origin, List<NoteSigner> signers, Time time) {
        try {
            return LogPublisher.open(
                    LogFiles.in(directory.resolve(LedgerDescriptor.LOG)),
                    LogFiles.in(directory),
                    new LedgerLeaves(
                            this::durableSize, () -> new LedgerLines(name, segments, Place.END)),
                    origin,
                    signers,
                    time);
        } catch (IOException e) {
            throw new LedgerException(name + " cannot be published: " + e.getMessage(), e);
        }
    }

    /**
     * Erases a payload: records that it is erased, then removes the bytes, as {@link #erase(Digest)}.
     *
     * @param origin who erases it, and when
     * @param digest the SHA-256 of the bytes
     * @param why in words
     * @return whether there was something to remove; it is gone from the disk when this returns
     * @throws LedgerException when the ledger cannot take the record, and nothing is removed then; or when
     *     it is not certain that it is gone
     */
    public boolean erase(EventOrigin origin, Digest digest, String why) {
        append(new AuditEvent.PayloadErased(origin, digest, why), Durability.ON_DISK);
        return erase(digest);
    }

    @Override
    public void close() {
        if (!commit.end()) {
            return;
        }
        try (directoryLock;
                segments;
                commit) {
            commit.flush();
        } catch (IOException e) {
            throw new LedgerException(name + " could not be closed: " + e.getMessage(), e);
        }
    }

    private Optional<byte[]> find(Digest digest) {
        return payloads == null ? Optional.empty() : payloads.find(digest);
    }

    private PayloadStore payloads() {
        if (payloads == null) {
            throw new LedgerException(name + " has no store for payloads", null);
        }
        return payloads;
    }

    private Optional<LedgerLeaf> leaf(long index, Place end) {
        AtomicReference<@Nullable LedgerLeaf> found = new AtomicReference<>();
        try {
            new LedgerLines(name, segments, end)
                    .scan(index, index + 1, (_, _, _, buffer, offset, length) -> {
                        byte[] line = java.util.Arrays.copyOfRange(buffer, offset, offset + length);
                        LedgerRecord record = LedgerLine.parseRecord(line).toRecord(this::find);
                        found.set(LedgerLeaf.ofLine(record, line));
                    });
        } catch (IllegalArgumentException e) {
            throw new LedgerException(
                    name + " record=" + index + " cannot be read: " + e.getMessage(), e);
        }
        LedgerLeaf leaf = found.get();
        if (leaf == null) {
            throw new LedgerException(
                    name + " the ledger is damaged: record=" + index + " is there no more", null);
        }
        return Optional.of(leaf);
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

    /** The members as they stand in the line: all, or what stays of an event that is too long for one. */
    private Waiting waiting(LedgerEvent event) {
        String type = EventJson.type(event);
        try {
            ObjectNode members = EventJson.write(event);
            Waiting whole = new Waiting(type, CanonicalJson.bytes(members));
            if (payloads == null
                    || whole.lengthBytes(Long.MAX_VALUE) <= LedgerDescriptor.MAX_LINE_BYTES) {
                return whole;
            }
            Digest kept = keep(whole.event());
            return new Waiting(type, CanonicalJson.bytes(SpilledEvent.line(members, kept)));
        } catch (IllegalArgumentException e) {
            throw new LedgerException(
                    "the event has no canonical form: " + e.getMessage()
                            + "; nothing was written and the ledger goes on",
                    e);
        }
    }
}
