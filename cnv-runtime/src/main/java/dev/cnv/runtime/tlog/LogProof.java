package dev.cnv.runtime.tlog;

import dev.cnv.runtime.canonical.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is needed to check, without a network, that an entry is in a log (C2SP tlog-proof). It is a
 * claim until {@link #check} finds that it holds.
 *
 * <pre>
 * c2sp.org/tlog-proof@v1
 * extra base64                 only when there is extra data, which nothing vouches for
 * index decimal digits
 * base64 of a hash             0 to 63 times: the inclusion proof
 *                              an empty line
 * the checkpoint, a signed note
 * </pre>
 *
 * @param index the entry's index
 * @param path the inclusion proof
 * @param extra extra data in base64, at most {@link #MAX_EXTRA_BYTES} bytes; empty when there is none
 * @param note the checkpoint
 */
public record LogProof(long index, List<Digest> path, String extra, SignedNote note) {

    /** The largest proof, in bytes. */
    public static final int MAX_BYTES = SignedNote.MAX_BYTES + 16 * 1024;

    /** The largest extra data, in bytes. */
    public static final int MAX_EXTRA_BYTES = 4096;

    private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";

    /**
     * Checks the limits.
     *
     * @throws NoteRefusedException when the index is negative, or the proof or the extra data is too
     *     long
     */
    public LogProof {
        path = List.copyOf(path);
        if (index < 0 || path.size() > InclusionProof.MAX_HASHES) {
            throw Lines.refused(
                    "proof", "has index=" + index + " hashes=" + path.size() + ", beyond a limit");
        }
        Lines.base64("proof", extra, MAX_EXTRA_BYTES);
    }

    /**
     * A proof without extra data.
     *
     * @param proof that the entry is in the tree
     * @param note the signed checkpoint of that tree
     * @return the proof
     */
    public static LogProof of(InclusionProof proof, SignedNote note) {
        return new LogProof(proof.index(), proof.path(), "", note);
    }

    /**
     * Reads a proof.
     *
     * @param bytes its bytes
     * @return the proof
     * @throws NoteRefusedException when they have another form
     */
    public static LogProof parse(byte[] bytes) {
        Lines in = new Lines("proof", Lines.utf8("proof", bytes, MAX_BYTES));
        if (!in.next().equals(FIRST_LINE)) {
            throw Lines.refused("proof", "does not begin with " + FIRST_LINE);
        }
        String extra = "";
        String line = in.next();
        if (line.startsWith("extra ")) {
            extra = in.after("extra", line);
            if (extra.isEmpty()) {
                throw Lines.refused("proof", "has an extra line without data");
            }
            line = in.next();
        }
        long index = in.number("index", line);
        List<Digest> path = new ArrayList<>();
        for (line = in.next(); !line.isEmpty(); line = in.next()) {
            if (path.size() == InclusionProof.MAX_HASHES) {
                throw Lines.refused(
                        "proof", "has more than " + InclusionProof.MAX_HASHES + " hashes");
            }
            path.add(in.hash(line));
        }
        return new LogProof(
                index, path, extra, SignedNote.parse(in.rest().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Checks the proof: first who has signed the checkpoint, then that the index is in its tree, then
     * that the entry is there.
     *
     * @param trust whose word counts
     * @param entry the entry
     * @return whether the entry is in the log; nothing is thrown
     */
    public ProofVerdict check(LogTrust trust, byte[] entry) {
        return check(trust, index, MerkleTree.leafHash(entry));
    }

    /**
     * Checks the proof of an entry that is not at hand: a signed receipt names places so. In the order of
     * {@link #check(LogTrust, byte[])}.
     *
     * @param trust whose word counts
     * @param at the index that the entry is said to have
     * @param leaf the hash of its leaf
     * @return whether the entry is in the log at this index; nothing is thrown
     */
    public ProofVerdict check(LogTrust trust, long at, Digest leaf) {
        return switch (trust.check(note)) {
            case LogTrust.Checked.Refused refused ->
                ProofVerdict.refused(refused.fault(), refused.message());
            case LogTrust.Checked.Held _
            when at != index ->
                ProofVerdict.refused(
                        LogFault.INDEX_OTHER,
                        "the proof is of index=" + index + ", asked was index=" + at);
            case LogTrust.Checked.Held held ->
                InclusionProof.of(index, held.checkpoint().size(), path)
                        .verify(leaf, held.checkpoint().root());
        };
    }

    /** {@return the proof's bytes} */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@return the proof as it stands in a file} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        if (!extra.isEmpty()) {
            text.append("extra ").append(extra).append('\n');
        }
        text.append("index ").append(index).append('\n');
        path.forEach(hash -> text.append(Lines.base64(hash.bytes())).append('\n'));
        return text.append('\n').append(note).toString();
    }
}
