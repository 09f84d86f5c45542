package dev.cnv.runtime.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The form of a payload whose message has {@link HeaderDescriptor#FLAG_COMPRESSED}.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                 length when it is expanded                    |   0
 *  +---------------------------------------------------------------+
 *  |              what the agreed compression made of it           |   4
 *  |                             ...                               |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * The length is big-endian. It is compared with the agreed limit before memory is taken, and the bytes
 * must come to exactly that: a small message cannot become a large one.
 */
public final class CompressedPayload {

    /** What stands before the compressed bytes, in bytes. */
    public static final int PREFIX_BYTES = 4;

    private CompressedPayload() {}

    /**
     * Makes a payload smaller.
     *
     * @param compressor how
     * @param payload the payload
     * @return the compressed payload; the payload itself when that is not longer, for a message without
     *     the flag
     */
    public static byte[] compress(Compressor compressor, byte[] payload) {
        byte[] smaller = compressor.compress(payload, 0, payload.length);
        if (smaller.length + PREFIX_BYTES >= payload.length) {
            return payload;
        }
        return ByteBuffer.allocate(PREFIX_BYTES + smaller.length)
                .putInt(payload.length)
                .put(smaller)
                .array();
    }

    /**
     * Makes a compressed payload what it was.
     *
     * @param compressor how it was compressed
     * @param payload the compressed payload, between position and limit
     * @param limits what was agreed
     * @return the payload
     * @throws ProtocolFaultException when it would be above the limit, or the bytes are damaged
     */
    public static byte[] expand(Compressor compressor, ByteBuffer payload, WireLimits limits) {
        byte[] bytes = PayloadForm.bytes(payload);
        if (bytes.length < PREFIX_BYTES) {
            throw fault(
                    ProtocolFault.Kind.BAD_PAYLOAD,
                    "bytes=" + bytes.length + " are less than the length of a compressed payload",
                    null);
        }
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN).getInt();
        if (length < 0 || length > limits.messageBytes()) {
            throw fault(
                    ProtocolFault.Kind.OVERSIZE,
                    "expandedBytes="
                            + Integer.toUnsignedLong(length) + ": asked for at most "
                            + limits.messageBytes(),
                    null);
        }
        try {
            return compressor.expand(bytes, PREFIX_BYTES, bytes.length - PREFIX_BYTES, length);
        } catch (CompressionRefusedException e) {
            throw fault(ProtocolFault.Kind.BAD_PAYLOAD, String.valueOf(e.getMessage()), e);
        }
    }

    private static ProtocolFaultException fault(
            ProtocolFault.Kind kind, String text, @Nullable Throwable cause) {
        return new ProtocolFaultException(new ProtocolFault(kind, text), cause);
    }
}
