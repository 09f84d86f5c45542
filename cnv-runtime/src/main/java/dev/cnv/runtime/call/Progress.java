package dev.cnv.runtime.call;

import dev.cnv.runtime.stream.Milestone;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hears how far a long verb has come, and what of its result is there already. A report is a hint: it is never
 * recorded.
 */
@FunctionalInterface
public interface Progress {

    /** Hears nothing. */
    Progress NONE = (done, total, what) -> {};

    /**
     * Reports.
     *
     * @param done how much is done, in units of the verb's own
     * @param total how much there is to do; 0 when that is not known
     * @param what a few words on what is being done now
     */
    void report(long done, long total, String what);

    /**
     * Hears a record that a caller may want to see before the verb is over. What a verb says so is not in its
     * result, and is lost where nobody listens.
     *
     * @param record the record; all records of a call have the same members
     */
    default void record(ObjectNode record) {}

    /**
     * Hears something for a log.
     *
     * @param message one line
     */
    default void log(String message) {}

    /**
     * Hears something that somebody should look at.
     *
     * @param message one line
     */
    default void warn(String message) {}

    /**
     * Hears that the verb begins. The runtime says so, for each attempt.
     *
     * @param invocation the call's id
     */
    default void begun(UUID invocation) {}

    /**
     * Hears of a milestone, which is in the ledger. The runtime says so.
     *
     * @param milestone its receipt
     * @param value its value
     */
    default void reached(Milestone milestone, JsonNode value) {}

    /**
     * What takes the elements of a stream that the verb returns, while it runs. Asked by the runtime.
     *
     * @return takes each element; empty when the stream is wanted as a whole
     */
    default Optional<Consumer<JsonNode>> elements() {
        return Optional.empty();
    }
}
