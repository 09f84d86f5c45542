package dev.cnv.runtime.policy;

/** Whether a rule is asked. */
public enum RuleState {
    /** It is asked. */
    ACTIVE,
    /** It is asked as before, and on its way out: whoever reads the policy sees that. */
    DEPRECATED,
    /** It is not asked. Taking it into use again needs an approval. */
    DISABLED;

    /** {@return whether rules in this state are asked} */
    public boolean asked() {
        return this != DISABLED;
    }
}
