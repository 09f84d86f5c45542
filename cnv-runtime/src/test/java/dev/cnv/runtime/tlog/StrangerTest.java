package dev.cnv.runtime.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/ledger-proofs.md tells a stranger to do, done with files alone. */
class StrangerTest {

    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private Checkpoint publish(ListLeaves leaves) throws IOException {
        LogPublisher publisher = LogPublisher.open(
                LogFiles.in(folder),
                LogFiles.in(folder.resolve("state")),
                leaves,
                Keys.ORIGIN,
                Keys.log(1),
                Keys.time());
        return assertInstanceOf(LogPublisher.Publishing.Published.class, publisher.publish())
                .checkpoint();
    }

    @Test
    void proofInAFile_isCheckedWithTheLogsKeysAlone() throws IOException {
        Checkpoint checkpoint = publish(ListLeaves.of(700));
        Path file = folder.resolve("entry.tlog-proof");
        SignedNote note = SignedNote.parse(Files.readAllBytes(folder.resolve("checkpoint")));
        InclusionProof inclusion =
                new TileReader(LogFiles.in(folder), checkpoint.size()).inclusion(400);
        Files.write(file, LogProof.of(inclusion, note).bytes());
        byte[] entry = NaiveTree.entry(400);
        String ed25519 = Keys.log(1).get(0).key().text();
        String mlDsa44 = Keys.log(1).get(1).key().text();
        // begin shown
        List<NoteKey> keys = List.of(NoteKey.parse(ed25519), NoteKey.parse(mlDsa44));
        LogTrust trust = LogTrust.of("example.com/log", keys);
        LogProof proof = LogProof.parse(Files.readAllBytes(file));
        ProofVerdict verdict = proof.check(trust, entry);
        // end shown
        assertTrue(verdict.holds());
    }

    @Test
    void newerCheckpoint_isShownToContinueTheOlderOne() throws IOException {
        ListLeaves leaves = ListLeaves.of(300);
        Checkpoint older = publish(leaves);
        leaves.entries.addAll(NaiveTree.entries(450));
        Checkpoint newer = publish(leaves);
        // begin shown
        TileReader reader = new TileReader(LogFiles.in(folder), newer.size());
        ConsistencyProof proof = reader.consistency(older.size());
        ProofVerdict verdict = proof.verify(older.root(), newer.root());
        // end shown
        assertTrue(verdict.holds());
        assertTrue(reader.check(newer.root()).holds());
    }

    @Test
    void codeInTheDocument_isTheCodeOfThisTest() throws IOException {
        Path module = Path.of(System.getProperty("basedir", "."));
        String here = Files.readString(
                        module.resolve("src/test/java/dev/cnv/runtime/tlog/StrangerTest.java"))
                .replaceAll("(?m)^ {8}", "");
        // A region is another test's code: ReadmeTest of cnv-tests compares it.
        String document = Files.readString(module.resolve("../docs/ledger-proofs.md"))
                .replaceAll("(?s)<!-- begin region.*?<!-- end region -->", "");
        Matcher code = CODE.matcher(document);
        int shown = 0;
        while (code.find()) {
            assertTrue(
                    here.contains("// begin shown\n" + code.group(1) + "// end shown\n"),
                    code.group(1));
            shown++;
        }
        assertEquals(2, shown);
    }
}
