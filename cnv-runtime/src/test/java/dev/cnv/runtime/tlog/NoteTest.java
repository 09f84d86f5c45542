package dev.cnv.runtime.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.SignatureSuite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoteTest {

    /** The example of C2SP signed-note. */
    private static final String EXAMPLE = """
            Ognuno sta solo sul cuor della terra
            trafitto da un raggio di sole:

            ed è subito sera.

            — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
            """;

    /** The example of C2SP tlog-cosignature. */
    private static final String COSIGNED = """
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
            """;

    private static final String PETER =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private final Checkpoint checkpoint = new Checkpoint(Keys.ORIGIN, 7, Digest.of("root"));

    @Test
    void exampleOfSignedNote_isReadAndWritten() {
        SignedNote note = SignedNote.parse(utf8(EXAMPLE));
        assertEquals(EXAMPLE, note.toString());
        assertTrue(note.text().endsWith("\n\ned è subito sera.\n"));
        assertEquals("quasimodo.example/salvatore", note.signatures().getFirst().name());
        assertEquals(64, note.signatures().getFirst().signature().length);
        assertEquals(0x367b_a04b, note.signatures().getFirst().keyId());
    }

    @Test
    void exampleOfSignedNoteWithItsKey_isSigned() {
        NoteKey key = NoteKey.parse(
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
        SignedNote note = SignedNote.parse(utf8("""
                This is an example message.

                — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
                """));
        assertEquals(0x530d_903a, key.id());
        assertTrue(note.signatures().getFirst().isSaidToBeOf(key));
        assertTrue(key.publicKey()
                .verify(utf8(note.text()), note.signatures().getFirst().signature()));
    }

    /** Keys of the specification and of the tests of other implementations, which all have their ids. */
    @Test
    void keysOfOthers_areReadAndWritten() {
        for (String text : List.of(
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
                "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
                "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2")) {
            assertEquals(text, NoteKey.parse(text).text());
        }
    }

    @Test
    void exampleOfTheNotePackage_isSignedByItsKey() {
        NoteKey key = NoteKey.parse(PETER);
        assertEquals("PeterNeumann", key.name());
        assertEquals(NoteSignatureType.ED25519, key.type());
        assertEquals(0xc74f_20a3, key.id());
        SignedNote note = SignedNote.parse(utf8("""
                If you think cryptography is the answer to your problem,
                then you don't know what your problem is.

                — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
                """));
        NoteSignature line = note.signatures().getFirst();
        assertTrue(line.isSaidToBeOf(key));
        assertTrue(key.publicKey().verify(utf8(note.text()), line.signature()));
        assertFalse(key.publicKey().verify(utf8(note.text() + "\n"), line.signature()));
    }

    @Test
    void exampleOfCosignature_hasItsTime() {
        SignedNote note = SignedNote.parse(utf8(COSIGNED));
        assertEquals(COSIGNED, note.toString());
        Checkpoint read = Checkpoint.parse(note.text());
        assertEquals("example.com/behind-the-sofa", read.origin());
        assertEquals(20_852_163, read.size());
        assertEquals(note.text(), read.text());
        NoteSignature line = note.signatures().get(1);
        assertEquals(72, line.signature().length);
        assertEquals(1_679_315_147, SignedBytes.seconds(line.signature()));
    }

    @Test
    void signedBytes_areThoseOfTheSpecification() {
        Checkpoint small = new Checkpoint("o.example", 258, Digest.of("r"));
        NoteKey timed = NoteSigner.forWitness("w", Keys.key(SignatureSuite.ED25519, 1))
                .getFirst()
                .key();
        assertEquals(
                "cosignature/v1\ntime 1679315147\no.example\n258\n"
                        + Lines.base64(Digest.of("r").bytes()) + "\n",
                new String(SignedBytes.of(timed, small, 1_679_315_147), StandardCharsets.UTF_8));
        NoteKey quantum = NoteSigner.forWitness("w", Keys.key(SignatureSuite.ML_DSA_44, 1))
                .getFirst()
                .key();
        assertEquals(
                HexFormat.of().formatHex(utf8("subtree/v1\n\0")) + "01" + "77"
                        + "00000000641850cb" + "09"
                        + HexFormat.of().formatHex(utf8("o.example")) + "0000000000000000"
                        + "0000000000000102" + Digest.of("r").hex(),
                HexFormat.of().formatHex(SignedBytes.of(quantum, small, 1_679_315_147)));
    }

    @Test
    void key_isReadFromItsText() {
        for (NoteSigner signer : Keys.log(1)) {
            assertEquals(signer.key(), NoteKey.parse(signer.key().text()));
        }
        for (String text : List.of(
                "",
                "PeterNeumann",
                PETER.replace("c74f20a3", "c74f20a4"),
                PETER.replace("c74f20a3", "C74F20A3"),
                PETER.replace("PeterNeumann", "Peter Neumann"),
                PETER.replace("PeterNeumann", ""),
                PETER.replace("+ARpc", "+AxpC"),
                PETER + "\n",
                PETER + "A===",
                PETER.substring(0, PETER.length() - 4),
                "PeterNeumann+c74f20a3+",
                "x".repeat(256) + PETER)) {
            assertThrows(NoteRefusedException.class, () -> NoteKey.parse(text), text);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> NoteSigner.of(
                        "n",
                        NoteSignatureType.COSIGNATURE_ML_DSA_44,
                        Keys.key(SignatureSuite.ED25519, 1)));
    }

    @Test
    void noteOfAnotherForm_isRefused() {
        for (String text : List.of(
                "",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n\n— n AAAAAQ==\n",
                "text\n\n— n AAAAAQE=",
                "text\n\n- n AAAAAQE=\n",
                "text\n\n—  AAAAAQE=\n",
                "text\n\n— a b AAAAAQE=\n",
                "text\n\n— a+b AAAAAQE=\n",
                "text\n\n— n AAAAAQE\n",
                "text\n\n— n AAAAAQF=\n",
                "text\n\n— n AAAAAQE=\r\n",
                "te\txt\n\n— n AAAAAQE=\n",
                "text\n\n— n AAAAAQE=\n" + "— n AAAAAQE=\n".repeat(64))) {
            assertThrows(NoteRefusedException.class, () -> SignedNote.parse(utf8(text)), text);
        }
        assertEquals(
                64,
                SignedNote.parse(utf8("text\n\n" + "— n AAAAAQE=\n".repeat(64)))
                        .signatures()
                        .size());
        assertThrows(
                NoteRefusedException.class,
                () -> SignedNote.parse(new byte[] {'a', '\n', '\n', (byte) 0xc3}));
        assertThrows(NoteRefusedException.class, () -> SignedNote.parse(new byte[1 << 19]));
    }

    @Test
    void checkpointOfAnotherForm_isRefused() {
        String root = Lines.base64(Digest.of("root").bytes());
        for (String text : List.of(
                "",
                "o\n7\n" + root,
                "o\n07\n" + root + "\n",
                "o\n+7\n" + root + "\n",
                "o\n-7\n" + root + "\n",
                "o\n\n" + root + "\n",
                "o\n9223372036854775808\n" + root + "\n",
                "o\n7\n" + root + "\nextension\n",
                "\n7\n" + root + "\n",
                "o p\n7\n" + root + "\n",
                "o\n0\n" + root + "\n",
                "o\n7\n" + root.substring(4) + "\n",
                "o\n7\n" + root.replace("=", "") + "\n")) {
            assertThrows(NoteRefusedException.class, () -> Checkpoint.parse(text), text);
        }
        Checkpoint empty = new Checkpoint("o", 0, MerkleTree.EMPTY_ROOT);
        assertEquals(empty, Checkpoint.parse(empty.text()));
        assertEquals(
                Long.MAX_VALUE,
                Checkpoint.parse("o\n9223372036854775807\n" + root + "\n").size());
    }

    @Test
    void trust_asksForEachKeyOfTheLog() {
        List<NoteSigner> signers = Keys.log(1);
        SignedNote note = Keys.note(checkpoint, signers);
        assertEquals(
                new LogTrust.Checked.Held(checkpoint, Set.of()), Keys.trust(1).check(note));
        for (int i = 0; i < 2; i++) {
            SignedNote one =
                    new SignedNote(note.text(), List.of(note.signatures().get(i)));
            assertFault(LogFault.SIGNATURE_MISSING, Keys.trust(1).check(one));
        }
        assertFault(LogFault.SIGNATURE_MISSING, Keys.trust(2).check(note));
        assertFault(
                LogFault.ORIGIN_OTHER,
                LogTrust.of("other", Keys.publicKeys(signers)).check(note));
        assertFault(
                LogFault.MALFORMED,
                Keys.trust(1).check(new SignedNote("text\n", note.signatures())));
    }

    @Test
    void signatureOfAKnownKeyThatDoesNotHold_refusesTheNote() {
        SignedNote note = Keys.note(checkpoint, Keys.log(1));
        for (NoteSignature line : note.signatures()) {
            byte[] signature = line.signature();
            for (int at = 0; at < signature.length; at += at < 80 ? 1 : 97) {
                byte[] changed = signature.clone();
                changed[at] ^= (byte) (1 << at % 8);
                List<NoteSignature> lines = new ArrayList<>(note.signatures());
                lines.add(new NoteSignature(line.name(), line.keyId(), changed));
                assertFault(
                        LogFault.SIGNATURE_INVALID,
                        Keys.trust(1).check(new SignedNote(note.text(), lines)));
            }
        }
        List<NoteSignature> stranger = List.of(
                new NoteSignature("stranger", 1, new byte[64]),
                new NoteSignature(
                        Keys.ORIGIN, note.signatures().getFirst().keyId() + 1, new byte[64]));
        assertInstanceOf(LogTrust.Checked.Held.class, Keys.trust(1).check(note.with(stranger)));
    }

    @Test
    void otherSizeOrRoot_isRefused() {
        SignedNote note = Keys.note(checkpoint, Keys.log(1));
        for (Checkpoint other : List.of(
                new Checkpoint(Keys.ORIGIN, 8, checkpoint.root()),
                new Checkpoint(Keys.ORIGIN, 7, Digest.of("other")))) {
            assertFault(
                    LogFault.SIGNATURE_INVALID,
                    Keys.trust(1).check(new SignedNote(other.text(), note.signatures())));
        }
    }

    @Test
    void witnesses_countByName() {
        List<NoteSigner> log = Keys.log(1);
        List<NoteSigner> first =
                NoteSigner.forWitness("w1", Keys.key(SignatureSuite.ED25519_ML_DSA_44, 2));
        List<NoteSigner> second =
                NoteSigner.forWitness("w2", Keys.key(SignatureSuite.ML_DSA_44, 3));
        List<NoteKey> witnesses = new ArrayList<>(Keys.publicKeys(first));
        witnesses.addAll(Keys.publicKeys(second));
        LogTrust two = new LogTrust(Keys.ORIGIN, Keys.publicKeys(log), witnesses, 2);
        SignedNote note = Keys.note(checkpoint, log);
        SignedNote once = note.with(Keys.note(checkpoint, first).signatures());
        assertFault(LogFault.WITNESSES_MISSING, two.check(note));
        assertFault(LogFault.WITNESSES_MISSING, two.check(once));
        assertEquals(
                new LogTrust.Checked.Held(checkpoint, Set.of("w1", "w2")),
                two.check(once.with(Keys.note(checkpoint, second).signatures())));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LogTrust(Keys.ORIGIN, Keys.publicKeys(log), witnesses, 3));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LogTrust(Keys.ORIGIN, Keys.publicKeys(log), Keys.publicKeys(log), 1));
        assertThrows(IllegalArgumentException.class, () -> LogTrust.of(Keys.ORIGIN, List.of()));
    }

    @Test
    void submission_isTheBodyOfTheSpecification() {
        SignedNote note = SignedNote.parse(utf8(COSIGNED));
        String hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=";
        String body = "old 20852014\n" + hash + "\n\n" + COSIGNED;
        CheckpointSubmission read = CheckpointSubmission.parse(utf8(body));
        assertEquals(20_852_014, read.oldSize());
        assertEquals(hash, Lines.base64(read.proof().getFirst().bytes()));
        assertEquals(note, read.note());
        assertEquals(body, read.toString());
        for (String other : List.of(
                "",
                body.replace("old ", "new "),
                body.replace("20852014", "020852014"),
                body.replace(hash + "\n", (hash + "\n").repeat(64)),
                body.replace(hash, hash.substring(4)))) {
            assertThrows(NoteRefusedException.class, () -> CheckpointSubmission.parse(utf8(other)));
        }
        assertEquals(
                63,
                CheckpointSubmission.parse(
                                utf8(body.replace(hash + "\n", (hash + "\n").repeat(63))))
                        .proof()
                        .size());
    }

    @Test
    void sameSignature_isAddedOnce() {
        SignedNote note = Keys.note(checkpoint, Keys.log(1));
        assertEquals(note, note.with(note.signatures()));
    }

    static void assertFault(LogFault fault, LogTrust.Checked checked) {
        assertEquals(
                fault, assertInstanceOf(LogTrust.Checked.Refused.class, checked).fault());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
