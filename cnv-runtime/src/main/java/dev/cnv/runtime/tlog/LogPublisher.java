package dev.cnv.runtime.tlog;

import static dev.cnv.runtime.tlog.MerkleHasher.HASH_BYTES;

import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the public files of a log up to date: from the entries the tiles, then the signature, then the
 * checkpoint's file. Each is on disk before the next is begun, so that a crash leaves a state from which
 * {@link #publish} goes on. The entries are the truth: tiles that are missing are written anew; tiles
 * that are something else are refused.
 *
 * <pre>
 * published   checkpoint, tile/LEVEL/..., tile/entries/...      what a web server may show
 * state       last-signed                                       keep it: it is what keeps two signed
 *                                                               checkpoints from disagreeing
 * </pre>
 *
 * <p><b>Threading:</b> safe for use by several threads, which take turns. One process for a log.
 */
public final class LogPublisher {

    /** The path of the checkpoint. */
    public static final String CHECKPOINT = "checkpoint";

    /** The path of the state. */
    public static final String LAST_SIGNED = "last-signed";

    private static final int COMPARED = 256;

    private final LogFiles published;
    private final Leaves leaves;
    private final CheckpointSigner signer;

    /** Guarded by: this. None after a fault, because it may have taken entries that are not on disk. */
    private @Nullable TileWriter writer;

    private LogPublisher(LogFiles published, Leaves leaves, CheckpointSigner signer) {
        this.published = published;
        this.leaves = leaves;
        this.signer = signer;
    }

    /** What publishing comes to. */
    public sealed interface Publishing {

        /**
         * The files are up to date.
         *
         * @param checkpoint what is signed
         * @param note the same with signatures, as it is in the file
         */
        record Published(Checkpoint checkpoint, SignedNote note) implements Publishing {}

        /**
         * Files, state and entries do not go together. Nothing was signed.
         *
         * @param fault why
         * @param message the same in words, with the values
         */
        record Refused(LogFault fault, String message) implements Publishing {}
    }

    /**
     * Opens a publisher. Files are looked at by {@link #publish}.
     *
     * @param published the folder of the public files
     * @param state the folder of the state
     * @param leaves the entries
     * @param origin the log's origin
     * @param signers what signs, at least one: see {@link NoteSigner#forLog}
     * @param time where cosignatures have their time from
     * @return the publisher
     * @throws LogDamagedException when the state is damaged or is that of another log
     * @throws IOException when the state cannot be read
     */
    public static LogPublisher open(
            LogFiles published,
            LogFiles state,
            Leaves leaves,
            String origin,
            List<NoteSigner> signers,
            Time time)
            throws IOException {
        return new LogPublisher(
                published,
                leaves,
                CheckpointSigner.open(state, LAST_SIGNED, origin, signers, time));
    }

    /** {@return what signs, with what was signed last} */
    public CheckpointSigner signer() {
        return signer;
    }

    /**
     * Reads the log's tiles as of the last signed checkpoint.
     *
     * @return the reader
     */
    public TileReader reader() {
        return new TileReader(published, signer.lastSigned().size());
    }

    /**
     * Publishes all entries that survive a crash. When there are no new ones, and the checkpoint is
     * there, nothing is signed again.
     *
     * @return the checkpoint, or why there is none
     * @throws IOException when a file cannot be read or written; another call goes on
     */
    public synchronized Publishing publish() throws IOException {
        TileWriter current = writer;
        writer = null;
        try {
            if (current == null) {
                current = resume();
            }
            Publishing result = publish(current);
            writer = current;
            return result;
        } catch (LogDamagedException e) {
            return new Publishing.Refused(e.fault(), String.valueOf(e.getMessage()));
        }
    }

    private Publishing publish(TileWriter current) throws IOException {
        long size = leaves.size();
        requireAtLeast(size, current.size());
        Optional<SignedNote> there = note();
        if (size == signer.lastSigned().size()
                && there.isPresent()
                && there.get().text().equals(signer.lastSigned().text())) {
            return new Publishing.Published(signer.lastSigned(), there.get());
        }
        leaves.read(current.size(), size, current::append);
        if (current.size() != size) {
            throw new LogDamagedException(
                    LogFault.MISSING,
                    "the entries are read to size=" + current.size() + " instead of " + size);
        }
        current.flush();
        return sign(new Checkpoint(signer.lastSigned().origin(), size, current.root()));
    }

    private Publishing sign(Checkpoint checkpoint) throws IOException {
        ConsistencyProof proof = new TileReader(published, checkpoint.size())
                .consistency(signer.lastSigned().size());
        switch (signer.sign(checkpoint, proof)) {
            case CheckpointSigner.Signing.Refused refused -> {
                return new Publishing.Refused(refused.fault(), refused.message());
            }
            case CheckpointSigner.Signing.Signed signed -> {
                published.replace(CHECKPOINT, signed.note().bytes());
                return new Publishing.Published(checkpoint, signed.note());
            }
        }
    }

    /**
     * Adds signatures of witnesses to the checkpoint's file.
     *
     * @param checkpoint the checkpoint that they have signed
     * @param cosignatures the signatures, which the caller has checked
     * @return the note as it is in the file now; empty when another checkpoint is published
     * @throws IOException when the file cannot be read or written
     */
    public synchronized Optional<SignedNote> addCosignatures(
            Checkpoint checkpoint, List<NoteSignature> cosignatures) throws IOException {
        Optional<SignedNote> there = note().filter(each -> each.text().equals(checkpoint.text()));
        if (there.isEmpty()) {
            return there;
        }
        SignedNote more = there.get().with(cosignatures);
        published.replace(CHECKPOINT, more.bytes());
        return Optional.of(more);
    }

    /**
     * Reads the checkpoint's file.
     *
     * @return the note; empty when there is no such file
     * @throws LogDamagedException when it is malformed
     * @throws IOException when it cannot be read
     */
    public Optional<SignedNote> note() throws IOException {
        Optional<byte[]> bytes = published.read(CHECKPOINT, SignedNote.MAX_BYTES);
        try {
            return bytes.map(SignedNote::parse);
        } catch (NoteRefusedException e) {
            throw new LogDamagedException(
                    LogFault.MALFORMED, "file=" + CHECKPOINT + " is refused: " + e.getMessage());
        }
    }

    /** Goes on at what was signed last, which the tiles on disk are at least up to. */
    private TileWriter resume() throws IOException {
        Checkpoint last = signer.lastSigned();
        Optional<Checkpoint> shown = shown();
        if (shown.isPresent()) {
            signer.requireNotBehind(shown.get());
        }
        requireAtLeast(leaves.size(), last.size());
        TileWriter resumed;
        try {
            resumed = TileWriter.resume(published, last.size(), last.root());
            requireSameTail(last.size());
        } catch (LogDamagedException e) {
            if (e.fault() != LogFault.MISSING) {
                throw e;
            }
            resumed = writeAnew(last);
        }
        if (shown.isPresent()) {
            requireShown(last, shown.get());
        }
        return resumed;
    }

    private Optional<Checkpoint> shown() throws IOException {
        Optional<SignedNote> note = note();
        try {
            return note.map(each -> Checkpoint.parse(each.text()));
        } catch (NoteRefusedException e) {
            throw new LogDamagedException(
                    LogFault.MALFORMED, "file=" + CHECKPOINT + " is refused: " + e.getMessage());
        }
    }

    private TileWriter writeAnew(Checkpoint last) throws IOException {
        TileWriter anew = TileWriter.fromNothing(published);
        leaves.read(0, last.size(), anew::append);
        if (anew.size() != last.size() || !anew.root().equals(last.root())) {
            throw new LogDamagedException(
                    LogFault.DISAGREES,
                    "the entries lead to another root than the one that was signed for size="
                            + last.size());
        }
        anew.flush();
        return anew;
    }

    /** Compares the last entries with their leaves, so that an exchanged ledger shows early. */
    private void requireSameTail(long size) throws IOException {
        TileReader reader = new TileReader(published, size);
        MerkleHasher hasher = new MerkleHasher();
        long from = Math.max(0, size - COMPARED);
        byte[] expected = new byte[HASH_BYTES];
        byte[] found = new byte[HASH_BYTES];
        long[] index = {from};
        if (size == 0) {
            return;
        }
        leaves.read(from, size, (source, offset, count) -> {
            if (index[0] == size) {
                throw new LogDamagedException(
                        LogFault.DISAGREES, "there are more entries than size=" + size);
            }
            reader.node(0, index[0], expected, 0);
            hasher.leaf(source, offset, count, found, 0);
            if (!Arrays.equals(expected, found)) {
                throw new LogDamagedException(
                        LogFault.DISAGREES,
                        "the entry of index=" + index[0] + " is not the one in the tiles");
            }
            index[0]++;
        });
    }

    private void requireShown(Checkpoint last, Checkpoint shown) throws IOException {
        TileReader reader = new TileReader(published, last.size());
        if (!MerkleTree.root(reader, shown.size()).equals(shown.root())) {
            throw new LogDamagedException(
                    LogFault.DISAGREES,
                    "the published checkpoint of size=" + shown.size()
                            + " is not of this log's tree");
        }
    }

    private static void requireAtLeast(long size, long known) throws LogDamagedException {
        if (size < known) {
            throw new LogDamagedException(
                    LogFault.SMALLER_THAN_SIGNED,
                    "the log has size=" + size + ", fewer than the entries=" + known
                            + " that were published");
        }
    }
}
