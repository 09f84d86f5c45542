package dev.cnv.runtime.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.SignatureSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPublisherTest {

    private final MemoryFiles published = new MemoryFiles();
    private final MemoryFiles state = new MemoryFiles();

    private LogPublisher open(Leaves leaves) throws IOException {
        return LogPublisher.open(published, state, leaves, Keys.ORIGIN, Keys.log(1), Keys.time());
    }

    @Test
    void newEntries_arePublishedWithACheckpoint() throws IOException {
        ListLeaves leaves = new ListLeaves();
        LogPublisher publisher = open(leaves);
        for (int size : new int[] {0, 1, 5, 5, 256, 700}) {
            while (leaves.entries.size() < size) {
                leaves.entries.add(NaiveTree.entry(leaves.entries.size()));
            }
            Checkpoint checkpoint = published(publisher.publish());
            assertEquals(size, checkpoint.size());
            assertEquals(NaiveTree.root(leaves.entries), checkpoint.root());
            SignedNote note = publisher.note().orElseThrow();
            assertEquals(
                    checkpoint,
                    assertInstanceOf(LogTrust.Checked.Held.class, Keys.trust(1).check(note))
                            .checkpoint());
            assertTrue(publisher.reader().check(checkpoint.root()).holds());
        }
    }

    @Test
    void nothingNew_isNotSignedAgain() throws IOException {
        LogPublisher publisher = open(ListLeaves.of(9));
        publisher.publish();
        int steps = published.steps() + state.steps();
        publisher.publish();
        assertEquals(steps, published.steps() + state.steps());
        published.remove("checkpoint");
        assertEquals(9, published(publisher.publish()).size());
        assertTrue(publisher.note().isPresent());
    }

    @Test
    void deletedFiles_areWrittenAnewWithTheSameBytes() throws IOException {
        ListLeaves leaves = ListLeaves.of(700);
        open(leaves).publish();
        Map<String, String> before = published.shown();
        for (String path : List.copyOf(before.keySet())) {
            published.remove(path);
        }
        assertEquals(700, published(open(leaves).publish()).size());
        assertEquals(before, published.shown());
        published.remove("tile/0/002.p/188");
        open(leaves).publish();
        assertEquals(before, published.shown());
    }

    @Test
    void otherEntries_areRefused() throws IOException {
        ListLeaves leaves = ListLeaves.of(300);
        open(leaves).publish();
        Map<String, String> before = published.shown();
        leaves.entries.set(299, NaiveTree.entry(1));
        assertFault(LogFault.DISAGREES, open(leaves).publish());
        leaves.entries.set(299, NaiveTree.entry(299));
        leaves.entries.removeLast();
        assertFault(LogFault.SMALLER_THAN_SIGNED, open(leaves).publish());
        assertEquals(before, published.shown());
        List.copyOf(before.keySet()).forEach(published::remove);
        leaves.entries.add(NaiveTree.entry(3));
        assertFault(LogFault.DISAGREES, open(leaves).publish());
    }

    @Test
    void entriesThatBecomeFewer_areRefused() throws IOException {
        ListLeaves leaves = ListLeaves.of(30);
        LogPublisher publisher = open(leaves);
        publisher.publish();
        leaves.entries.removeLast();
        assertFault(LogFault.SMALLER_THAN_SIGNED, publisher.publish());
    }

    @Test
    void lostState_isRefused() throws IOException {
        ListLeaves leaves = ListLeaves.of(30);
        open(leaves).publish();
        state.remove("last-signed");
        assertFault(LogFault.STATE_ROLLED_BACK, open(leaves).publish());
    }

    @Test
    void foreignCheckpoint_isRefused() throws IOException {
        ListLeaves leaves = ListLeaves.of(30);
        open(leaves).publish();
        Checkpoint other = new Checkpoint(Keys.ORIGIN, 7, Digest.of("fork"));
        published.put("checkpoint", Keys.note(other, Keys.log(1)).bytes());
        assertFault(LogFault.DISAGREES, open(leaves).publish());
        published.put("checkpoint", NoteTest.utf8("text\n\n— n AAAAAQE=\n"));
        assertFault(LogFault.MALFORMED, open(leaves).publish());
        published.put("checkpoint", NoteTest.utf8("text"));
        assertFault(LogFault.MALFORMED, open(leaves).publish());
    }

    @Test
    void leavesThatGiveFewerThanTheySay_areNotSigned() throws IOException {
        Leaves lying = new Leaves() {
            @Override
            public long size() {
                return 5;
            }

            @Override
            public void read(long from, long to, Sink sink) throws IOException {
                sink.entry(new byte[1], 0, 1);
            }
        };
        LogPublisher publisher = open(lying);
        assertFault(LogFault.MISSING, publisher.publish());
        assertEquals(0, publisher.signer().lastSigned().size());
    }

    @Test
    void cosignatures_areAddedToTheirCheckpointAlone() throws IOException {
        ListLeaves leaves = ListLeaves.of(30);
        LogPublisher publisher = open(leaves);
        Checkpoint first = published(publisher.publish());
        List<NoteSignature> lines = Keys.note(
                        first, NoteSigner.forWitness("w", Keys.key(SignatureSuite.ML_DSA_44, 2)))
                .signatures();
        assertEquals(
                3,
                publisher
                        .addCosignatures(first, lines)
                        .orElseThrow()
                        .signatures()
                        .size());
        assertEquals(3, publisher.note().orElseThrow().signatures().size());
        leaves.entries.add(NaiveTree.entry(30));
        publisher.publish();
        assertEquals(Optional.empty(), publisher.addCosignatures(first, lines));
        assertEquals(2, publisher.note().orElseThrow().signatures().size());
    }

    /**
     * At each step of either folder the machine stops. What was given out before stays true: no size
     * has two roots, and publishing goes on to the same files.
     */
    @Test
    void crashAtEachStep_isGoneOnFrom() throws IOException {
        Run whole = new Run();
        whole.go(250);
        whole.go(523);
        Map<String, String> expected = whole.files.shown();
        int steps = countSteps();
        assertTrue(steps > 30, "steps=" + steps);
        for (boolean after : new boolean[] {false, true}) {
            for (int step = 1; step <= steps; step++) {
                Run run = new Run();
                run.go(250);
                run.files.failAt(step, after);
                run.crashing(523);
                run.go(523);
                // A partial file of a size that was published may be gone or not: it is full now.
                assertEquals(expected, run.files.shown(), "step=" + step);
            }
            for (int step = 1; step <= 4; step++) {
                Run run = new Run();
                run.go(250);
                run.kept.failAt(step, after);
                run.crashing(523);
                run.go(400 + 123);
                assertEquals(expected, run.files.shown(), "state step=" + step);
            }
        }
    }

    private static int countSteps() throws IOException {
        Run run = new Run();
        run.go(250);
        run.files.failAt(-1, false);
        run.go(523);
        return run.files.steps();
    }

    private static final class Run {
        private final MemoryFiles files = new MemoryFiles();
        private final MemoryFiles kept = new MemoryFiles();
        private final Map<Long, Digest> givenOut = new HashMap<>();

        private void go(int size) throws IOException {
            Checkpoint checkpoint = published(publisher(size).publish());
            assertEquals(size, checkpoint.size());
            seen(Optional.of(checkpoint));
        }

        private void crashing(int size) throws IOException {
            assertThrows(IOException.class, () -> publisher(size).publish());
            seenOnDisk();
            files.crash();
            kept.crash();
            seenOnDisk();
        }

        private LogPublisher publisher(int size) throws IOException {
            return LogPublisher.open(
                    files, kept, ListLeaves.of(size), Keys.ORIGIN, quick(), Keys.time());
        }

        private static List<NoteSigner> quick() {
            return NoteSigner.forLog(Keys.ORIGIN, Keys.key(SignatureSuite.ED25519, 1));
        }

        private void seenOnDisk() throws IOException {
            seen(files.read("checkpoint", 10_000)
                    .map(each -> Checkpoint.parse(SignedNote.parse(each).text())));
        }

        private void seen(Optional<Checkpoint> checkpoint) {
            checkpoint.ifPresent(each -> assertEquals(
                    each.root(), givenOut.computeIfAbsent(each.size(), _ -> each.root())));
        }
    }

    @Test
    void faultInOneCall_isGoneOnFromByTheNext() throws IOException {
        for (int step = 1; step <= 40; step++) {
            MemoryFiles files = new MemoryFiles();
            ListLeaves leaves = ListLeaves.of(300);
            LogPublisher publisher = LogPublisher.open(
                    files, new MemoryFiles(), leaves, Keys.ORIGIN, Run.quick(), Keys.time());
            files.failAt(step, step % 2 == 0);
            try {
                publisher.publish();
            } catch (IOException _) {
                files.failAt(-1, false);
            }
            assertEquals(
                    NaiveTree.root(leaves.entries),
                    published(publisher.publish()).root());
        }
    }

    @Test
    void folderOnDisk_isPublished(@TempDir Path folder) throws IOException {
        LogPublisher publisher = LogPublisher.open(
                LogFiles.in(folder.resolve("tlog")),
                LogFiles.in(folder),
                ListLeaves.of(300),
                Keys.ORIGIN,
                Keys.log(1),
                Keys.time());
        publisher.publish();
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    List.of(
                            "last-signed",
                            "tlog/checkpoint",
                            "tlog/tile/0/000",
                            "tlog/tile/0/001.p/44",
                            "tlog/tile/1/000.p/1",
                            "tlog/tile/entries/000",
                            "tlog/tile/entries/001.p/44"),
                    files.filter(Files::isRegularFile)
                            .map(each -> folder.relativize(each).toString())
                            .sorted()
                            .toList());
        }
    }

    private static Checkpoint published(LogPublisher.Publishing publishing) {
        return assertInstanceOf(LogPublisher.Publishing.Published.class, publishing)
                .checkpoint();
    }

    private static void assertFault(LogFault fault, LogPublisher.Publishing publishing) {
        assertEquals(
                fault,
                assertInstanceOf(LogPublisher.Publishing.Refused.class, publishing)
                        .fault());
    }
}
