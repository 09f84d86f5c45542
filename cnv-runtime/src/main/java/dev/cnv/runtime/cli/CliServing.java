package dev.cnv.runtime.cli;

import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.Server;
import java.io.IOException;

/**
 * How a program serves its verbs when it is asked to by {@code --serve}.
 *
 * {@snippet :
 * CnvCli.named("app").verbs(modules).runtime(runtime).process()
 *         .serving(address -> Server.of(cnv).tls(identity, peers).start(address))
 *         .build().run(args);
 * }
 */
@FunctionalInterface
public interface CliServing {

    /**
     * Opens the application and starts a server for it.
     *
     * @param address where it is to listen
     * @return the server, which the command line closes when it is interrupted; what it serves is for the
     *     application to close
     * @throws IOException when it cannot listen there
     * @throws IllegalStateException when the address is for TLS and the program has no key
     */
    Server start(EndpointAddress address) throws IOException;
}
