package dev.cnv.audit.witness;

import dev.cnv.runtime.tlog.Checkpoint;
import dev.cnv.runtime.tlog.CheckpointSubmission;
import dev.cnv.runtime.tlog.ConsistencyProof;
import dev.cnv.runtime.tlog.NoteRefusedException;
import dev.cnv.runtime.tlog.NoteSignature;
import dev.cnv.runtime.tlog.SignedNote;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks witnesses to sign checkpoints (C2SP tlog-witness). It remembers what each one signed last; a
 * witness that says it signed another size is asked once more from there.
 *
 * <p><b>Threading:</b> safe for use by several threads. {@link #close} ends what is under way.
 */
public final class WitnessClient implements AutoCloseable {

    /** The largest answer that is read, in bytes. */
    public static final int MAX_ANSWER_BYTES = SignedNote.MAX_BYTES;

    private static final int MAX_SHOWN = 200;

    private final HttpClient http;
    private final Duration timeout;
    private final Map<Place, Long> known = new ConcurrentHashMap<>();

    private record Place(String witness, String origin) {}

    /** Where proofs come from, such as {@link dev.cnv.runtime.tlog.TileReader#consistency}. */
    @FunctionalInterface
    public interface Proofs {

        /**
         * Makes a proof.
         *
         * @param oldSize the size of the older tree
         * @return that it is the beginning of the tree of the checkpoint
         * @throws IOException when a tile cannot be read
         */
        ConsistencyProof from(long oldSize) throws IOException;
    }

    /**
     * A client.
     *
     * @param timeout how long one exchange may take, with its answer
     */
    public WitnessClient(Duration timeout) {
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * Asks a witness.
     *
     * @param witness the witness
     * @param note the signed checkpoint
     * @param proofs where proofs come from; called by this thread, at most twice
     * @return what it answers; a witness that is down is an answer too
     * @throws IllegalArgumentException when the note is no checkpoint
     * @throws IOException when a proof cannot be made
     * @throws InterruptedException when this thread is interrupted
     */
    public WitnessAnswer ask(WitnessEndpoint witness, SignedNote note, Proofs proofs)
            throws IOException, InterruptedException {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        Place place = new Place(witness.name(), checkpoint.origin());
        long from = Math.min(known.getOrDefault(place, 0L), checkpoint.size());
        try {
            HttpResponse<byte[]> answer = send(witness, note, proofs, from);
            long last = answer.statusCode() == 409 ? size(answer.body()) : -1;
            if (last >= 0 && last != from && last <= checkpoint.size()) {
                answer = send(witness, note, proofs, last);
            }
            return read(witness, checkpoint, answer);
        } catch (ExecutionException e) {
            return new WitnessAnswer.Unreachable(witness.name(), String.valueOf(e.getCause()));
        } catch (TimeoutException _) {
            return new WitnessAnswer.Unreachable(
                    witness.name(), "no answer within timeout=" + timeout);
        }
    }

    private HttpResponse<byte[]> send(
            WitnessEndpoint witness, SignedNote note, Proofs proofs, long from)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        CheckpointSubmission body =
                new CheckpointSubmission(from, proofs.from(from).path(), note);
        HttpRequest request = HttpRequest.newBuilder(witness.addCheckpoint())
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes()))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            // The request's own timeout ends with the answer's header, not with its body.
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            answer.cancel(true);
        }
    }

    private WitnessAnswer read(
            WitnessEndpoint witness, Checkpoint checkpoint, HttpResponse<byte[]> answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.statusCode() != 200) {
            return new WitnessAnswer.Refused(witness.name(), answer.statusCode(), shown(body));
        }
        List<NoteSignature> signatures;
        try {
            signatures = SignedNote.signatures(body).stream()
                    .filter(line ->
                            witness.keys().stream().anyMatch(key -> key.verifies(checkpoint, line)))
                    .toList();
        } catch (NoteRefusedException e) {
            return new WitnessAnswer.Refused(witness.name(), 200, String.valueOf(e.getMessage()));
        }
        if (signatures.isEmpty()) {
            return new WitnessAnswer.Refused(
                    witness.name(), 200, "none of the signatures is one of its keys' and holds");
        }
        known.put(new Place(witness.name(), checkpoint.origin()), checkpoint.size());
        return new WitnessAnswer.Signed(witness.name(), signatures);
    }

    /** The size of a conflict's body; -1 when it has another form. */
    private static long size(byte[] body) {
        String text = new String(body, StandardCharsets.US_ASCII);
        return text.matches("(0|[1-9][0-9]{0,17})\n") ? Long.parseLong(text.strip()) : -1;
    }

    private static String shown(String body) {
        String line = body.lines().findFirst().orElse("");
        return line.substring(0, Math.min(line.length(), MAX_SHOWN)).replaceAll("\\p{Cntrl}", "?");
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
