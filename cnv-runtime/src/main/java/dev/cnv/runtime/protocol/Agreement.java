package dev.cnv.runtime.protocol;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What both ends of a connection use.
 *
 * @param version the highest version of both
 * @param features the features of both that the version has
 * @param compression how payloads may be made smaller
 * @param limits the smaller limits
 * @param transcript SHA-256 over the bytes of both handshake messages and over what is agreed, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Copied, and compared by content.
public record Agreement(
        ProtocolVersion version,
        FeatureSet features,
        Compression compression,
        WireLimits limits,
        byte[] transcript)
        implements NegotiationResult {

    /** The length of a transcript's hash, in bytes. */
    public static final int TRANSCRIPT_BYTES = 32;

    /**
     * Copies the hash.
     *
     * @throws IllegalArgumentException when it has another length
     */
    public Agreement {
        transcript = transcript.clone();
        if (transcript.length != TRANSCRIPT_BYTES) {
            throw new IllegalArgumentException(
                    "transcriptBytes=" + transcript.length + " is not " + TRANSCRIPT_BYTES);
        }
    }

    /** {@return the hash, in a new array} */
    @Override
    public byte[] transcript() {
        return transcript.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Agreement that
                && version == that.version
                && features.equals(that.features)
                && compression == that.compression
                && limits.equals(that.limits)
                && MessageDigest.isEqual(transcript, that.transcript);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(transcript);
    }

    @Override
    public String toString() {
        return "Agreement[version=" + version.text() + ", features=" + features + ", compression="
                + compression + ", messageBytes=" + limits.messageBytes() + ", concurrent="
                + limits.concurrent() + ", transcript=" + HexFormat.of().formatHex(transcript)
                + "]";
    }
}
