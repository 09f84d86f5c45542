package dev.cnv.runtime.kernel;

import dev.cnv.runtime.delegation.Authority;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.outcome.Denial;
import java.util.Optional;

/**
 * Who calls, as established when the session was opened.
 *
 * @param principal who calls; anonymous when authentication failed
 * @param authority what the caller may do; nothing when authentication failed
 * @param refusal why authentication failed, when it did
 */
record Caller(Principal principal, Authority authority, Optional<Denial> refusal) {}
