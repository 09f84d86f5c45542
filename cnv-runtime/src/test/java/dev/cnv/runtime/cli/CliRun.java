package dev.cnv.runtime.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * One run of the sample command line and what it printed.
 *
 * @param exit the exit status
 * @param out standard output
 * @param err standard error
 */
record CliRun(int exit, String out, String err) {

    /** How to run it. Immutable. */
    record Setup(
            FakeBank bank,
            Map<String, String> environment,
            Terminal terminal,
            String input,
            String rootNoun) {

        Setup with(Terminal other) {
            return new Setup(bank, environment, other, input, rootNoun);
        }

        Setup with(Map<String, String> variables) {
            return new Setup(bank, variables, terminal, input, rootNoun);
        }

        Setup input(String text) {
            return new Setup(bank, environment, terminal, text, rootNoun);
        }

        Setup rootNoun(String noun) {
            return new Setup(bank, environment, terminal, input, noun);
        }

        CliRun run(String... args) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int exit = CnvCli.named("bank")
                    .rootNoun(rootNoun)
                    .version("3.1.4")
                    .summary("A bank on the command line.")
                    .verbs(SampleVerbs.all())
                    .runtime(bank)
                    .streams(
                            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                            new PrintStream(out, false, StandardCharsets.UTF_8),
                            new PrintStream(err, false, StandardCharsets.UTF_8))
                    .environment(environment)
                    .terminal(terminal)
                    .build()
                    .run(args);
            return new CliRun(
                    exit,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        }
    }

    static Setup of(FakeBank bank) {
        return new Setup(bank, Map.of(), Terminal.NONE, "", "");
    }

    /** A terminal of 60 columns on both streams. */
    static Terminal terminal(Optional<String> secret) {
        return new Terminal() {
            @Override
            public boolean outIsTerminal() {
                return true;
            }

            @Override
            public boolean errIsTerminal() {
                return true;
            }

            @Override
            public int columnCount() {
                return 60;
            }

            @Override
            public Optional<String> readSecret(String prompt) {
                return secret;
            }
        };
    }
}
