package dev.cnv.runtime.call;

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
}
