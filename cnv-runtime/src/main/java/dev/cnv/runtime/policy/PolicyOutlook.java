package dev.cnv.runtime.policy;

import dev.cnv.runtime.outcome.Denial;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a policy will say about every call of one verb by one caller at one time, whatever arguments,
 * priority and approvals it comes with. Only {@link Permits} is a yes.
 */
public sealed interface PolicyOutlook {

    /**
     * Every such call is permitted.
     *
     * @param rule the rule that permits; empty when the engine names none
     */
    record Permits(Optional<String> rule) implements PolicyOutlook {}

    /**
     * No such call is permitted.
     *
     * @param denial why
     */
    record Refuses(Denial denial) implements PolicyOutlook {}

    /**
     * It depends on what is not known, or the engine cannot tell.
     *
     * @param on what it depends on, in words, sorted; at least one
     */
    record Depends(List<String> on) implements PolicyOutlook {

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
}
