package dev.cnv.runtime.delegation;

import dev.cnv.runtime.outcome.Denial;

/** Whether a chain holds, whoever presents it. */
public sealed interface ChainVerdict {

    /**
     * It does.
     *
     * @param chain what it gives to whoever has the last holder's key
     */
    record Holds(VerifiedChain chain) implements ChainVerdict {}

    /**
     * It does not, or cannot be known.
     *
     * @param denial why
     */
    record Refused(Denial denial) implements ChainVerdict {}
}
