package dev.cnv.runtime.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointSignerTest {

    private static final String STATE = "last-signed";

    private final LeafHashes nodes = LeafHashes.of(40);
    private final MemoryFiles files = new MemoryFiles();

    private CheckpointSigner open() throws IOException {
        return CheckpointSigner.open(files, STATE, Keys.ORIGIN, Keys.log(1), Keys.time());
    }

    private Checkpoint at(int size) throws IOException {
        return new Checkpoint(Keys.ORIGIN, size, MerkleTree.root(nodes, size));
    }

    private ConsistencyProof proof(int from, int to) throws IOException {
        return ConsistencyProof.create(nodes, from, to);
    }

    private CheckpointSigner signedTo(int size) throws IOException {
        CheckpointSigner signer = open();
        signed(signer.sign(at(size), proof(0, size)));
        return signer;
    }

    @Test
    void growingTree_isSignedByEachKey() throws IOException {
        CheckpointSigner signer = open();
        assertEquals(at(0), signer.lastSigned());
        int from = 0;
        for (int size : new int[] {0, 3, 3, 4, 40}) {
            SignedNote note = signed(signer.sign(at(size), proof(from, size)));
            assertInstanceOf(LogTrust.Checked.Held.class, Keys.trust(1).check(note));
            assertEquals(at(size), open().lastSigned());
            from = size;
        }
    }

    @Test
    void smallerSize_isRefused() throws IOException {
        assertFault(LogFault.SMALLER_THAN_SIGNED, signedTo(9).sign(at(8), proof(8, 9)));
        assertFault(LogFault.SMALLER_THAN_SIGNED, open().sign(at(8), proof(8, 9)));
    }

    @Test
    void otherRootAtTheSameSize_isRefused() throws IOException {
        Checkpoint other = new Checkpoint(Keys.ORIGIN, 9, Digest.of("other"));
        assertFault(LogFault.OTHER_ROOT_AT_SIZE, signedTo(9).sign(other, proof(9, 9)));
        assertFault(LogFault.OTHER_ROOT_AT_SIZE, open().sign(other, proof(9, 9)));
    }

    @Test
    void largerTreeWithoutAValidProof_isRefused() throws IOException {
        CheckpointSigner signer = signedTo(9);
        assertFault(LogFault.NOT_CONSISTENT, signer.sign(at(20), proof(8, 20)));
        assertFault(LogFault.NOT_CONSISTENT, signer.sign(at(20), proof(9, 21)));
        assertFault(
                LogFault.NOT_CONSISTENT,
                signer.sign(at(20), ConsistencyProof.of(9, 20, List.of())));
        assertFault(
                LogFault.NOT_CONSISTENT,
                signer.sign(new Checkpoint(Keys.ORIGIN, 20, Digest.of("fork")), proof(9, 20)));
        assertEquals(at(9), open().lastSigned());
        signed(signer.sign(at(20), proof(9, 20)));
    }

    @Test
    void otherOrigin_isRefused() throws IOException {
        assertFault(
                LogFault.ORIGIN_OTHER,
                open().sign(new Checkpoint("other", 3, at(3).root()), proof(0, 3)));
        signedTo(3);
        assertEquals(
                LogFault.ORIGIN_OTHER,
                assertThrows(
                                LogDamagedException.class,
                                () -> CheckpointSigner.open(
                                        files, STATE, "other", Keys.log(1), Keys.time()))
                        .fault());
        assertThrows(
                IllegalArgumentException.class,
                () -> CheckpointSigner.open(files, STATE, Keys.ORIGIN, List.of(), Keys.time()));
    }

    /** Nothing is given out before it is on disk; after a crash the signer knows at least that. */
    @Test
    void crashAtEachStep_neverForgetsWhatWasGivenOut() throws IOException {
        for (boolean after : new boolean[] {false, true}) {
            for (int step = 1; step <= 4; step++) {
                MemoryFiles disk = new MemoryFiles();
                CheckpointSigner signer =
                        CheckpointSigner.open(disk, STATE, Keys.ORIGIN, Keys.log(1), Keys.time());
                signed(signer.sign(at(9), proof(0, 9)));
                disk.failAt(step, after);
                assertThrows(IOException.class, () -> signer.sign(at(20), proof(9, 20)));
                disk.crash();
                Checkpoint known = CheckpointSigner.open(
                                disk, STATE, Keys.ORIGIN, Keys.log(1), Keys.time())
                        .lastSigned();
                assertEquals(step == 4 && after ? at(20) : at(9), known, "step=" + step);
            }
        }
        CheckpointSigner signer = signedTo(9);
        signed(signer.sign(at(20), proof(9, 20)));
        files.crash();
        assertEquals(at(20), open().lastSigned());
    }

    @Test
    void stateThatWasPutBack_isFoundBesideThePublishedCheckpoint() throws IOException {
        signedTo(9);
        byte[] old = files.read(STATE, 1000).orElseThrow();
        CheckpointSigner signer = open();
        signed(signer.sign(at(20), proof(9, 20)));
        signer.requireNotBehind(at(20));
        signer.requireNotBehind(at(9));
        files.put(STATE, old);
        assertFault(LogFault.STATE_ROLLED_BACK, open(), at(20));
        files.remove(STATE);
        assertFault(LogFault.STATE_ROLLED_BACK, open(), at(20));
        files.put(STATE, old);
        assertFault(
                LogFault.OTHER_ROOT_AT_SIZE,
                open(),
                new Checkpoint(Keys.ORIGIN, 9, Digest.of("other")));
        assertFault(LogFault.ORIGIN_OTHER, open(), new Checkpoint("other", 9, at(9).root()));
    }

    @Test
    void eachChangedByteOfTheState_isRefused() throws IOException {
        signedTo(9);
        byte[] state = files.read(STATE, 1000).orElseThrow();
        for (int i = 0; i < state.length; i++) {
            byte[] changed = state.clone();
            changed[i] ^= 1;
            files.put(STATE, changed);
            assertThrows(LogDamagedException.class, this::open);
            files.put(STATE, java.util.Arrays.copyOf(state, i));
            assertThrows(LogDamagedException.class, this::open);
        }
        files.put(STATE, new byte[5000]);
        assertThrows(LogDamagedException.class, this::open);
    }

    static SignedNote signed(CheckpointSigner.Signing signing) {
        return assertInstanceOf(CheckpointSigner.Signing.Signed.class, signing).note();
    }

    private static void assertFault(LogFault fault, CheckpointSigner.Signing signing) {
        assertEquals(
                fault,
                assertInstanceOf(CheckpointSigner.Signing.Refused.class, signing)
                        .fault());
    }

    private static void assertFault(LogFault fault, CheckpointSigner signer, Checkpoint published) {
        assertEquals(
                fault,
                assertThrows(LogDamagedException.class, () -> signer.requireNotBehind(published))
                        .fault());
    }
}
