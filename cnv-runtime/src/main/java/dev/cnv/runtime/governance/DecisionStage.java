package dev.cnv.runtime.governance;

import java.util.Locale;

/**
 * How far a call had come when it was decided, in the order of its path. The ledger has the {@link #key};
 * a record may name a stage that this version does not know.
 */
public enum DecisionStage {
    /** The verb is looked up. */
    RESOLVE,
    /** Its arguments are read. */
    DECODE,
    /** It is found out who calls. */
    AUTHENTICATE,
    /** The runtime is asked whether it is open for the call. */
    MODE,
    /** The runtime's swarm is asked whether its phase is one of the verb's. */
    PHASE,
    /** The policy decides. */
    POLICY,
    /** The caller's chain is asked for verb, effects and arguments. */
    CAPABILITY,
    /** Window, digests, revocation and use of the certificate are checked. */
    VERIFY,
    /** The idempotency key and the contract are asked. */
    ADMIT,
    /** The call is answered with the outcome of an earlier one. */
    REPEATED,
    /** The verb runs after this. */
    DECIDED,
    /** The call is given to the hot path as a grant. */
    LIFTED;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** {@return the name in the ledger} */
    public String key() {
        return key;
    }

    /**
     * Says whether a decision was made at this stage.
     *
     * @param decision the decision
     * @return true if it was
     */
    public boolean of(PolicyDecision decision) {
        return decision.stage().equals(key);
    }
}
