package dev.cnv.runtime.telemetry;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.CallContext;

/**
 * The beginning of a call, or of one step of it.
 *
 * @param context what the call carries
 * @param capability the verb asked for, which may be none of this runtime's
 * @param verb the same as a label: {@code unknown} for what is no verb of this runtime
 * @param oneIn how many calls this one stands for when it is in the sample; 0 when it is not
 */
public record CallStart(CallContext context, CapabilityId capability, String verb, int oneIn) {

    /** {@return whether the call is in the sample} */
    public boolean sampled() {
        return oneIn > 0;
    }
}
