package dev.cnv.runtime.reach;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.outcome.Denial;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Whether a caller can reach a verb. Only {@link Granted} is a yes; what is not known is none. */
public sealed interface Access {

    /**
     * Every call is permitted, whatever its arguments and priority.
     *
     * @param way the verbs before it on the shortest way that the policy permits, each reached so itself
     *     and each making what the next one takes; empty for a verb that is called by itself
     * @param rule the rule that permits; empty when the policy names none
     */
    record Granted(List<CapabilityId> way, Optional<String> rule) implements Access {

        /** Copies the list. */
        public Granted {
            way = List.copyOf(way);
        }
    }

    /**
     * Some calls may be permitted and others not, or nobody can tell.
     *
     * @param on what it depends on, in words, sorted; at least one
     */
    record Depends(List<String> on) implements Access {

        /**
         * Sorts the list and drops what stands in it twice.
         *
         * @throws IllegalArgumentException when it is empty
         */
        public Depends {
            if (on.isEmpty()) {
                throw new IllegalArgumentException("on=[] does not say what it depends on");
            }
            on = List.copyOf(new TreeSet<>(on));
        }
    }

    /**
     * No call is permitted.
     *
     * @param denial why
     */
    record Refused(Denial denial) implements Access {}
}
