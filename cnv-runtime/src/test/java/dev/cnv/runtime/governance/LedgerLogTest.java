package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.time.VirtualTime;
import dev.cnv.runtime.tlog.LogProof;
import dev.cnv.runtime.tlog.LogPublisher;
import dev.cnv.runtime.tlog.LogPublisher.Publishing;
import dev.cnv.runtime.tlog.LogTrust;
import dev.cnv.runtime.tlog.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger's lines as a transparency log. */
class LedgerLogTest {

    private static final String ORIGIN = "example.com/ledger";

    @TempDir
    private Path directory;

    private final VirtualTime time = new VirtualTime(Events.BEGIN);
    private final List<NoteSigner> signers =
            NoteSigner.forLog(ORIGIN, SigningKey.generate(new SecureRandom()));

    private FileLedger open() {
        // Short segments, so that the log goes over many.
        return FileLedger.open(directory, time, 2_000);
    }

    private LogPublisher log(FileLedger ledger) {
        return ledger.log(directory, ORIGIN, signers, time);
    }

    private static Publishing.Published published(LogPublisher log) throws IOException {
        return assertInstanceOf(Publishing.Published.class, log.publish());
    }

    private static void append(FileLedger ledger, int count) {
        for (int i = 0; i < count; i++) {
            ledger.append(Events.completed("m" + i), Durability.BUFFERED);
        }
    }

    @Test
    void publish_overSegments_hasEveryLineAsAnEntry() throws IOException {
        try (FileLedger ledger = open()) {
            append(ledger, 300);
            TreeHead head = ledger.treeHead().orElseThrow();
            assertEquals(300, head.size());
            LogPublisher log = log(ledger);
            Publishing.Published signed = published(log);
            assertEquals(300, signed.checkpoint().size());
            assertEquals(head.root(), signed.checkpoint().root());
            LogTrust trust =
                    LogTrust.of(ORIGIN, signers.stream().map(NoteSigner::key).toList());
            for (int index : new int[] {0, 1, 17, 255, 256, 299}) {
                byte[] line = log.reader().entry(index);
                assertTrue(new String(line, StandardCharsets.UTF_8)
                        .contains("\"index\":" + index + ","));
                assertEquals(ledger.leaf(index).orElseThrow().hash(), LedgerLeaf.hash(line));
                LogProof proof = LogProof.of(log.reader().inclusion(index), signed.note());
                assertTrue(proof.check(trust, line).holds());
                line[20] ^= 1;
                assertTrue(!proof.check(trust, line).holds());
            }
        }
    }

    @Test
    void publish_afterARestart_goesOn() throws IOException {
        try (FileLedger ledger = open()) {
            append(ledger, 10);
            ledger.treeHead();
            assertEquals(10, published(log(ledger)).checkpoint().size());
        }
        try (FileLedger ledger = open()) {
            append(ledger, 10);
            TreeHead head = ledger.treeHead().orElseThrow();
            Publishing.Published signed = published(log(ledger));
            assertEquals(20, signed.checkpoint().size());
            assertEquals(head.root(), signed.checkpoint().root());
        }
    }

    @Test
    void publish_recordsThatAreNotOnDisk_areLeftOut() throws IOException {
        try (FileLedger ledger = open()) {
            ledger.append(Events.completed("on disk"), Durability.ON_DISK);
            ledger.append(Events.completed("buffered"), Durability.BUFFERED);
            assertEquals(1, published(log(ledger)).checkpoint().size());
        }
    }

    @Test
    void publish_otherLedgerInItsPlace_isRefused() throws IOException {
        try (FileLedger ledger = open()) {
            append(ledger, 10);
            ledger.treeHead();
            published(log(ledger));
        }
        try (var segments = Files.list(directory.resolve("segments"))) {
            for (Path segment : (Iterable<Path>) segments::iterator) {
                Files.delete(segment);
            }
        }
        try (FileLedger ledger = open()) {
            for (int i = 0; i < 12; i++) {
                ledger.append(Events.completed("other" + i), Durability.ON_DISK);
            }
            assertInstanceOf(Publishing.Refused.class, log(ledger).publish());
        }
    }

    @Test
    void treeHead_emptyLedger_isTheHashOfNothing() {
        try (FileLedger ledger = open()) {
            assertEquals(
                    new TreeHead(0, dev.cnv.runtime.canonical.Digest.of("")),
                    ledger.treeHead().orElseThrow());
        }
    }
}
