package dev.cnv.audit.witness;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.time.Time;
import dev.cnv.runtime.tlog.Checkpoint;
import dev.cnv.runtime.tlog.CheckpointSigner;
import dev.cnv.runtime.tlog.CheckpointSubmission;
import dev.cnv.runtime.tlog.ConsistencyProof;
import dev.cnv.runtime.tlog.LogFault;
import dev.cnv.runtime.tlog.LogFiles;
import dev.cnv.runtime.tlog.LogTrust;
import dev.cnv.runtime.tlog.NoteRefusedException;
import dev.cnv.runtime.tlog.NoteSignature;
import dev.cnv.runtime.tlog.NoteSigner;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Signs checkpoints of logs that it knows, as long as each is a continuation of the one before (C2SP
 * tlog-witness). What it signed last is on disk before it answers.
 *
 * <pre>
 * status  when
 * 200     signed: the signature lines
 * 400     the body has another form, or the old size is above the checkpoint's
 * 403     the log's keys have not all signed
 * 404     the log is unknown
 * 409     the old size is not the one that was signed last, or the root is another at the same size:
 *         the size that was signed last
 * 422     the consistency proof does not hold
 * </pre>
 *
 * <p><b>Threading:</b> safe for use by several threads; those of one log take turns.
 */
final class Witness {

    static final String SIZE_TYPE = "text/x.tlog.size";
    private static final String TEXT_TYPE = "text/plain; charset=utf-8";

    private final Map<String, Log> logs = new HashMap<>();

    private record Log(LogTrust trust, CheckpointSigner signer) {}

    /** What it answers. */
    record Answer(int status, String contentType, String body) {

        static Answer text(int status, String body) {
            return new Answer(status, TEXT_TYPE, body + "\n");
        }
    }

    Witness(LogFiles state, List<NoteSigner> keys, List<LogTrust> trusted, Time time)
            throws IOException {
        for (LogTrust each : trusted) {
            CheckpointSigner signer = CheckpointSigner.open(
                    state, "signed-" + Digest.of(each.origin()), each.origin(), keys, time);
            if (logs.put(each.origin(), new Log(each, signer)) != null) {
                throw new IllegalArgumentException(
                        "origin=" + each.origin() + " is given more than once");
            }
        }
    }

    /** Answers the body of an {@code add-checkpoint}. */
    Answer add(byte[] body) throws IOException {
        CheckpointSubmission submission;
        String origin;
        try {
            submission = CheckpointSubmission.parse(body);
            origin = submission.note().text().lines().findFirst().orElse("");
        } catch (NoteRefusedException e) {
            return Answer.text(400, String.valueOf(e.getMessage()));
        }
        Log log = logs.get(origin);
        if (log == null) {
            return Answer.text(404, "the log is unknown");
        }
        return switch (log.trust().check(submission.note())) {
            case LogTrust.Checked.Refused refused ->
                Answer.text(refused.fault() == LogFault.MALFORMED ? 400 : 403, refused.message());
            case LogTrust.Checked.Held held -> add(log, submission, held.checkpoint());
        };
    }

    private static Answer add(Log log, CheckpointSubmission submission, Checkpoint asked)
            throws IOException {
        if (submission.oldSize() > asked.size()) {
            return Answer.text(400, "the old size is above the checkpoint's");
        }
        // Comparing and signing are one step: a slower request for a smaller size must not win.
        synchronized (log.signer()) {
            long last = log.signer().lastSigned().size();
            return submission.oldSize() == last ? sign(log, submission, asked) : conflict(last);
        }
    }

    private static Answer sign(Log log, CheckpointSubmission submission, Checkpoint asked)
            throws IOException {
        ConsistencyProof proof =
                ConsistencyProof.of(submission.oldSize(), asked.size(), submission.proof());
        return switch (log.signer().sign(asked, proof)) {
            case CheckpointSigner.Signing.Signed signed ->
                new Answer(
                        200,
                        TEXT_TYPE,
                        signed.note().signatures().stream()
                                .map(NoteSignature::line)
                                .collect(Collectors.joining()));
            case CheckpointSigner.Signing.Refused refused ->
                refused.fault() == LogFault.OTHER_ROOT_AT_SIZE
                        ? conflict(submission.oldSize())
                        : Answer.text(422, refused.message());
        };
    }

    private static Answer conflict(long last) {
        return new Answer(409, SIZE_TYPE, last + "\n");
    }
}
