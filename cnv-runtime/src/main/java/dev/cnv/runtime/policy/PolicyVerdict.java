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

    /** {@return the names of the rules that could not be asked, sorted} */
    List<String> errors();

    /**
     * The call may go on.
     *
     * @param considered the rules evaluated
     * @param matched the rule that permits
     * @param errors the rules that could not be asked
     */
    record Permit(List<String> considered, Optional<String> matched, List<String> errors)
            implements PolicyVerdict {

        /** Copies the lists. */
        public Permit {
            considered = List.copyOf(considered);
            errors = List.copyOf(errors);
        }

        /**
         * A verdict to which every rule could be asked.
         *
         * @param considered the rules evaluated
         * @param matched the rule that permits
         */
        public Permit(List<String> considered, Optional<String> matched) {
            this(considered, matched, List.of());
        }
    }

    /**
     * The call may not go on.
     *
     * @param considered the rules evaluated
     * @param matched the rule that forbids; empty when nothing permits
     * @param errors the rules that could not be asked
     * @param denial the reason, also for a missing approval
     */
    record Refuse(
            List<String> considered, Optional<String> matched, List<String> errors, Denial denial)
            implements PolicyVerdict {

        /** Copies the lists. */
        public Refuse {
            considered = List.copyOf(considered);
            errors = List.copyOf(errors);
        }

        /**
         * A verdict to which every rule could be asked.
         *
         * @param considered the rules evaluated
         * @param matched the rule that forbids; empty when nothing permits
         * @param denial the reason
         */
        public Refuse(List<String> considered, Optional<String> matched, Denial denial) {
            this(considered, matched, List.of(), denial);
        }
    }

    /**
     * The call starts again at decode with other arguments.
     *
     * @param considered the rules evaluated
     * @param matched the rule that rewrites
     * @param errors the rules that could not be asked
     * @param arguments the arguments to start again with
     */
    record Rewrite(
            List<String> considered,
            Optional<String> matched,
            List<String> errors,
            ObjectNode arguments)
            implements PolicyVerdict {

        /** Copies the lists. */
        public Rewrite {
            considered = List.copyOf(considered);
            errors = List.copyOf(errors);
        }

        /**
         * A verdict to which every rule could be asked.
         *
         * @param considered the rules evaluated
         * @param matched the rule that rewrites
         * @param arguments the arguments to start again with
         */
        public Rewrite(List<String> considered, Optional<String> matched, ObjectNode arguments) {
            this(considered, matched, List.of(), arguments);
        }
    }

    /**
     * The call starts again at resolve as another verb, with the same arguments.
     *
     * @param considered the rules evaluated
     * @param matched the rule that redirects
     * @param errors the rules that could not be asked
     * @param to the other verb
     */
    record Redirect(
            List<String> considered, Optional<String> matched, List<String> errors, CapabilityId to)
            implements PolicyVerdict {

        /** Copies the lists. */
        public Redirect {
            considered = List.copyOf(considered);
            errors = List.copyOf(errors);
        }

        /**
         * A verdict to which every rule could be asked.
         *
         * @param considered the rules evaluated
         * @param matched the rule that redirects
         * @param to the other verb
         */
        public Redirect(List<String> considered, Optional<String> matched, CapabilityId to) {
            this(considered, matched, List.of(), to);
        }
    }
}
