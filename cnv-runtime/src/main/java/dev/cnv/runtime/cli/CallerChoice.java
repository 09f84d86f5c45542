package dev.cnv.runtime.cli;

import java.nio.file.Path;

/** Who a command line says that it calls as. A secret is never part of it: a token stays in its file. */
public sealed interface CallerChoice {

    /** Nothing was said: the application's default caller. */
    record Default() implements CallerChoice {}

    /**
     * A caller that the application knows by name ({@code --as NAME}).
     *
     * @param name the name
     */
    record Named(String name) implements CallerChoice {}

    /**
     * The caller that a credential file belongs to ({@code --token FILE}).
     *
     * @param file the file
     */
    record TokenFile(Path file) implements CallerChoice {}
}
