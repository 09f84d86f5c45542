package dev.cnv.runtime.cli;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.delegation.Approval;
import java.nio.file.Path;

/**
 * The application behind a command line. It is asked only when a verb runs or is explained: help,
 * completion and introspection leave it alone.
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
     * @throws RuntimeRefusedException when there is no such caller, its credential is not good, or the
     *     application cannot be opened
     */
    Session open(CallerChoice who) throws RuntimeRefusedException;

    /**
     * Reads an approval that the caller presents.
     *
     * @param file the approval's file
     * @return the approval, not yet checked: the kernel checks it
     * @throws RuntimeRefusedException when the file holds no approval; an application that takes none
     *     always says so
     */
    default Approval approval(Path file) throws RuntimeRefusedException {
        throw RuntimeRefusedException.noApprovals(file);
    }

    /** Ends what {@link #open} began. */
    default void close() {}
}
