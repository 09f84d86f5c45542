package dev.cnv.runtime.kernel;

/**
 * What was done with a call, shared by all forms that it takes on its way, so that it runs once whichever
 * form is run.
 *
 * <p><b>Threading:</b> safe for use by several threads; {@link #claim} is guarded by its own monitor, and
 * both flags are volatile.
 */
final class CallUse {

    private volatile boolean used;
    private volatile boolean exposed;

    /** Takes the one run of the call. Of any number of threads one succeeds. */
    synchronized boolean claim() {
        boolean first = !used;
        used = true;
        return first;
    }

    /** Says whether the call has been run. */
    boolean used() {
        return used;
    }

    /** Gives the run back: the call did not begin. */
    synchronized void release() {
        used = false;
    }

    /** Notes that somebody outside the kernel sees the call's input, for good. */
    void expose() {
        exposed = true;
    }

    /** Says whether anybody outside the kernel has seen the call's input. */
    boolean exposed() {
        return exposed;
    }
}
