package dev.cnv.runtime.protocol;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call.
 *
 * <pre>
 * payload = { 1: outcome  integer: {@link OutcomeCode}
 *             2: content  bstr, JSON
 *             3: receipt  bstr, absent
 *            64 and above: of later versions, passed over }
 * </pre>
 *
 * @param outcome what became of it
 * @param json the result, the denial or the failure
 * @param receipt the signed receipt, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
public record ResponsePayload(OutcomeCode outcome, byte[] json, byte @Nullable [] receipt) {

    /** The largest receipt, in bytes. */
    public static final int MAX_RECEIPT_BYTES = 64 * 1024;

    private static final int OUTCOME = 1;
    private static final int CONTENT = 2;
    private static final int RECEIPT = 3;

    /** {@return the payload's bytes} */
    public byte[] encode() {
        byte[] signed = receipt;
        CborWriter out = new CborWriter(32 + json.length + (signed == null ? 0 : signed.length))
                .map(signed == null ? 2 : 3)
                .key(OUTCOME)
                .integer(outcome.code())
                .key(CONTENT)
                .bytes(json);
        if (signed != null) {
            out.key(RECEIPT).bytes(signed);
        }
        return out.toBytes();
    }

    /**
     * Reads a payload.
     *
     * @param payload the bytes between position and limit
     * @param limits what was agreed
     * @return the response
     * @throws ProtocolFaultException when the bytes are no response
     */
    public static ResponsePayload decode(ByteBuffer payload, WireLimits limits) {
        int max = limits.messageBytes();
        return PayloadForm.read("response", payload, max, in -> read(in, max));
    }

    private static ResponsePayload read(CborReader in, int max) {
        OutcomeCode[] codes = OutcomeCode.values();
        in.key(OUTCOME, "outcome");
        OutcomeCode outcome = codes[(int) in.integer(0, codes.length - 1)];
        in.key(CONTENT, "content");
        byte[] json = in.bytes(max);
        byte[] receipt = in.optionalKey(RECEIPT, "receipt") ? in.bytes(MAX_RECEIPT_BYTES) : null;
        return new ResponsePayload(outcome, json, receipt);
    }
}
