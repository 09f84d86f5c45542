package dev.cnv.runtime.tlog;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The file that holds the last signed checkpoint.
 *
 * <pre>
 * "cnv-last-signed/1", line feed
 * the checkpoint's text: three lines
 * SHA-256 of the lines above in hexadecimal digits, line feed
 * </pre>
 */
final class SignedState {

    private static final String FIRST_LINE = "cnv-last-signed/1\n";
    private static final int MAX_BYTES = FIRST_LINE.length() + Checkpoint.MAX_BYTES + 65;

    private final LogFiles files;
    private final String path;

    SignedState(LogFiles files, String path) {
        this.files = files;
        this.path = path;
    }

    Optional<Checkpoint> read() throws IOException {
        Optional<byte[]> bytes = files.read(path, MAX_BYTES);
        return bytes.isPresent() ? Optional.of(parse(bytes.get())) : Optional.empty();
    }

    void write(Checkpoint checkpoint) throws IOException {
        String lines = FIRST_LINE + checkpoint.text();
        files.replace(path, (lines + Digest.of(lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Checkpoint parse(byte[] bytes) throws LogDamagedException {
        try {
            String text = Lines.utf8("state", bytes, MAX_BYTES);
            int sum = Math.max(0, text.length() - 65);
            String lines = text.substring(0, sum);
            if (!lines.startsWith(FIRST_LINE)
                    || !text.substring(sum).equals(Digest.of(lines) + "\n")) {
                throw Lines.refused("state", "is damaged: its digest is another");
            }
            return Checkpoint.parse(lines.substring(FIRST_LINE.length()));
        } catch (NoteRefusedException e) {
            throw new LogDamagedException(
                    LogFault.MALFORMED, "file=" + path + " is refused: " + e.getMessage());
        }
    }
}
