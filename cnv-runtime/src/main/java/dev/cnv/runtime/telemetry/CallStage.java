package dev.cnv.runtime.telemetry;

/** The parts of a call's path, in their order. */
public enum CallStage {
    /** The verb is looked up and its arguments are read. */
    DECODE,
    /** It is found out who calls, and whether the runtime is open for the call. */
    AUTHENTICATE,
    /** The policy decides. */
    POLICY,
    /** The caller's chain is asked for verb, effects and arguments. */
    CAPABILITY,
    /** Window, digests, revocation and use of the certificate are checked. */
    VERIFY,
    /** The contract gives a permit; the wait for one is within. */
    ADMIT,
    /** The decision goes into the ledger. */
    DECIDE,
    /** The handler runs. */
    HANDLER,
    /** The outcome goes into the ledger. */
    RECORD;

    /** {@return the name in labels and spans} */
    public String key() {
        return MetricLabel.lower(this);
    }
}
