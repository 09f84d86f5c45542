package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.outcome.Denial;

/** What became of a change of a runtime's policy. */
public sealed interface PolicyChange {

    /**
     * The change is in the ledger, and decides about every call from now on.
     *
     * @param epoch how often the runtime's policy has been changed, this time included
     * @param before the hash of the policy before
     * @param after the hash of the policy now
     * @param record the index of the ledger's record
     */
    record Applied(long epoch, Digest before, Digest after, long record) implements PolicyChange {}

    /**
     * The policy is as it was.
     *
     * @param denial why
     */
    record Refused(Denial denial) implements PolicyChange {}
}
