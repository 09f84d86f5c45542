package dev.cnv.runtime.registry;

import dev.cnv.runtime.delegation.Delegation;

/**
 * A delegation as the registry shows it.
 *
 * @param delegation what was delegated
 * @param state whether it is good, at the time of asking
 */
public record DelegationEntry(Delegation delegation, State state) {

    /** Whether a delegation is good. */
    public enum State {
        /** Its time has not begun. */
        PENDING,
        /** It is good. */
        ACTIVE,
        /** Its time is over. */
        EXPIRED,
        /** It, or one above it, was revoked. */
        REVOKED
    }
}
