package dev.cnv.audit.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.time.VirtualTime;
import dev.cnv.runtime.tlog.Checkpoint;
import dev.cnv.runtime.tlog.CheckpointSigner;
import dev.cnv.runtime.tlog.CheckpointSubmission;
import dev.cnv.runtime.tlog.LogFiles;
import dev.cnv.runtime.tlog.LogTrust;
import dev.cnv.runtime.tlog.NoteKey;
import dev.cnv.runtime.tlog.NoteSigner;
import dev.cnv.runtime.tlog.SignedNote;
import dev.cnv.runtime.tlog.TileReader;
import dev.cnv.runtime.tlog.TileWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Witnesses on the loopback address. */
class WitnessTest {

    private static final String ORIGIN = "example.com/log";
    private static final Instant NOW = Instant.ofEpochSecond(1_767_225_600);
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private int signerCount;

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        http.close();
    }

    private static SigningKey key(SignatureSuite suite, int fill) {
        byte[] secret = new byte[suite.secretKeyBytes()];
        Arrays.fill(secret, (byte) fill);
        return SigningKey.ofRawSecretKey(suite, secret);
    }

    private static List<NoteKey> keys(List<NoteSigner> signers) {
        return signers.stream().map(NoteSigner::key).toList();
    }

    private static List<NoteSigner> log(int fill) {
        return NoteSigner.forLog(ORIGIN, key(SignatureSuite.ED25519_ML_DSA_44, fill));
    }

    private static List<NoteSigner> witness(int number) {
        return NoteSigner.forWitness(
                "w" + number, key(SignatureSuite.ED25519_ML_DSA_44, 100 + number));
    }

    private WitnessServer server(int number) throws IOException {
        WitnessServer server = WitnessServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LogFiles.in(folder.resolve("witness" + number)),
                witness(number),
                List.of(LogTrust.of(ORIGIN, keys(log(1)))),
                new VirtualTime(NOW));
        open.add(server);
        return server;
    }

    private static WitnessEndpoint endpoint(int number, int port) {
        return new WitnessEndpoint(
                "w" + number, URI.create("http://127.0.0.1:" + port + "/"), keys(witness(number)));
    }

    private WitnessClient client(Duration timeout) {
        WitnessClient client = new WitnessClient(timeout);
        open.add(client);
        return client;
    }

    private TileReader tree(int size, String kind) throws IOException {
        LogFiles files = LogFiles.in(folder.resolve(kind + size));
        TileWriter writer = TileWriter.fromNothing(files);
        for (int i = 0; i < size; i++) {
            writer.append((kind + i).getBytes(StandardCharsets.UTF_8));
        }
        writer.flush();
        return new TileReader(files, size);
    }

    /** A note by keys that sign whatever they are asked to: each time with a state of their own. */
    private SignedNote note(TileReader tree, List<NoteSigner> signers) throws IOException {
        Digest root = dev.cnv.runtime.tlog.MerkleTree.root(tree, tree.size());
        CheckpointSigner signer = CheckpointSigner.open(
                LogFiles.in(folder.resolve("signer" + signerCount++)),
                "state",
                ORIGIN,
                signers,
                new VirtualTime(NOW));
        return assertInstanceOf(
                        CheckpointSigner.Signing.Signed.class,
                        signer.sign(new Checkpoint(ORIGIN, tree.size(), root), tree.consistency(0)))
                .note();
    }

    private HttpResponse<String> post(WitnessServer server, byte[] body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + server.port() + "/add-checkpoint"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private byte[] body(TileReader tree, long oldSize) throws IOException {
        return new CheckpointSubmission(
                        oldSize, tree.consistency(oldSize).path(), note(tree, log(1)))
                .bytes();
    }

    @Test
    void growingLog_isSignedWithBothKeysOfTheWitness() throws Exception {
        WitnessServer server = server(1);
        TileReader five = tree(5, "a");
        TileReader nine = tree(9, "a");
        for (HttpResponse<String> answer : List.of(
                post(server, body(five, 0)),
                post(server, body(nine, 5)),
                post(server, body(nine, 9)))) {
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(2, SignedNote.signatures(answer.body()).size());
        }
        String lines = post(server, body(nine, 9)).body();
        LogTrust trust = new LogTrust(ORIGIN, keys(log(1)), keys(witness(1)), 1);
        assertInstanceOf(
                LogTrust.Checked.Held.class,
                trust.check(note(nine, log(1)).with(SignedNote.signatures(lines))));
    }

    @Test
    void oldSizeThatIsNotTheLast_isAConflictWithTheLastSize() throws Exception {
        WitnessServer server = server(1);
        assertEquals(200, post(server, body(tree(9, "a"), 0)).statusCode());
        for (HttpResponse<String> answer : List.of(
                post(server, body(tree(5, "a"), 0)),
                post(server, body(tree(5, "a"), 5)),
                post(server, body(tree(20, "a"), 0)),
                post(server, body(tree(20, "a"), 8)))) {
            assertEquals(409, answer.statusCode());
            assertEquals("9\n", answer.body());
            assertEquals(
                    "text/x.tlog.size",
                    answer.headers().firstValue("Content-Type").orElseThrow());
        }
    }

    @Test
    void otherRootAtTheSameSize_isAConflict() throws Exception {
        WitnessServer server = server(1);
        post(server, body(tree(9, "a"), 0));
        assertEquals(409, post(server, body(tree(9, "b"), 9)).statusCode());
    }

    @Test
    void proofThatDoesNotHold_isUnprocessable() throws Exception {
        WitnessServer server = server(1);
        post(server, body(tree(5, "a"), 0));
        assertEquals(422, post(server, body(tree(9, "b"), 5)).statusCode());
        byte[] without = new CheckpointSubmission(5, List.of(), note(tree(9, "a"), log(1))).bytes();
        assertEquals(422, post(server, without).statusCode());
        byte[] fromNothing = new CheckpointSubmission(
                        0, List.of(Digest.of("x")), note(tree(9, "a"), log(1)))
                .bytes();
        assertEquals(422, post(server(2), fromNothing).statusCode());
        assertEquals(200, post(server, body(tree(9, "a"), 5)).statusCode());
    }

    @Test
    void unknownLog_isNotFound() throws Exception {
        String other = new String(body(tree(5, "a"), 0), StandardCharsets.UTF_8)
                .replace("\n" + ORIGIN + "\n", "\nother.example\n");
        assertEquals(
                404, post(server(1), other.getBytes(StandardCharsets.UTF_8)).statusCode());
    }

    @Test
    void unknownKeyOrWrongSignature_isForbidden() throws Exception {
        WitnessServer server = server(1);
        TileReader tree = tree(5, "a");
        for (SignedNote note : List.of(
                note(tree, log(2)),
                note(tree, log(1).subList(0, 1)),
                new SignedNote(
                        note(tree(4, "a"), log(1)).text(), note(tree, log(1)).signatures()))) {
            byte[] body = new CheckpointSubmission(0, List.of(), note).bytes();
            assertEquals(403, post(server, body).statusCode());
        }
        assertEquals(200, post(server, body(tree, 0)).statusCode());
    }

    @Test
    void bodyOfAnotherForm_isABadRequest() throws Exception {
        WitnessServer server = server(1);
        String good = new String(body(tree(5, "a"), 0), StandardCharsets.UTF_8);
        for (String body : List.of(
                "", "old 0\n", good.replace("old 0", "old 00"), good.replace("\n5\n", "\n05\n"))) {
            assertEquals(
                    400, post(server, body.getBytes(StandardCharsets.UTF_8)).statusCode(), body);
        }
        byte[] above = new CheckpointSubmission(6, List.of(), note(tree(5, "a"), log(1))).bytes();
        assertEquals(400, post(server, above).statusCode());
        assertEquals(
                413, post(server, new byte[CheckpointSubmission.MAX_BYTES + 1]).statusCode());
    }

    @Test
    void otherPathOrMethod_isRefused() throws Exception {
        URI root = URI.create("http://127.0.0.1:" + server(1).port());
        assertEquals(
                404,
                http.send(
                                HttpRequest.newBuilder(root.resolve("/checkpoint"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode());
        assertEquals(
                405,
                http.send(
                                HttpRequest.newBuilder(root.resolve("/add-checkpoint"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode());
    }

    @Test
    void restartedWitness_knowsWhatItSigned() throws Exception {
        WitnessServer first = server(1);
        post(first, body(tree(9, "a"), 0));
        first.close();
        WitnessServer second = server(1);
        assertEquals("9\n", post(second, body(tree(5, "a"), 0)).body());
        assertEquals(409, post(second, body(tree(9, "b"), 9)).statusCode());
    }

    @Test
    void stateThatCannotBeWritten_signsNothing() throws Exception {
        WitnessServer server = server(1);
        Files.writeString(folder.resolve("witness1"), "a file in place of the folder");
        HttpResponse<String> answer = post(server, body(tree(5, "a"), 0));
        assertEquals(500, answer.statusCode());
        assertFalse(answer.body().contains("\u2014"));
    }

    /** Of all that race, sizes that are signed only grow. */
    @Test
    void racingRequests_neverRollBack() throws Exception {
        WitnessServer server = server(1);
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int size = 1; size <= 8; size++) {
            byte[] body = body(tree(size, "a"), 0);
            requests.add(() -> post(server, body).statusCode());
        }
        int signed = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> status : threads.invokeAll(requests)) {
                signed += status.get() == 200 ? 1 : 0;
            }
        }
        assertEquals(1, signed);
    }

    @Test
    void policy_isReachedByEnoughWitnesses_oneIsDown() throws Exception {
        WitnessServer one = server(1);
        WitnessServer two = server(2);
        int closedPort;
        try (ServerSocket free = new ServerSocket(0)) {
            closedPort = free.getLocalPort();
        }
        List<WitnessEndpoint> three =
                List.of(endpoint(1, one.port()), endpoint(2, two.port()), endpoint(3, closedPort));
        TileReader tree = tree(5, "a");
        WitnessClient client = client(LONG);
        SignedNote note = note(tree, log(1));
        WitnessPolicy.Result reached =
                new WitnessPolicy(three, 2).ask(client, note, tree::consistency);
        assertTrue(reached.isReached());
        assertEquals(Set.of("w1", "w2"), reached.signed());
        assertInstanceOf(WitnessAnswer.Unreachable.class, reached.answers().get(2));
        assertEquals(2 + 4, reached.note().signatures().size());
        List<NoteKey> all = new ArrayList<>(keys(witness(1)));
        all.addAll(keys(witness(2)));
        assertInstanceOf(
                LogTrust.Checked.Held.class,
                new LogTrust(ORIGIN, keys(log(1)), all, 2).check(reached.note()));
        WitnessPolicy.Result missed =
                new WitnessPolicy(three, 3).ask(client, note, tree::consistency);
        assertFalse(missed.isReached());
        assertEquals(Set.of("w1", "w2"), missed.signed());
    }

    @Test
    void clientThatKnowsNothing_asksAgainFromTheWitnesssSize() throws Exception {
        WitnessServer server = server(1);
        post(server, body(tree(5, "a"), 0));
        TileReader nine = tree(9, "a");
        List<Long> asked = new ArrayList<>();
        WitnessAnswer answer = client(LONG)
                .ask(endpoint(1, server.port()), note(nine, log(1)), oldSize -> {
                    asked.add(oldSize);
                    return nine.consistency(oldSize);
                });
        assertInstanceOf(WitnessAnswer.Signed.class, answer);
        assertEquals(List.of(0L, 5L), asked);
    }

    @Test
    void rollback_isRefusedToTheClient() throws Exception {
        WitnessServer server = server(1);
        post(server, body(tree(9, "a"), 0));
        TileReader five = tree(5, "a");
        WitnessAnswer answer =
                client(LONG).ask(endpoint(1, server.port()), note(five, log(1)), five::consistency);
        assertEquals(new WitnessAnswer.Refused("w1", 409, "9"), answer);
    }

    @Test
    void signaturesOfOtherKeys_areNotTaken() throws Exception {
        WitnessServer server = server(1);
        TileReader five = tree(5, "a");
        WitnessAnswer answer =
                client(LONG).ask(endpoint(2, server.port()), note(five, log(1)), five::consistency);
        assertEquals(200, assertInstanceOf(WitnessAnswer.Refused.class, answer).status());
    }

    @Test
    void witnessThatNeverAnswers_isUnreachableInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            TileReader five = tree(5, "a");
            WitnessAnswer answer = client(Duration.ofMillis(300))
                    .ask(endpoint(1, silent.getLocalPort()), note(five, log(1)), five::consistency);
            assertInstanceOf(WitnessAnswer.Unreachable.class, answer);
        }
    }

    @Test
    void policyOrWitnessThatIsNone_isRefused() {
        WitnessEndpoint one = endpoint(1, 1);
        assertThrows(IllegalArgumentException.class, () -> new WitnessPolicy(List.of(one), 2));
        assertThrows(IllegalArgumentException.class, () -> new WitnessPolicy(List.of(one), -1));
        assertThrows(IllegalArgumentException.class, () -> new WitnessPolicy(List.of(one, one), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new WitnessEndpoint("w2", URI.create("http://h/"), one.keys()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new WitnessEndpoint("w1", URI.create("file:///h"), one.keys()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new WitnessEndpoint("w1", URI.create("http://h/"), List.of()));
    }
}
