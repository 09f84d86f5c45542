package dev.cnv.runtime.tlog;

import dev.cnv.runtime.canonical.Digest;
import java.nio.charset.StandardCharsets;

/**
 * The head of a log's tree (C2SP tlog-checkpoint), without extension lines.
 *
 * <pre>
 * origin, line feed
 * size in decimal digits, line feed
 * base64( root : 32 bytes ), line feed
 * </pre>
 *
 * @param origin the log's name; also the name of its keys
 * @param size how many leaves the tree has
 * @param root its root
 */
public record Checkpoint(String origin, long size, Digest root) {

    /** The largest text, in bytes. */
    static final int MAX_BYTES = NoteKey.MAX_NAME_BYTES + 19 + 44 + 3;

    /**
     * Checks the parts.
     *
     * @throws NoteRefusedException when the origin is no name of a key, the size is negative, or it is 0
     *     with another root than {@link MerkleTree#EMPTY_ROOT}
     */
    public Checkpoint {
        NoteKey.requireName(origin);
        if (size < 0 || (size == 0 && !root.equals(MerkleTree.EMPTY_ROOT))) {
            throw Lines.refused(
                    "checkpoint", "has size=" + size + " root=" + root + ", which no tree has");
        }
    }

    /**
     * Reads the text of a note.
     *
     * @param text the text
     * @return the checkpoint
     * @throws NoteRefusedException when it has another form, or extension lines
     */
    public static Checkpoint parse(String text) {
        Lines.utf8("checkpoint", text.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        Lines in = new Lines("checkpoint", text);
        String origin = in.next();
        long size = in.number("", in.next());
        Digest root = in.hash(in.next());
        if (in.more()) {
            throw Lines.refused("checkpoint", "has extension lines");
        }
        return new Checkpoint(origin, size, root);
    }

    /** {@return the text of the note} */
    public String text() {
        return origin + "\n" + size + "\n" + Lines.base64(root.bytes()) + "\n";
    }
}
