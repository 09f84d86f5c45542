package dev.cnv.runtime.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the confiner asks the machine; tests answer for machines that are not there. */
interface Machine {

    /** {@return the operating system's name, as the JVM calls it} */
    String system();

    /** {@return the user that this process runs as, or -1 when the kernel does not say} */
    long user();

    /** {@return where a tool is, in one of the system's own folders, never elsewhere} */
    Optional<Path> tool(String name);

    /** {@return what control groups this process may make} */
    ControlGroups groups();

    /** Runs a command to its end, for a few seconds at most, with an empty standard input. */
    Ran run(List<String> command);

    /**
     * How a command ended.
     *
     * @param ok whether it ended in time and with status 0
     * @param text what it wrote on both streams, cut after some lines; never empty when not ok
     */
    record Ran(boolean ok, String text) {}
}
