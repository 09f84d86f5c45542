package dev.cnv.runtime.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a command line touches besides the application.
 *
 * @param in standard input
 * @param out standard output: data only
 * @param err standard error: everything else
 * @param environment the environment variables
 * @param terminal what is known about the terminal
 */
record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Terminal terminal) {

    /** A variable's value; empty when it is not set or empty. */
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** Whether help on a stream may use colours: on a terminal, unless {@code NO_COLOR} is set. */
    boolean colour(boolean isTerminal) {
        return isTerminal && variable("NO_COLOR").isEmpty();
    }
}
