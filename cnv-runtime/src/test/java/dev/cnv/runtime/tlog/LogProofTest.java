package dev.cnv.runtime.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.testing.GoldenFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogProofTest {

    static final int SIZE = 21;
    static final int INDEX = 13;

    private final LeafHashes nodes = LeafHashes.of(SIZE);
    private final byte[] entry = NaiveTree.entry(INDEX);

    static Checkpoint checkpoint() throws IOException {
        return new Checkpoint(Keys.ORIGIN, SIZE, MerkleTree.root(LeafHashes.of(SIZE), SIZE));
    }

    static LogProof logProof() throws IOException {
        return LogProof.of(
                InclusionProof.create(LeafHashes.of(SIZE), INDEX, SIZE),
                Keys.note(checkpoint(), Keys.log(1)));
    }

    static CoseReceipt receipt(SigningKey key) throws IOException {
        return CoseReceipt.sign(
                key, checkpoint(), InclusionProof.create(LeafHashes.of(SIZE), INDEX, SIZE));
    }

    @Test
    void proof_holdsForItsEntryAlone() throws IOException {
        LogProof proof = LogProof.parse(logProof().bytes());
        assertEquals(logProof(), proof);
        assertTrue(proof.check(Keys.trust(1), entry).holds());
        MerkleTreeTest.assertFault(
                LogFault.ROOT_MISMATCH, proof.check(Keys.trust(1), NaiveTree.entry(12)));
        MerkleTreeTest.assertFault(LogFault.SIGNATURE_MISSING, proof.check(Keys.trust(2), entry));
        MerkleTreeTest.assertFault(
                LogFault.INDEX_OUTSIDE_TREE,
                new LogProof(SIZE, proof.path(), "", proof.note()).check(Keys.trust(1), entry));
        MerkleTreeTest.assertFault(
                LogFault.PROOF_LENGTH,
                new LogProof(INDEX, List.of(), "", proof.note()).check(Keys.trust(1), entry));
    }

    /** Without the entry: a signed receipt names its index and its leaf. */
    @Test
    void proof_ofAPlace_holdsForItsIndexAndLeafAlone() throws IOException {
        LogProof proof = logProof();
        Digest leaf = MerkleTree.leafHash(entry);
        assertTrue(proof.check(Keys.trust(1), INDEX, leaf).holds());
        MerkleTreeTest.assertFault(
                LogFault.INDEX_OTHER, proof.check(Keys.trust(1), INDEX - 1, leaf));
        MerkleTreeTest.assertFault(
                LogFault.ROOT_MISMATCH,
                proof.check(Keys.trust(1), INDEX, MerkleTree.leafHash(NaiveTree.entry(12))));
        MerkleTreeTest.assertFault(
                LogFault.SIGNATURE_MISSING, proof.check(Keys.trust(2), INDEX - 1, leaf));
    }

    /** Which is wrong first is said first: a stranger's word about a size is not even looked at. */
    @Test
    void signature_isCheckedBeforeTheProof() throws IOException {
        LogProof proof = new LogProof(99, List.of(), "", logProof().note());
        MerkleTreeTest.assertFault(LogFault.SIGNATURE_MISSING, proof.check(Keys.trust(2), entry));
    }

    @Test
    void proof_isTheseBytes() throws IOException {
        LogProof small = LogProof.of(
                InclusionProof.create(nodes, INDEX, SIZE),
                Keys.note(checkpoint(), Keys.log(1).subList(0, 1)));
        GoldenFile.assertMatches(getClass(), "entry.tlog-proof", small.bytes());
        GoldenFile.assertMatches(
                getClass(),
                "digests.txt",
                "proof with both signatures " + Digest.of(logProof().bytes()) + "\n");
        LogProof extra = new LogProof(1, List.of(), "AAEC", small.note());
        assertTrue(extra.toString().startsWith("c2sp.org/tlog-proof@v1\nextra AAEC\nindex 1\n\n"));
        assertEquals(extra, LogProof.parse(extra.bytes()));
    }

    @Test
    void proofOfAnotherForm_isRefused() throws IOException {
        String text = logProof().toString();
        for (String other : List.of(
                "",
                text.replace("@v1", "@v2"),
                text.replace("index 13", "index 013"),
                text.replace("index 13", "index -13"),
                text.replace("index 13", "Index 13"),
                text.replace("index 13", "extra \nindex 13"),
                text.replace("index 13", "extra A\nindex 13"),
                text.replace("index 13", "index 13\nAAEC"),
                text.replace("index 13\n", "index 13\n" + "x".repeat(44) + "\n"),
                text.replace(
                        "index 13\n",
                        "index 13\n" + (Lines.base64(new byte[32]) + "\n").repeat(60)))) {
            assertThrows(
                    NoteRefusedException.class, () -> LogProof.parse(NoteTest.utf8(other)), other);
        }
        assertThrows(
                NoteRefusedException.class, () -> LogProof.parse(new byte[LogProof.MAX_BYTES + 1]));
    }

    @Test
    void eachChangedByteOfAProof_isRefused() throws IOException {
        byte[] proof = logProof().bytes();
        LogTrust trust = Keys.trust(1);
        for (int at = 0; at < proof.length; at++) {
            byte[] changed = proof.clone();
            changed[at] ^= (byte) (1 << at % 7);
            assertFalse(holds(changed, trust), "at=" + at);
        }
    }

    private boolean holds(byte[] proof, LogTrust trust) {
        try {
            return LogProof.parse(proof).check(trust, entry).holds();
        } catch (NoteRefusedException _) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void receipt_holdsForItsEntryAlone(SignatureSuite suite) throws IOException {
        SigningKey key = Keys.key(suite, 1);
        CoseReceipt receipt = CoseReceipt.parse(receipt(key).bytes());
        assertEquals(receipt(key), receipt);
        assertTrue(receipt.check(key.publicKey(), Keys.ORIGIN, entry).holds());
        assertTrue(receipt.check(key.publicKey(), checkpoint(), entry).holds());
        MerkleTreeTest.assertFault(
                LogFault.SIGNATURE_INVALID,
                receipt.check(key.publicKey(), Keys.ORIGIN, NaiveTree.entry(12)));
        MerkleTreeTest.assertFault(
                LogFault.ROOT_MISMATCH,
                receipt.check(key.publicKey(), checkpoint(), NaiveTree.entry(12)));
        MerkleTreeTest.assertFault(
                LogFault.ORIGIN_OTHER, receipt.check(key.publicKey(), "other", entry));
        MerkleTreeTest.assertFault(
                LogFault.SIGNATURE_MISSING,
                receipt.check(Keys.key(suite, 2).publicKey(), Keys.ORIGIN, entry));
        MerkleTreeTest.assertFault(
                LogFault.SIGNATURE_INVALID,
                receipt.check(
                        key.publicKey(),
                        new Checkpoint(Keys.ORIGIN, SIZE, Digest.of("other")),
                        entry));
        MerkleTreeTest.assertFault(
                LogFault.ROOT_MISMATCH,
                receipt.check(
                        key.publicKey(),
                        new Checkpoint(Keys.ORIGIN, SIZE + 1, checkpoint().root()),
                        entry));
        GoldenFile.assertMatches(
                getClass(),
                "receipt-suite-" + suite.id() + ".txt",
                (suite == SignatureSuite.ED25519
                                ? HexFormat.of().formatHex(receipt.bytes())
                                : Digest.of(receipt.bytes()).hex())
                        + "\n");
    }

    @Test
    void eachChangedBitOfAReceipt_isRefused() throws IOException {
        SigningKey key = Keys.key(SignatureSuite.ED25519, 1);
        byte[] receipt = receipt(key).bytes();
        for (int bit = 0; bit < 8 * receipt.length; bit++) {
            byte[] changed = receipt.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(holds(changed, key), "bit=" + bit);
        }
        for (int length = 0; length < receipt.length; length++) {
            assertFalse(holds(Arrays.copyOf(receipt, length), key));
        }
        assertFalse(holds(Arrays.copyOf(receipt, receipt.length + 1), key));
    }

    @Test
    void eachChangedByteOfAReceiptOfBothKeys_isRefused() throws IOException {
        SigningKey key = Keys.key(SignatureSuite.ED25519_ML_DSA_44, 1);
        byte[] receipt = receipt(key).bytes();
        for (int at = 0; at < receipt.length; at++) {
            byte[] changed = receipt.clone();
            changed[at] ^= (byte) (1 << at % 8);
            assertFalse(holds(changed, key), "at=" + at);
        }
    }

    private boolean holds(byte[] receipt, SigningKey key) {
        try {
            return CoseReceipt.parse(receipt)
                    .check(key.publicKey(), Keys.ORIGIN, entry)
                    .holds();
        } catch (CborRefusedException _) {
            return false;
        }
    }

    /** The first leaf's path has the same form in trees of several sizes, and leads to the same root. */
    @Test
    void otherSizeWithTheSamePath_isRefused() throws IOException {
        SigningKey key = Keys.key(SignatureSuite.ED25519, 1);
        Checkpoint five = new Checkpoint(Keys.ORIGIN, 5, MerkleTree.root(nodes, 5));
        InclusionProof proof = InclusionProof.create(nodes, 0, 5);
        InclusionProof other = InclusionProof.of(0, 6, proof.path());
        assertTrue(other.verify(MerkleTree.leafHash(NaiveTree.entry(0)), five.root())
                .holds());
        assertThrows(CborRefusedException.class, () -> CoseReceipt.sign(key, five, other));
        assertTrue(CoseReceipt.sign(key, five, proof)
                .check(key.publicKey(), Keys.ORIGIN, NaiveTree.entry(0))
                .holds());
    }

    @Test
    void signer_givesReceiptsForTheSignedTreeAlone() throws IOException {
        MemoryFiles files = new MemoryFiles();
        CheckpointSigner signer =
                CheckpointSigner.open(files, "s", Keys.ORIGIN, Keys.log(1), Keys.time());
        SigningKey key = Keys.key(SignatureSuite.ED25519, 1);
        InclusionProof proof = InclusionProof.create(nodes, INDEX, SIZE);
        assertThrows(IllegalArgumentException.class, () -> signer.receipt(key, entry, proof));
        CheckpointSignerTest.signed(
                signer.sign(checkpoint(), ConsistencyProof.create(nodes, 0, SIZE)));
        assertEquals(receipt(key), signer.receipt(key, entry, proof));
        assertThrows(
                IllegalArgumentException.class,
                () -> signer.receipt(key, NaiveTree.entry(1), proof));
    }
}
