package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.protocol.TranscriptProof;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Binds a transcript to the TLS connection that it went over: two ends of two connections, with
 * somebody between them, do not share keying material.
 *
 * <pre>
 * proof = SHA-256("cnv-bound-transcript-v1" | role, 1 byte | TLS export, 32 bytes | transcript, 32 bytes)
 * </pre>
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record BoundTranscript(byte[] binding) implements TranscriptProof {

    private static final byte[] LABEL =
            "cnv-bound-transcript-v1".getBytes(StandardCharsets.US_ASCII);

    @Override
    public byte[] prove(Role role, byte[] transcript) {
        int at = LABEL.length;
        byte[] all = Arrays.copyOf(LABEL, at + 1 + binding.length + transcript.length);
        all[at] = (byte) (role == Role.INITIATOR ? 0 : 1);
        System.arraycopy(binding, 0, all, at + 1, binding.length);
        System.arraycopy(transcript, 0, all, at + 1 + binding.length, transcript.length);
        return Digest.of(all).bytes();
    }

    @Override
    public boolean holds(Role role, byte[] transcript, byte[] proof) {
        return MessageDigest.isEqual(prove(role, transcript), proof);
    }
}
