package dev.cnv.runtime.policy;

/** What a runtime does with its policy's verdicts. */
public enum PolicyMode {
    /** Verdicts hold. */
    ENFORCE,
    /**
     * A refusal of the policy is recorded and the call goes on. Every other check still holds. For
     * trying a policy out; never the default.
     */
    AUDIT,
    /** Verdicts hold, and no verb runs: a call that passes every check is withheld. */
    DRY_RUN
}
