package dev.cnv.benchmarks.hotpath;

import dev.cnv.benchmarks.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The load of {@code examples/payments}, run by its own command, with the machine that it ran on. */
public final class PaymentsTable {

    private PaymentsTable() {}

    /**
     * Runs the load and writes its table.
     *
     * @param args the file of the table, a folder that does not exist, the load's command, and the number
     *     of transfers when it is not the command's own
     * @throws IllegalStateException when the load fails; nothing is written then
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[1]);
        Report report = new Report();
        List<String> command = new ArrayList<>(List.of(args[2], "--folder", args[1]));
        command.addAll(List.of(args).subList(3, args.length));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("status=" + status + " of " + command);
        }
        report.say(Files.readString(folder.resolve("payments.md")));
        report.write(Path.of(args[0]));
    }
}
