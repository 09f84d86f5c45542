package dev.cnv.benchmarks.call;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.tlog.InclusionProof;
import dev.cnv.runtime.tlog.MerkleHasher;
import dev.cnv.runtime.tlog.MerkleTree;
import dev.cnv.runtime.tlog.ProofVerdict;
import dev.cnv.runtime.tlog.TreeNodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One inclusion proof in a tree of 2^20 leaves, beside plain SHA-256 of as many nodes: 20 times 65
 * bytes, with one digest that is made before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class InclusionProofBenchmark {

    private static final int DEPTH = 20;
    private static final int INDEX = 0x5_3A7C;
    private static final int HASH_BYTES = 32;

    private InclusionProof proof;
    private byte[] leaf;
    private byte[] root;
    private MessageDigest sha256;
    private final byte[] node = new byte[1 + 2 * HASH_BYTES];

    /** Makes the tree and the proof, and checks that it holds, and not for another leaf. */
    @Setup
    public void load() throws IOException, GeneralSecurityException {
        byte[][] levels = levels();
        TreeNodes nodes = (level, index, out, offset) ->
                System.arraycopy(levels[level], (int) index * HASH_BYTES, out, offset, HASH_BYTES);
        proof = InclusionProof.create(nodes, INDEX, 1 << DEPTH);
        leaf = new byte[HASH_BYTES];
        nodes.node(0, INDEX, leaf, 0);
        root = MerkleTree.root(nodes, 1 << DEPTH).bytes();
        sha256 = MessageDigest.getInstance("SHA-256");
        byte[] other = Digest.of(leaf).bytes();
        if (!proof.verify(leaf, root).holds()
                || proof.verify(other, root).holds()
                || proof.path().size() != DEPTH) {
            throw new IllegalStateException("the proof is not what it should be: " + proof);
        }
    }

    private static byte[][] levels() {
        MerkleHasher hasher = new MerkleHasher();
        byte[][] levels = new byte[DEPTH + 1][];
        levels[0] = new byte[HASH_BYTES << DEPTH];
        byte[] entry = new byte[Integer.BYTES];
        for (int i = 0; i < 1 << DEPTH; i++) {
            ByteBuffer.wrap(entry).putInt(i);
            hasher.leaf(entry, 0, entry.length, levels[0], i * HASH_BYTES);
        }
        for (int level = 1; level <= DEPTH; level++) {
            byte[] below = levels[level - 1];
            levels[level] = new byte[below.length / 2];
            for (int at = 0; at < levels[level].length; at += HASH_BYTES) {
                hasher.node(below, 2 * at, below, 2 * at + HASH_BYTES, levels[level], at);
            }
        }
        return levels;
    }

    /** {@return the verdict} */
    @Benchmark
    public ProofVerdict verify() {
        return proof.verify(leaf, root);
    }

    /** {@return the last of 20 digests of nodes, each of which is the left side of the next one} */
    @Benchmark
    public byte[] plainSha256() throws GeneralSecurityException {
        for (int i = 0; i < DEPTH; i++) {
            sha256.update(node, 0, node.length);
            sha256.digest(node, 1, HASH_BYTES);
        }
        return node;
    }
}
