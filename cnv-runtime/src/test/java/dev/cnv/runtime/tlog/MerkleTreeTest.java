package dev.cnv.runtime.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

    private static final int ALL = 300;

    @Test
    void emptyTree_hasTheRootOfNothing() throws IOException {
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                MerkleTree.EMPTY_ROOT.hex());
        assertEquals(MerkleTree.EMPTY_ROOT, new Frontier().root());
        assertEquals(MerkleTree.EMPTY_ROOT, MerkleTree.root(NaiveTree.nodes(List.of()), 0));
    }

    @Test
    void root_isTheOneOfTheDefinition_atEachSize() throws IOException {
        List<byte[]> all = NaiveTree.entries(ALL);
        LeafHashes nodes = LeafHashes.of(ALL);
        Frontier frontier = new Frontier();
        for (int size = 0; size <= ALL; size++) {
            Digest expected = NaiveTree.root(all.subList(0, size));
            assertEquals(expected, frontier.root());
            assertEquals(expected, MerkleTree.root(nodes, size));
            assertEquals(expected, Frontier.of(nodes, size).root());
            assertEquals(size, frontier.size());
            if (size < ALL) {
                frontier.append(NaiveTree.leaf(all.get(size)));
            }
        }
    }

    @Test
    void frontier_goesOnFromEachSize() throws IOException {
        LeafHashes nodes = LeafHashes.of(80);
        Digest expected = MerkleTree.root(nodes, 80);
        for (int size = 0; size <= 80; size++) {
            Frontier frontier = Frontier.of(nodes, size);
            for (int i = size; i < 80; i++) {
                frontier.append(NaiveTree.leaf(NaiveTree.entry(i)));
            }
            assertEquals(expected, frontier.root());
        }
    }

    @Test
    void inclusion_isTheOneOfTheDefinition_atEachIndexAndSize() throws IOException {
        LeafHashes nodes = LeafHashes.of(ALL);
        for (int size = 1; size <= ALL; size++) {
            Digest root = MerkleTree.root(nodes, size);
            List<byte[]> entries = NaiveTree.entries(size);
            for (int index = 0; index < size; index++) {
                InclusionProof proof = InclusionProof.create(nodes, index, size);
                if (size <= 66) {
                    assertEquals(NaiveTree.inclusion(index, entries), proof.path());
                }
                Digest leaf = MerkleTree.leafHash(NaiveTree.entry(index));
                assertTrue(proof.verify(leaf, root).holds());
                assertFalse(proof.verify(root, leaf).holds() && size > 1);
            }
        }
    }

    @Test
    void consistency_isTheOneOfTheDefinition_betweenAllSizes() throws IOException {
        LeafHashes nodes = LeafHashes.of(ALL);
        for (int to = 0; to <= ALL; to++) {
            Digest newRoot = MerkleTree.root(nodes, to);
            List<byte[]> entries = NaiveTree.entries(to);
            for (int from = 0; from <= to; from++) {
                ConsistencyProof proof = ConsistencyProof.create(nodes, from, to);
                if (to <= 66) {
                    assertEquals(NaiveTree.consistency(from, entries), proof.path());
                }
                Digest oldRoot = MerkleTree.root(nodes, from);
                assertTrue(proof.verify(oldRoot, newRoot).holds(), from + " to " + to);
            }
        }
    }

    @Test
    void indexOrSizeThatIsNone_isRefused() {
        TreeNodes nodes = LeafHashes.of(4);
        assertThrows(IllegalArgumentException.class, () -> InclusionProof.create(nodes, 4, 4));
        assertThrows(IllegalArgumentException.class, () -> InclusionProof.create(nodes, -1, 4));
        assertThrows(IllegalArgumentException.class, () -> ConsistencyProof.create(nodes, 5, 4));
        assertThrows(IllegalArgumentException.class, () -> ConsistencyProof.create(nodes, -1, 4));
        assertThrows(IllegalArgumentException.class, () -> MerkleTree.root(nodes, -1));
        Digest any = Digest.of("any");
        for (long index : new long[] {-1, 4, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertFault(
                    LogFault.INDEX_OUTSIDE_TREE,
                    InclusionProof.of(index, 4, List.of(any, any)).verify(any, any));
        }
        assertFault(
                LogFault.INDEX_OUTSIDE_TREE, InclusionProof.of(0, 0, List.of()).verify(any, any));
        assertFault(LogFault.SIZE_ORDER, ConsistencyProof.of(5, 4, List.of(any)).verify(any, any));
        assertFault(
                LogFault.SIZE_ORDER, ConsistencyProof.of(-1, 4, List.of(any)).verify(any, any));
    }

    @Test
    void sizeZero_hasNoOtherRoot() {
        Digest junk = Digest.of("junk");
        Digest empty = MerkleTree.EMPTY_ROOT;
        assertTrue(ConsistencyProof.of(0, 0, List.of()).verify(empty, empty).holds());
        assertTrue(ConsistencyProof.of(0, 7, List.of()).verify(empty, junk).holds());
        assertFault(
                LogFault.ROOT_MISMATCH, ConsistencyProof.of(0, 0, List.of()).verify(junk, junk));
        assertFault(
                LogFault.ROOT_MISMATCH, ConsistencyProof.of(0, 7, List.of()).verify(junk, junk));
        assertFault(
                LogFault.PROOF_LENGTH,
                ConsistencyProof.of(0, 7, List.of(junk)).verify(empty, junk));
    }

    @Test
    void equalSizes_needEqualRootsAndNoHashes() {
        Digest one = Digest.of("one");
        Digest other = Digest.of("other");
        assertTrue(ConsistencyProof.of(3, 3, List.of()).verify(one, one).holds());
        assertFault(
                LogFault.ROOT_MISMATCH, ConsistencyProof.of(3, 3, List.of()).verify(one, other));
        assertFault(
                LogFault.PROOF_LENGTH, ConsistencyProof.of(3, 3, List.of(one)).verify(one, one));
    }

    @Test
    void proofBeyondTheLimit_isRefusedBeforeItIsHashed() {
        Digest any = Digest.of("any");
        List<Digest> many = java.util.Collections.nCopies(64, any);
        assertFault(
                LogFault.PROOF_LENGTH,
                InclusionProof.of(0, Long.MAX_VALUE, many).verify(any, any));
        assertFault(
                LogFault.PROOF_LENGTH,
                ConsistencyProof.of(1, Long.MAX_VALUE, many).verify(any, any));
        assertFault(
                LogFault.ROOT_MISMATCH,
                InclusionProof.of(0, Long.MAX_VALUE, many.subList(0, 63)).verify(any, any));
    }

    @Test
    void hashOfAnotherLength_isRefused() {
        InclusionProof proof = InclusionProof.of(0, 1, List.of());
        assertFault(LogFault.MALFORMED, proof.verify(new byte[31], new byte[32]));
        assertFault(LogFault.MALFORMED, proof.verify(new byte[32], new byte[33]));
    }

    static void assertFault(LogFault fault, ProofVerdict verdict) {
        assertEquals(
                fault, assertInstanceOf(ProofVerdict.Refused.class, verdict).fault());
    }
}
