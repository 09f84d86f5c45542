package dev.cnv.runtime.worker;

import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.nio.file.Path;
import java.util.List;

/** How the process of a worker is started: as it is, or held to limits by the operating system. */
interface Launch {

    /** Starts workers as they are, so that none can be SANDBOXED. */
    Launch PLAIN = new Launch() {
        @Override
        public List<String> problems(VerbDescriptor verb) {
            return verb.contract().isolation() == Isolation.SANDBOXED
                    ? List.of(
                            "isolation=SANDBOXED needs a process that the operating system holds to"
                                    + " limits, which this runtime cannot give; the strongest it can give is"
                                    + " FULLY_ISOLATED")
                    : List.of();
        }

        @Override
        public List<String> command(VerbDescriptor verb, List<String> plain, Path sockets) {
            return plain;
        }
    };

    /**
     * What keeps a verb's worker from being started as its contract says.
     *
     * @return one reason for each such thing; empty when it can be
     */
    List<String> problems(VerbDescriptor verb);

    /**
     * The command of a worker.
     *
     * @param verb the worker's verb
     * @param plain the command that starts a JVM
     * @param sockets the folder of the runtime's sockets, to which the worker must connect
     */
    List<String> command(VerbDescriptor verb, List<String> plain, Path sockets);
}
