package dev.cnv.runtime.worker;

import java.nio.file.Path;
import java.util.Arrays;

/** A parent of a confined process, to be killed, or to be run as another user. */
final class ConfiningMain {

    private ConfiningMain() {}

    /** Arguments: a folder, a marker, what {@link ConfinedMain} does. */
    public static void main(String[] args) throws Exception {
        ConfinedWorkers workers = new ConfinedWorkers(Confiner.ofThisMachine(), Path.of(args[0]));
        Process process = new ProcessBuilder(workers.command(
                        workers.unlimited(false),
                        args[1],
                        Arrays.copyOfRange(args, 2, args.length)))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        System.exit(process.waitFor());
    }
}
