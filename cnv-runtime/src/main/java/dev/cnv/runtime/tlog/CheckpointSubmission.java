package dev.cnv.runtime.tlog;

import dev.cnv.runtime.canonical.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a log sends to a witness: the body of {@code add-checkpoint} (C2SP tlog-witness).
 *
 * <pre>
 * "old " size of the checkpoint that the witness has signed last, line feed
 * base64 of a hash, line feed                 0 to 63 times: the consistency proof
 *                                             an empty line
 * the checkpoint, a signed note
 * </pre>
 *
 * @param oldSize the size of the checkpoint that the witness has signed last
 * @param proof the consistency proof from there
 * @param note the checkpoint
 */
public record CheckpointSubmission(long oldSize, List<Digest> proof, SignedNote note) {

    /** The largest body, in bytes. */
    public static final int MAX_BYTES = SignedNote.MAX_BYTES + 8 * 1024;

    /**
     * Checks the limits.
     *
     * @throws NoteRefusedException when the size is negative or the proof is too long
     */
    public CheckpointSubmission {
        proof = List.copyOf(proof);
        if (oldSize < 0 || proof.size() > ConsistencyProof.MAX_HASHES) {
            throw Lines.refused("submission", "has oldSize=" + oldSize + " hashes=" + proof.size());
        }
    }

    /**
     * Reads a body.
     *
     * @param bytes its bytes
     * @return the submission
     * @throws NoteRefusedException when they have another form
     */
    public static CheckpointSubmission parse(byte[] bytes) {
        Lines in = new Lines("submission", Lines.utf8("submission", bytes, MAX_BYTES));
        long oldSize = in.number("old", in.next());
        List<Digest> proof = new ArrayList<>();
        for (String line = in.next(); !line.isEmpty(); line = in.next()) {
            if (proof.size() == ConsistencyProof.MAX_HASHES) {
                throw Lines.refused(
                        "submission", "has more than " + ConsistencyProof.MAX_HASHES + " hashes");
            }
            proof.add(in.hash(line));
        }
        return new CheckpointSubmission(
                oldSize, proof, SignedNote.parse(in.rest().getBytes(StandardCharsets.UTF_8)));
    }

    /** {@return the body's bytes} */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@return the body} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("old ").append(oldSize).append('\n');
        proof.forEach(hash -> text.append(Lines.base64(hash.bytes())).append('\n'));
        return text.append('\n').append(note).toString();
    }
}
