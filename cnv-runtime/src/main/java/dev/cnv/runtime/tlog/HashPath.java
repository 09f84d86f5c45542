package dev.cnv.runtime.tlog;

import static dev.cnv.runtime.tlog.MerkleHasher.HASH_BYTES;

import dev.cnv.runtime.canonical.Digest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The hashes of a proof, one after the other in one array. */
final class HashPath {

    private HashPath() {}

    static byte[] join(Collection<Digest> hashes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(hashes.size() * HASH_BYTES);
        for (Digest hash : hashes) {
            bytes.writeBytes(hash.bytes());
        }
        return bytes.toByteArray();
    }

    static List<Digest> split(byte[] path) {
        List<Digest> hashes = new ArrayList<>(path.length / HASH_BYTES);
        for (int at = 0; at + HASH_BYTES <= path.length; at += HASH_BYTES) {
            hashes.add(MerkleTree.digest(path, at));
        }
        return List.copyOf(hashes);
    }
}
