package dev.cnv.runtime.worker;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
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
    private final WorkerFolder folder;

    WorkerStarter(
            WorkerSettings settings,
            Launch launch,
            WorkerFolder folder,
            Time time,
            RandomGenerator random) {
        this.folder = folder;
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
    WorkerProcess start(VerbDescriptor verb, TenantId tenant) throws IOException {
        try (WorkerHome home = folder.home();
                ServerSocketChannel server = home.listen()) {
            StartOrder order = StartOrder.of(
                    verb,
                    WorkerSecret.random(random),
                    home.socket().toString(),
                    settings.messageBytes(),
                    settings.modules());
            Launch.Plan plan = launch.plan(verb, tenant, home, order);
            return WorkerProcess.start(
                    verb, order, plan, server, time, settings.startLimit(), random);
        }
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
