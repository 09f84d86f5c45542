package dev.cnv.runtime.registry;

import java.util.List;

/** What somebody who follows a registry is given. */
public sealed interface ChangePage {

    /**
     * The changes from where the follower was, without a gap.
     *
     * @param changes in order; empty when there are none yet
     * @param next where to ask next
     */
    record Changes(List<DelegationChange> changes, long next) implements ChangePage {
        /** Copies the list. */
        public Changes {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Changes that the follower has not seen are remembered no more. Take a {@link
     * DelegationView#snapshot} and go on from its sequence.
     *
     * @param asked where the follower was
     * @param oldest the oldest place to ask from
     */
    record FellBehind(long asked, long oldest) implements ChangePage {}
}
