package dev.cnv.runtime.decode;

import dev.cnv.runtime.outcome.Denial;
import tools.jackson.databind.node.ObjectNode;

/** What {@link ArgumentChecker} says of a call's arguments. */
public sealed interface Checked {

    /**
     * They are good.
     *
     * @param arguments a new object in normal form: members in the order of the descriptor, defaults
     *     filled in, each value in the one spelling of its type, so that equal digests mean equal
     *     inputs; a {@code Maybe} parameter without value is left out
     */
    record Accepted(ObjectNode arguments) implements Checked {}

    /**
     * They are not.
     *
     * @param denial the first fault, the others in its detail {@code more}
     */
    record Refused(Denial denial) implements Checked {}
}
