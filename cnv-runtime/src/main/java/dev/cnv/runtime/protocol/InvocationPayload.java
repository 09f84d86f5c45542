package dev.cnv.runtime.protocol;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call.
 *
 * <pre>
 * payload = { 1: capability      text
 *             2: arguments       bstr, JSON
 *             3: credential      bstr, absent when empty
 *             4: approvals       [bstr], absent when there are none, at most 16
 *             5: idempotencyKey  text, absent
 *             6: deadline        milliseconds that are left, absent when there is none
 *             7: traceparent     text, absent (W3C trace context)
 *             8: wantsReceipt    true, absent
 *             9: tracestate      text, absent (W3C trace context); not without a traceparent
 *            64 and above: of later versions, passed over }
 * </pre>
 *
 * @param capability the verb's id
 * @param argumentsJson its arguments
 * @param credential the caller's delegation token; empty for a caller without rights
 * @param approvals approvals of this call
 * @param idempotencyKey the caller's key of this call, or null
 * @param deadlineMillis how many milliseconds are left, 0 for no deadline
 * @param traceparent the trace that the call is part of, or null
 * @param wantsReceipt whether the answer shall hold a signed receipt
 * @param tracestate what vendors add to the trace, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
public record InvocationPayload(
        String capability,
        byte[] argumentsJson,
        byte[] credential,
        List<byte[]> approvals,
        @Nullable String idempotencyKey,
        long deadlineMillis,
        @Nullable String traceparent,
        boolean wantsReceipt,
        @Nullable String tracestate) {

    /** The largest number of approvals. */
    public static final int MAX_APPROVALS = 16;

    /** The largest credential, in bytes. */
    public static final int MAX_CREDENTIAL_BYTES = 256 * 1024;

    /** The longest idempotency key, in UTF-8 bytes. */
    public static final int MAX_KEY_BYTES = 256;

    /** The longest traceparent, in UTF-8 bytes. */
    public static final int MAX_TRACEPARENT_BYTES = 128;

    /** The longest tracestate, in UTF-8 bytes: what section 3.3.1.5 has vendors carry at least. */
    public static final int MAX_TRACESTATE_BYTES = 512;

    private static final int CAPABILITY = 1;
    private static final int ARGUMENTS = 2;
    private static final int CREDENTIAL = 3;
    private static final int APPROVALS = 4;
    private static final int IDEMPOTENCY_KEY = 5;
    private static final int DEADLINE = 6;
    private static final int TRACEPARENT = 7;
    private static final int WANTS_RECEIPT = 8;
    private static final int TRACESTATE = 9;

    private static final int MAX_CAPABILITY_BYTES = 256;
    private static final int MAX_APPROVAL_BYTES = 16 * 1024;

    /** Copies the list of approvals. */
    public InvocationPayload {
        approvals = List.copyOf(approvals);
    }

    /**
     * A call without a tracestate.
     *
     * @param capability the verb's id
     * @param argumentsJson its arguments
     * @param credential the caller's delegation token; empty for a caller without rights
     * @param approvals approvals of this call
     * @param idempotencyKey the caller's key of this call, or null
     * @param deadlineMillis how many milliseconds are left, 0 for no deadline
     * @param traceparent the trace that the call is part of, or null
     * @param wantsReceipt whether the answer shall hold a signed receipt
     */
    public InvocationPayload(
            String capability,
            byte[] argumentsJson,
            byte[] credential,
            List<byte[]> approvals,
            @Nullable String idempotencyKey,
            long deadlineMillis,
            @Nullable String traceparent,
            boolean wantsReceipt) {
        this(
                capability,
                argumentsJson,
                credential,
                approvals,
                idempotencyKey,
                deadlineMillis,
                traceparent,
                wantsReceipt,
                null);
    }

    /** {@return the payload's bytes} */
    public byte[] encode() {
        CborWriter out = new CborWriter(128 + argumentsJson.length + credential.length)
                .map(pairs())
                .key(CAPABILITY)
                .text(capability)
                .key(ARGUMENTS)
                .bytes(argumentsJson);
        if (credential.length > 0) {
            out.key(CREDENTIAL).bytes(credential);
        }
        if (!approvals.isEmpty()) {
            out.key(APPROVALS).array(approvals.size());
            approvals.forEach(out::bytes);
        }
        writeOptions(out);
        return out.toBytes();
    }

    private void writeOptions(CborWriter out) {
        if (idempotencyKey != null) {
            out.key(IDEMPOTENCY_KEY).text(idempotencyKey);
        }
        if (deadlineMillis > 0) {
            out.key(DEADLINE).integer(deadlineMillis);
        }
        if (traceparent != null) {
            out.key(TRACEPARENT).text(traceparent);
        }
        if (wantsReceipt) {
            out.key(WANTS_RECEIPT).bool(true);
        }
        if (tracestate != null) {
            out.key(TRACESTATE).text(tracestate);
        }
    }

    private int pairs() {
        return 2
                + (credential.length > 0 ? 1 : 0)
                + (approvals.isEmpty() ? 0 : 1)
                + (idempotencyKey != null ? 1 : 0)
                + (deadlineMillis > 0 ? 1 : 0)
                + (traceparent != null ? 1 : 0)
                + (wantsReceipt ? 1 : 0)
                + (tracestate != null ? 1 : 0);
    }

    /**
     * Reads a payload.
     *
     * @param payload the bytes between position and limit
     * @param limits what was agreed
     * @return the call
     * @throws ProtocolFaultException when the bytes are no call
     */
    public static InvocationPayload decode(ByteBuffer payload, WireLimits limits) {
        int max = limits.messageBytes();
        return PayloadForm.read("invocation", payload, max, in -> read(in, max));
    }

    private static InvocationPayload read(CborReader in, int max) {
        in.key(CAPABILITY, "capability");
        String capability = in.text(MAX_CAPABILITY_BYTES);
        in.key(ARGUMENTS, "arguments");
        byte[] arguments = in.bytes(max);
        byte[] credential =
                PayloadForm.optionalBytes(in, CREDENTIAL, "credential", MAX_CREDENTIAL_BYTES);
        InvocationPayload read = new InvocationPayload(
                capability,
                arguments,
                credential,
                in.optionalKey(APPROVALS, "approvals") ? approvals(in) : List.of(),
                in.optionalKey(IDEMPOTENCY_KEY, "idempotencyKey") ? in.text(MAX_KEY_BYTES) : null,
                in.optionalKey(DEADLINE, "deadline") ? in.integer(1, Long.MAX_VALUE) : 0,
                in.optionalKey(TRACEPARENT, "traceparent") ? in.text(MAX_TRACEPARENT_BYTES) : null,
                in.optionalKey(WANTS_RECEIPT, "wantsReceipt") && onlyTrue(in),
                in.optionalKey(TRACESTATE, "tracestate") ? in.text(MAX_TRACESTATE_BYTES) : null);
        if (read.traceparent == null && read.tracestate != null) {
            throw in.refused("has a tracestate without a traceparent");
        }
        return read;
    }

    private static List<byte[]> approvals(CborReader in) {
        List<byte[]> approvals = new ArrayList<>();
        for (int left = in.openArray(MAX_APPROVALS); left > 0; left--) {
            approvals.add(in.bytes(MAX_APPROVAL_BYTES));
        }
        in.close();
        return approvals;
    }

    private static boolean onlyTrue(CborReader in) {
        if (!in.bool()) {
            throw in.refused("is false, which is said by leaving it out");
        }
        return true;
    }
}
