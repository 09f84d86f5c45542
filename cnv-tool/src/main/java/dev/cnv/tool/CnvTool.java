package dev.cnv.tool;

import dev.cnv.runtime.cli.CnvCli;
import dev.cnv.runtime.cli.Terminal;
import dev.cnv.runtime.cli.Termination;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.SystemTime;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The operator's command {@code cnv}. Its verbs are those below the noun {@code cnv} that service
 * loading finds. They are recorded in the operator's own ledger, {@code $CNV_HOME/operator} or {@code
 * .cnv/operator}, never in a ledger that they show.
 */
public final class CnvTool {

    static final String NOUN = "cnv";

    private CnvTool() {}

    /**
     * Runs one command and ends the process with its exit status.
     *
     * @param args the command
     */
    public static void main(String[] args) {
        int status;
        try (Termination termination = Termination.ofProcess();
                SystemTime time = new SystemTime(Clock.systemUTC())) {
            List<VerbModule> modules = modules(termination);
            Operator operator =
                    new Operator(modules, ledger(System.getenv()), time, new SecureRandom());
            status = named(modules)
                    .runtime(operator.runtime())
                    .time(time)
                    .process()
                    .build()
                    .run(FileWords.named(Terminal.ofProcess().outIsTerminal(), args));
        }
        System.exit(status);
    }

    /** The command line without what it runs on. */
    static CnvCli.Builder named(List<VerbModule> modules) {
        String version = CnvTool.class.getModule().getDescriptor() == null
                ? ""
                : CnvTool.class
                        .getModule()
                        .getDescriptor()
                        .version()
                        .map(Object::toString)
                        .orElse("");
        return CnvCli.named("cnv")
                .rootNoun(NOUN)
                .version(version)
                .summary("Looks after CNV applications: their verbs, ledgers, receipts and tokens.")
                .verbs(modules);
    }

    /** The modules whose verbs all are the operator's. */
    static List<VerbModule> modules() {
        return modules(Termination.never());
    }

    private static List<VerbModule> modules(Termination termination) {
        List<VerbModule> own = new ArrayList<>();
        for (VerbModule module :
                ServiceLoader.load(VerbModule.class, CnvTool.class.getClassLoader())) {
            if (module.verbs().stream().allMatch(verb -> verb.id().path().startsWith(NOUN + "."))) {
                own.add(
                        module instanceof EndpointsVerbs
                                ? new EndpointsVerbs(new Endpoints(termination))
                                : module);
            }
        }
        return List.copyOf(own);
    }

    /** Where the operator's own calls are recorded. */
    static Path ledger(Map<String, String> environment) {
        String home = environment.getOrDefault("CNV_HOME", "");
        return home.isEmpty() ? Path.of(".cnv", "operator") : Path.of(home, "operator");
    }
}
