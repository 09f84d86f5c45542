package dev.cnv.runtime.call;

import dev.cnv.runtime.outcome.Outcome;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of a plan: the outcome of each step that was called, and the wanted values when all steps
 * completed. A step that did not complete is the last one; the effects of those before it stay.
 *
 * @param steps the outcomes, in the order of the plan's steps
 * @param outputs the wanted values by name; empty when a step did not complete
 */
public record Composed(List<Outcome<JsonNode>> steps, Optional<ObjectNode> outputs) {

    /** Copies the list. */
    public Composed {
        steps = List.copyOf(steps);
    }

    /**
     * The wanted values.
     *
     * @return the values by name
     * @throws dev.cnv.runtime.outcome.CallRefusedException when a step did not complete; it has that
     *     step's denial and receipt
     */
    public ObjectNode orThrow() {
        return outputs.orElseGet(() -> {
            steps.getLast().orThrow();
            throw new IllegalStateException("steps=" + steps + " all completed without outputs");
        });
    }
}
