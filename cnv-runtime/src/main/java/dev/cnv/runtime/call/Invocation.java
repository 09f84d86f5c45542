package dev.cnv.runtime.call;

import dev.cnv.runtime.identity.CallContext;

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
}
