package dev.cnv.runtime.kernel;

import dev.cnv.runtime.delegation.Authority;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.outcome.Denial;
import java.util.Optional;

/**
 * Who calls, as established when the session was opened.
 *
 * @param principal who calls; anonymous when authentication failed
 * @param authority what the caller may do; nothing when authentication failed
 * @param refusal why authentication failed, when it did
 * @param nonce the nonce of the proof that was made for this very call, when the caller has shown one
 */
record Caller(
        Principal principal,
        Authority authority,
        Optional<Denial> refusal,
        Optional<Spending.Nonce> nonce) {

    Caller(Principal principal, Authority authority, Optional<Denial> refusal) {
        this(principal, authority, refusal, Optional.empty());
    }

    /** This caller in calls that the proof was not made for. */
    Caller withoutNonce() {
        return new Caller(principal, authority, refusal);
    }
}
