package dev.cnv.runtime.tlog;

import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.util.List;

/**
 * Signs the checkpoints of one log, and never two that disagree. Before a signature is given out, what
 * is signed is on disk; what was signed last must be shown to be the beginning of what is asked for.
 *
 * <p>A state file that was put back to an older content as a whole cannot be told from the file itself:
 * see {@link #requireNotBehind}, which compares with what was published.
 *
 * <p><b>Threading:</b> safe for use by several threads, which take turns. Two processes must not have
 * signers with the same state file.
 */
public final class CheckpointSigner {

    private final String origin;
    private final List<NoteSigner> signers;
    private final Time time;
    private final SignedState state;

    /** Guarded by: this. */
    private Checkpoint last;

    private CheckpointSigner(
            String origin,
            List<NoteSigner> signers,
            Time time,
            SignedState state,
            Checkpoint last) {
        this.origin = origin;
        this.signers = List.copyOf(signers);
        this.time = time;
        this.state = state;
        this.last = last;
    }

    /** What asking for a signature comes to. */
    public sealed interface Signing {

        /**
         * It is signed, and that it is signed is on disk.
         *
         * @param note the checkpoint with the signatures
         */
        record Signed(SignedNote note) implements Signing {}

        /**
         * It is not signed.
         *
         * @param fault why
         * @param message the same in words, with the values
         */
        record Refused(LogFault fault, String message) implements Signing {}
    }

    /**
     * Opens a signer.
     *
     * @param files the folder of its state
     * @param path the path of the file that holds what was signed last; made at the first signature
     * @param origin the log's origin
     * @param signers what signs, at least one: a log's keys, or a witness's
     * @param time where cosignatures have their time from
     * @return the signer
     * @throws IllegalArgumentException when there is no signer
     * @throws LogDamagedException when the file is damaged or is that of another log
     * @throws IOException when the file cannot be read
     */
    public static CheckpointSigner open(
            LogFiles files, String path, String origin, List<NoteSigner> signers, Time time)
            throws IOException {
        if (signers.isEmpty()) {
            throw new IllegalArgumentException("signers=[] for origin=" + origin);
        }
        SignedState state = new SignedState(files, path);
        Checkpoint last =
                state.read().orElseGet(() -> new Checkpoint(origin, 0, MerkleTree.EMPTY_ROOT));
        if (!last.origin().equals(origin)) {
            throw new LogDamagedException(
                    LogFault.ORIGIN_OTHER,
                    "file=" + path + " is of origin=" + last.origin() + ", not of " + origin);
        }
        return new CheckpointSigner(origin, signers, time, state, last);
    }

    /** {@return what was signed last; the tree of size 0 when nothing was} */
    public synchronized Checkpoint lastSigned() {
        return last;
    }

    /** {@return the public halves of what signs} */
    public List<NoteKey> keys() {
        return signers.stream().map(NoteSigner::key).toList();
    }

    /**
     * Signs a checkpoint.
     *
     * @param checkpoint the checkpoint
     * @param proof that {@link #lastSigned} is its beginning
     * @return the signed note, or why it is not signed
     * @throws IOException when the state cannot be written; then nothing was signed
     */
    public synchronized Signing sign(Checkpoint checkpoint, ConsistencyProof proof)
            throws IOException {
        Signing.Refused refused = refusal(checkpoint, proof);
        if (refused != null) {
            return refused;
        }
        // Also when it is the same: a state that is only in memory must not be signed for.
        state.write(checkpoint);
        last = checkpoint;
        long seconds = time.now().getEpochSecond();
        return new Signing.Signed(new SignedNote(
                checkpoint.text(),
                signers.stream().map(each -> each.sign(checkpoint, seconds)).toList()));
    }

    private Signing.@org.jspecify.annotations.Nullable Refused refusal(
            Checkpoint asked, ConsistencyProof proof) {
        if (!asked.origin().equals(origin)) {
            return new Signing.Refused(
                    LogFault.ORIGIN_OTHER,
                    "the checkpoint is of origin=" + asked.origin() + ", not of " + origin);
        }
        if (asked.size() < last.size()) {
            return new Signing.Refused(
                    LogFault.SMALLER_THAN_SIGNED,
                    "size=" + asked.size() + " is below the signed size=" + last.size());
        }
        if (asked.size() == last.size() && !asked.root().equals(last.root())) {
            return new Signing.Refused(
                    LogFault.OTHER_ROOT_AT_SIZE,
                    "root=" + asked.root() + " is not the signed root=" + last.root() + " of size="
                            + last.size());
        }
        return inconsistency(asked, proof);
    }

    private Signing.@org.jspecify.annotations.Nullable Refused inconsistency(
            Checkpoint asked, ConsistencyProof proof) {
        if (proof.oldSize() != last.size() || proof.newSize() != asked.size()) {
            return new Signing.Refused(
                    LogFault.NOT_CONSISTENT,
                    "the proof is from size=" + proof.oldSize() + " to " + proof.newSize()
                            + ", not from " + last.size() + " to " + asked.size());
        }
        return switch (proof.verify(last.root(), asked.root())) {
            case ProofVerdict.Holds _ -> null;
            case ProofVerdict.Refused wrong ->
                new Signing.Refused(LogFault.NOT_CONSISTENT, wrong.message());
        };
    }

    /**
     * Signs a receipt for an entry of the tree that was signed last.
     *
     * @param key the key, of any suite
     * @param entry the entry
     * @param proof that it is in that tree
     * @return the receipt
     * @throws IllegalArgumentException when the proof does not hold for that tree
     */
    public CoseReceipt receipt(SigningKey key, byte[] entry, InclusionProof proof) {
        Checkpoint signed = lastSigned();
        ProofVerdict verdict = proof.verify(MerkleTree.leafHash(entry), signed.root());
        if (proof.size() != signed.size() || !verdict.holds()) {
            throw new IllegalArgumentException("proof=" + proof
                    + " does not hold for the signed size=" + signed.size() + ": " + verdict);
        }
        return CoseReceipt.sign(key, signed, proof);
    }

    /**
     * Compares the state with a checkpoint that was published: the state is written first, so that it
     * must not be behind.
     *
     * @param published the published checkpoint, which this log has signed
     * @throws LogDamagedException when the state is behind, or has another root at the same size
     */
    public synchronized void requireNotBehind(Checkpoint published) throws LogDamagedException {
        if (!published.origin().equals(origin)) {
            throw new LogDamagedException(
                    LogFault.ORIGIN_OTHER,
                    "the published checkpoint is of origin=" + published.origin());
        }
        if (published.size() > last.size()) {
            throw new LogDamagedException(
                    LogFault.STATE_ROLLED_BACK,
                    "the state says size=" + last.size() + ", but size=" + published.size()
                            + " is published: the state is lost or was put back");
        }
        if (published.size() == last.size() && !published.root().equals(last.root())) {
            throw new LogDamagedException(
                    LogFault.OTHER_ROOT_AT_SIZE,
                    "the published root=" + published.root() + " is not the signed root="
                            + last.root() + " of size=" + last.size());
        }
    }
}
