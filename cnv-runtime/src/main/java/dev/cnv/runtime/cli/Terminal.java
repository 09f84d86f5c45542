package dev.cnv.runtime.cli;

import java.util.Optional;

/**
 * What a command line needs to know about the terminal that it writes to.
 *
 * <p><b>Threading:</b> used by the one thread that runs the command line.
 */
public interface Terminal {

    /** No terminal: everything goes to files or pipes, and nobody can be asked. */
    Terminal NONE = new NoTerminal();

    /**
     * Whether a person reads standard output.
     *
     * @return true when standard output is a terminal
     */
    boolean outIsTerminal();

    /**
     * Whether a person reads standard error.
     *
     * @return true when standard error is a terminal
     */
    boolean errIsTerminal();

    /**
     * How wide the terminal is.
     *
     * @return columns, at least 40
     */
    int columnCount();

    /**
     * Asks for a secret without showing what is typed.
     *
     * @param prompt what to ask
     * @return what was typed; empty when there is nobody to ask
     */
    Optional<String> readSecret(String prompt);

    /**
     * The terminal of this process.
     *
     * @return a terminal that looks at the process's streams when it is asked
     */
    static Terminal ofProcess() {
        return new ProcessTerminal(System.getenv());
    }
}
