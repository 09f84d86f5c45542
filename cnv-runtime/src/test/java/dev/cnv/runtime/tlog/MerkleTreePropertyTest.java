package dev.cnv.runtime.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreePropertyTest {

    private static final int LEAVES = 5000;

    private final LeafHashes nodes = LeafHashes.of(LEAVES);

    private record Proven(long index, int size, long otherSize) {
        static Proven draw(Draws draws) {
            int size = draws.between(1, LEAVES);
            return new Proven(draws.between(0, size - 1), size, draws.between(1, LEAVES));
        }
    }

    private record Change(Proven at, int kind, long number) {}

    private static Change change(Draws draws) {
        return new Change(Proven.draw(draws), draws.between(0, 5), draws.upTo(Long.MAX_VALUE));
    }

    @Test
    void madeInclusionProof_holds() {
        Property.named("made_inclusion_proof_holds").check(Proven::draw, at -> {
            InclusionProof proof = InclusionProof.create(nodes, at.index, at.size);
            Digest root = MerkleTree.root(nodes, at.size);
            assertTrue(proof.verify(leaf(at.index), root).holds());
            assertEquals(root, proof.rootFrom(leaf(at.index)).orElseThrow());
        });
    }

    @Test
    void madeConsistencyProof_holds() {
        Property.named("made_consistency_proof_holds").check(Proven::draw, at -> {
            ConsistencyProof proof = ConsistencyProof.create(nodes, at.index, at.size);
            assertTrue(
                    proof.verify(MerkleTree.root(nodes, at.index), MerkleTree.root(nodes, at.size))
                            .holds());
        });
    }

    @Test
    void changedInclusionProof_isRefused() {
        Property.named("changed_inclusion_proof_refused")
                .check(MerkleTreePropertyTest::change, change -> {
                    Proven at = change.at;
                    InclusionProof proof = InclusionProof.create(nodes, at.index, at.size);
                    Digest root = MerkleTree.root(nodes, at.size);
                    List<Digest> path = changed(change, proof.path());
                    long index = change.kind == 4 ? otherIndex(change) : at.index;
                    Digest leaf =
                            change.kind == 5 ? flipped(leaf(at.index), change) : leaf(at.index);
                    assertFalse(InclusionProof.of(index, at.size, path)
                                    .verify(leaf, root)
                                    .holds()
                            && !(index == at.index
                                    && path.equals(proof.path())
                                    && leaf.equals(leaf(at.index))));
                });
    }

    @Test
    void changedConsistencyProof_isRefused() {
        Property.named("changed_consistency_proof_refused")
                .check(MerkleTreePropertyTest::change, change -> {
                    Proven at = change.at;
                    Digest oldRoot = MerkleTree.root(nodes, at.index);
                    Digest newRoot = MerkleTree.root(nodes, at.size);
                    ConsistencyProof proof = ConsistencyProof.create(nodes, at.index, at.size);
                    List<Digest> path = changed(change, proof.path());
                    boolean isSame = path.equals(proof.path());
                    ConsistencyProof other = ConsistencyProof.of(at.index, at.size, path);
                    assertEquals(isSame, other.verify(oldRoot, newRoot).holds());
                    assertFalse(proof.verify(flipped(oldRoot, change), newRoot).holds());
                    assertFalse(at.index > 0
                            && proof.verify(oldRoot, flipped(newRoot, change)).holds());
                });
    }

    /** A tree's head is no head of a tree of another size: the sizes are bound to the roots. */
    @Test
    void proofForAnotherTree_isRefused() {
        Property.named("inclusion_proof_for_another_tree_refused")
                .oneIn(10)
                .check(Proven::draw, at -> {
                    if (at.otherSize != at.size) {
                        InclusionProof proof = InclusionProof.create(nodes, at.index, at.size);
                        Digest root = MerkleTree.root(nodes, at.otherSize);
                        assertFalse(proof.verify(leaf(at.index), root).holds());
                    }
                });
    }

    private static List<Digest> changed(Change change, List<Digest> path) {
        List<Digest> other = new ArrayList<>(path);
        int at = path.isEmpty() ? 0 : (int) (change.number % path.size());
        switch (change.kind) {
            case 0 -> other.add(at, Digest.of("added"));
            case 1 -> {
                if (!path.isEmpty()) {
                    other.set(at, flipped(path.get(at), change));
                }
            }
            case 2 -> {
                if (!path.isEmpty()) {
                    other.remove(at);
                }
            }
            case 3 -> other = new ArrayList<>(path.reversed());
            default -> {}
        }
        return other;
    }

    private static long otherIndex(Change change) {
        return (change.at.index + 1 + change.number % change.at.size) % change.at.size;
    }

    private static Digest flipped(Digest digest, Change change) {
        byte[] bytes = digest.bytes();
        bytes[(int) (change.number % 32)] ^= (byte) (1 << change.number / 32 % 8);
        return NaiveTree.digest(bytes);
    }

    private Digest leaf(long index) {
        byte[] hash = new byte[32];
        nodes.node(0, index, hash, 0);
        return NaiveTree.digest(hash);
    }

    @Test
    void largeIndices_needAsManyHashesAsTheirDepth() throws IOException {
        TreeNodes constant = (level, index, out, offset) -> out[offset] = (byte) level;
        InclusionProof first = InclusionProof.create(constant, 0, Long.MAX_VALUE);
        InclusionProof last = InclusionProof.create(constant, Long.MAX_VALUE - 1, Long.MAX_VALUE);
        assertEquals(63, first.path().size());
        assertEquals(62, last.path().size());
        assertTrue(first.shape().holds());
        assertTrue(last.shape().holds());
    }
}
