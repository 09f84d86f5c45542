package dev.cnv.runtime.cli;

import dev.cnv.runtime.call.Session;

/**
 * The application behind a command line. It is asked only when a verb runs or is explained: help,
 * completion and introspection leave it alone. {@link ApplicationRuntime} serves most applications.
 *
 * <p><b>Threading:</b> used by the one thread that runs the command line.
 */
public interface CliRuntime {

    /**
     * Opens the application for one caller. Called at most once for each run of a command line, and
     * followed by {@link #close} when it returned.
     *
     * @param who the caller asked for
     * @return the caller's session
     * @throws RuntimeRefusedException when there is no such caller, its credential cannot be read, or
     *     the application cannot be opened
     */
    Session open(CallerChoice who) throws RuntimeRefusedException;

    /** Ends what {@link #open} began. */
    default void close() {}
}
