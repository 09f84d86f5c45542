package dev.cnv.runtime.protocol;

import static dev.cnv.runtime.protocol.ProtocolVersion.V1_0;
import static dev.cnv.runtime.protocol.ProtocolVersion.V2_0;
import static dev.cnv.runtime.protocol.ProtocolVersion.V3_0;
import static dev.cnv.runtime.protocol.ProtocolVersion.V4_0;

/**
 * What two peers may use when both have it and their version is not below the feature's. What a call's
 * proof is made of is in every version, so that an older version is never a way round it.
 */
public enum Feature {
    /** Results in pieces, and control of who makes them. */
    STREAMING(0, V2_0),
    /** Trace context in invocations. */
    TRACING(1, V3_0),
    /** Certificates and signed receipts. */
    CERTIFICATES(2, V1_0),
    /** Delegation chains in invocations. */
    DELEGATION(3, V1_0),
    /** Questions to a remote policy decision point. */
    POLICY(4, V2_0),
    /** Questions to a remote capability graph. */
    COMPOSITION(5, V2_0),
    /** Batches of frames that vectors check. */
    SIMD(6, V4_0),
    /** Lifecycle phases. */
    PHASES(7, V3_0),
    /** Calls that are answered out of order. */
    ASYNC_RUNTIME(8, V4_0),
    /** Proofs out of the ledger on demand. */
    VERIFICATION(9, V4_0),
    /** Metrics of the peer. */
    TELEMETRY(10, V3_0);

    private final int bit;
    private final ProtocolVersion since;

    Feature(int bit, ProtocolVersion since) {
        this.bit = bit;
        this.since = since;
    }

    /** {@return the feature's bit, 0 to 10} */
    public int bit() {
        return bit;
    }

    /** {@return the first version that has the feature} */
    public ProtocolVersion since() {
        return since;
    }

    long mask() {
        return 1L << bit;
    }
}
