package dev.cnv.runtime.delegation;

import dev.cnv.runtime.outcome.Denial;
import java.util.List;

/** What {@link ChainVerifier#inspect} found out about a chain. */
public sealed interface ChainInspection {

    /**
     * The chain begins with a trusted root, every link is signed by whom it must be, and none widens.
     *
     * @param delegations the links, root first
     */
    record Sound(List<Delegation> delegations) implements ChainInspection {
        /** Copies the list. */
        public Sound {
            delegations = List.copyOf(delegations);
        }
    }

    /**
     * The chain does not hold.
     *
     * @param denial why
     */
    record Refused(Denial denial) implements ChainInspection {}
}
