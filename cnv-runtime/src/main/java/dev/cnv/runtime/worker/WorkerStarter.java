package dev.cnv.runtime.worker;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Starts workers.
 *
 * <p><b>Threading:</b> safe for use by several threads if the random source is.
 */
final class WorkerStarter implements AutoCloseable {

    private final WorkerSettings settings;
    private final Launch launch;
    private final Time time;
    private final RandomGenerator random;
    private final WorkerFolder folder = new WorkerFolder();

    WorkerStarter(WorkerSettings settings, Launch launch, Time time, RandomGenerator random) {
        this.settings = settings;
        this.launch = launch;
        this.time = time;
        this.random = random;
    }

    /**
     * Starts a worker and waits until it is ready.
     *
     * @throws IOException when it does not get ready; no process is left
     */
    WorkerProcess start(VerbDescriptor verb) throws IOException {
        Path socket = folder.next();
        List<String> command =
                launch.command(verb, WorkerCommand.of(settings), socket.resolveSibling(""));
        return WorkerProcess.start(verb, settings, command, socket, time, random);
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
