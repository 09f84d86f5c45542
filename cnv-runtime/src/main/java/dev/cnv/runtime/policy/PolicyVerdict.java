package dev.cnv.runtime.policy;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.outcome.Denial;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What a policy decides about one call. */
public sealed interface PolicyVerdict {

    /** {@return the names of the rules whose conditions were evaluated, sorted} */
    List<String> considered();

    /** {@return the name of the rule that decided; empty when none did} */
    Optional<String> matched();

    /**
     * The call may go on.
     *
     * @param considered the rules evaluated
     * @param matched the rule that permits
     */
    record Permit(List<String> considered, Optional<String> matched) implements PolicyVerdict {}

    /**
     * The call may not go on.
     *
     * @param considered the rules evaluated
     * @param matched the rule that forbids; empty when nothing permits
     * @param denial the reason, also for a missing approval
     */
    record Refuse(List<String> considered, Optional<String> matched, Denial denial)
            implements PolicyVerdict {}

    /**
     * The call starts again at decode with other arguments.
     *
     * @param considered the rules evaluated
     * @param matched the rule that rewrites
     * @param arguments the arguments to start again with
     */
    record Rewrite(List<String> considered, Optional<String> matched, ObjectNode arguments)
            implements PolicyVerdict {}

    /**
     * The call starts again at resolve as another verb, with the same arguments.
     *
     * @param considered the rules evaluated
     * @param matched the rule that redirects
     * @param to the other verb
     */
    record Redirect(List<String> considered, Optional<String> matched, CapabilityId to)
            implements PolicyVerdict {}
}
