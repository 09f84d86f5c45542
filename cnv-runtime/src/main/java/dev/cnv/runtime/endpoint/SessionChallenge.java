package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.canonical.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a caller signs to open a session over a connection. Both ends make it for themselves: from the
 * transcript, which holds random bytes of each end, and from keying material of TLS (RFC 5705, RFC
 * 8446 section 7.5), which a man in the middle does not share with both.
 *
 * <pre>
 * challenge = SHA-256("cnv-session-challenge-v1" | transcript, 32 bytes | TLS export, 32 or 0 bytes)
 * </pre>
 */
final class SessionChallenge {

    private static final byte[] LABEL =
            "cnv-session-challenge-v1".getBytes(StandardCharsets.US_ASCII);

    private SessionChallenge() {}

    static byte[] of(byte[] transcript, byte[] binding) {
        byte[] all = Arrays.copyOf(LABEL, LABEL.length + transcript.length + binding.length);
        System.arraycopy(transcript, 0, all, LABEL.length, transcript.length);
        System.arraycopy(binding, 0, all, LABEL.length + transcript.length, binding.length);
        return Digest.of(all).bytes();
    }
}
