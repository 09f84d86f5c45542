package dev.cnv.tool;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.cli.Terminal;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.SystemTime;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One run of the tool, as its main does it.
 *
 * @param exit the exit status
 * @param out standard output
 * @param err standard error
 */
record ToolRun(int exit, String out, String err) {

    static ToolRun of(Path operator, String... words) {
        return of(operator, false, words);
    }

    static ToolRun of(Path operator, boolean terminal, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<VerbModule> modules = CnvTool.modules();
        try (SystemTime time = new SystemTime(Clock.systemUTC())) {
            int exit = CnvTool.named(modules)
                    .runtime(new Operator(modules, operator, time, new SecureRandom()).runtime())
                    .time(time)
                    .streams(InputStream.nullInputStream(), printer(out), printer(err))
                    .terminal(Terminal.NONE)
                    .build()
                    .run(FileWords.named(terminal, words));
            return new ToolRun(
                    exit,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        }
    }

    private static PrintStream printer(ByteArrayOutputStream out) {
        return new PrintStream(out, false, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        return StrictJson.parse(out);
    }
}
