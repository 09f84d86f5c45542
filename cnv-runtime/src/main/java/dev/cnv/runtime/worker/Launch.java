package dev.cnv.runtime.worker;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How the process of a worker is started: as it is, or held to limits by the operating system. */
interface Launch {

    /**
     * What keeps a verb's worker from being started as its contract says.
     *
     * @return one reason for each such thing; empty when it can be
     */
    List<String> problems(VerbDescriptor verb);

    /**
     * The plan of a worker.
     *
     * @param verb the worker's verb
     * @param tenant whom it is for
     * @param home the worker's own folder, which has its socket
     * @param order what the worker is told
     * @throws IOException when it cannot be made
     */
    Plan plan(VerbDescriptor verb, TenantId tenant, WorkerHome home, StartOrder order)
            throws IOException;

    /**
     * How one worker is started.
     *
     * @param command the command
     * @param environment its environment
     * @param orderInFile whether the worker reads its order from the file in its home, since its standard
     *     input is not passed on
     * @param quiet whether nothing that it writes to its standard output and error is kept
     * @param tree what holds all of its processes together
     */
    record Plan(
            List<String> command,
            Map<String, String> environment,
            boolean orderInFile,
            boolean quiet,
            ProcessTree tree) {

        /** Copies the collections. */
        public Plan {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }
}
