package dev.cnv.runtime.protocol;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import java.nio.ByteBuffer;

/**
 * An event of a stream.
 *
 * <pre>
 * payload = { 1: sequence  integer, without gaps
 *             2: kind      integer: {@link StreamEventKind}
 *             3: content   bstr, JSON
 *            64 and above: of later versions, passed over }
 * </pre>
 *
 * @param sequence the event's number in its stream, from 0
 * @param kind what it is
 * @param json its content
 */
@SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
public record StreamPayload(long sequence, StreamEventKind kind, byte[] json) {

    private static final int SEQUENCE = 1;
    private static final int KIND = 2;
    private static final int CONTENT = 3;

    /** {@return the payload's bytes} */
    public byte[] encode() {
        return new CborWriter(32 + json.length)
                .map(3)
                .key(SEQUENCE)
                .integer(sequence)
                .key(KIND)
                .integer(kind.code())
                .key(CONTENT)
                .bytes(json)
                .toBytes();
    }

    /**
     * Reads a payload.
     *
     * @param payload the bytes between position and limit
     * @param limits what was agreed
     * @return the event
     * @throws ProtocolFaultException when the bytes are no event
     */
    public static StreamPayload decode(ByteBuffer payload, WireLimits limits) {
        int max = limits.messageBytes();
        return PayloadForm.read("event", payload, max, in -> read(in, max));
    }

    private static StreamPayload read(CborReader in, int max) {
        StreamEventKind[] kinds = StreamEventKind.values();
        in.key(SEQUENCE, "sequence");
        long sequence = in.integer(0, Long.MAX_VALUE);
        in.key(KIND, "kind");
        StreamEventKind kind = kinds[(int) in.integer(0, kinds.length - 1)];
        in.key(CONTENT, "content");
        return new StreamPayload(sequence, kind, in.bytes(max));
    }
}
