package dev.cnv.runtime.tlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is read is written again as the same bytes; anything else is refused in one way. */
class TlogFuzzTest {

    @Test
    void note_isReadInOneFormOrRefused() throws IOException {
        byte[] note = LogProofTest.logProof().note().bytes();
        Property.named("tlog_note_fuzz")
                .check(
                        draws -> draws.rarely(5)
                                ? Fuzz.bytes(draws, 200)
                                : Fuzz.changed(draws, note),
                        bytes -> {
                            try {
                                assertArrayEquals(bytes, SignedNote.parse(bytes).bytes());
                            } catch (NoteRefusedException _) {
                                return;
                            }
                        });
    }

    @Test
    void checkpoint_isReadInOneFormOrRefused() throws IOException {
        String text = LogProofTest.checkpoint().text();
        Property.named("tlog_checkpoint_fuzz")
                .check(
                        draws -> Fuzz.changed(draws, text, "0123456789\n+/= -\u00a0\ud800az"),
                        changed -> {
                            try {
                                assertEquals(changed, Checkpoint.parse(changed).text());
                            } catch (NoteRefusedException _) {
                                return;
                            }
                        });
    }

    @Test
    void key_isReadInOneFormOrRefused() {
        String text = Keys.log(1).getFirst().key().text();
        Property.named("tlog_key_fuzz")
                .check(
                        draws -> Fuzz.changed(draws, text, "0123456789abcdef+/= \n\ud800"),
                        changed -> {
                            try {
                                assertEquals(changed, NoteKey.parse(changed).text());
                            } catch (NoteRefusedException _) {
                                return;
                            }
                        });
    }

    @Test
    void proof_isReadInOneFormOrRefused() throws IOException {
        byte[] proof = LogProofTest.logProof().bytes();
        Property.named("tlog_proof_fuzz")
                .check(
                        draws -> draws.rarely(5)
                                ? Fuzz.bytes(draws, 200)
                                : Fuzz.changed(draws, proof),
                        bytes -> {
                            try {
                                assertArrayEquals(bytes, LogProof.parse(bytes).bytes());
                            } catch (NoteRefusedException _) {
                                return;
                            }
                        });
    }

    @Test
    void receipt_isReadInOneFormOrRefused() throws IOException {
        byte[] receipt =
                LogProofTest.receipt(Keys.key(SignatureSuite.ED25519, 1)).bytes();
        Property.named("tlog_receipt_fuzz")
                .check(
                        draws -> draws.rarely(5)
                                ? Fuzz.bytes(draws, 200)
                                : Fuzz.changed(draws, receipt),
                        bytes -> {
                            try {
                                CoseReceipt read = CoseReceipt.parse(bytes);
                                assertArrayEquals(bytes, read.bytes());
                                assertEquals(read.proof().size() > read.proof().index(), true);
                            } catch (CborRefusedException _) {
                                return;
                            }
                        });
    }

    @Test
    void tilePath_isReadInOneFormOrIsNone() {
        Property.named("tlog_tile_path_fuzz")
                .check(
                        draws -> Fuzz.changed(
                                draws, "tile/0/x001/x234/067.p/17", "0123456789x/.p-entris"),
                        changed -> TilePath.parse(changed)
                                .ifPresent(path -> assertEquals(changed, path.toString())));
    }

    @Test
    void bundle_isReadOrRefused() {
        EntryBundle bundle = new EntryBundle();
        for (int i = 0; i < 5; i++) {
            bundle.add(NaiveTree.entry(i), 0, NaiveTree.entry(i).length);
        }
        Property.named("tlog_bundle_fuzz")
                .check(draws -> Fuzz.changed(draws, bundle.bytes()), bytes -> {
                    try {
                        assertEquals(
                                5,
                                EntryBundle.read(new TilePath(-1, 0, 5), bytes, 5)
                                        .size());
                    } catch (LogDamagedException _) {
                        return;
                    }
                });
    }
}
