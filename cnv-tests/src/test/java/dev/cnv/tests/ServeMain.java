package dev.cnv.tests;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.cli.ApplicationRuntime;
import dev.cnv.runtime.cli.CliRuntime;
import dev.cnv.runtime.cli.CnvCli;
import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** An application in a process of its own that serves {@link Cell} by the option of its command line. */
public final class ServeMain {

    private ServeMain() {}

    /**
     * Serves until the process is asked to end.
     *
     * @param args the file of the root's public key, the ledger's folder, the socket, the drain time
     */
    public static void main(String[] args) throws IOException {
        SystemTime time = new SystemTime(Clock.systemUTC());
        Cnv cnv = Cnv.builder()
                .verbs(new CellVerbs())
                .workers(Cells.settings())
                .policy(Fixture.ALLOW_ALL)
                .trust(Trust.of(KeyFile.readPublic(Path.of(args[0]))))
                .ledger(FileLedger.open(Path.of(args[1]), time))
                .drain(Duration.ofMillis(200))
                .build();
        CliRuntime runtime = ApplicationRuntime.of(() -> cnv);
        System.exit(CnvCli.named("cells")
                .verbs(List.of(new CellVerbs()))
                .runtime(runtime)
                .serving(
                        at -> Server.of(cnv)
                                .settings(
                                        EndpointSettings.DEFAULT.withDrain(Duration.parse(args[3])))
                                .start(at),
                        cnv)
                .process()
                .build()
                .run("--serve", "unix:" + args[2]));
    }
}
