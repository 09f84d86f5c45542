package dev.cnv.runtime.call;

import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.stream.Milestone;
import tools.jackson.databind.JsonNode;

/**
 * The call that a handler is running in. A handler gets it from {@code Cnv.current()}.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public interface Invocation {

    /** {@return who calls, for whom, as part of what} */
    CallContext context();

    /** {@return whether the verb shall only say what it would do} */
    boolean dryRun();

    /**
     * The caller's own session: calls made through it have the caller's rights, and this invocation
     * as parent.
     *
     * @return a session
     */
    Session session();

    /** {@return where to report how far the verb has come} */
    Progress progress();

    /**
     * Says that the verb has come so far that somebody may want to rely on it. The ledger has it, on disk,
     * when this returns, whatever becomes of the call: its name, the digest of its value, and what chains
     * it to the milestones before it and to the decision that the verb runs by. A caller who holds a
     * stream gets value and receipt.
     *
     * @param name 1 to 128 characters
     * @param value is not recorded, but its digest
     * @return the receipt
     * @throws IllegalArgumentException when the name is empty or too long
     * @throws IllegalStateException when the call has ended, or is a dry run
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot take it
     */
    Milestone milestone(String name, JsonNode value);
}
