package dev.cnv.runtime.delegation;

import dev.cnv.runtime.outcome.Denial;

/** Whether a caller is who its credential says. */
public sealed interface AuthenticationResult {

    /**
     * It is.
     *
     * @param authority what the caller may do
     */
    record Authenticated(Authority authority) implements AuthenticationResult {}

    /**
     * Its chain holds, and nothing shows yet that it has the chain's last key: each call must.
     *
     * @param chain what the caller may do with a proof
     */
    record Unproven(VerifiedChain chain) implements AuthenticationResult {}

    /**
     * It is not, or cannot be known.
     *
     * @param denial why
     */
    record Refused(Denial denial) implements AuthenticationResult {}
}
