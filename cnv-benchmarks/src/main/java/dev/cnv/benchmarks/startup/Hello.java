package dev.cnv.benchmarks.startup;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command as picocli's own manual begins: the peer of the start-up benchmark. */
@Command(
        name = "hello",
        mixinStandardHelpOptions = true,
        version = "hello 1.0",
        description = "Greets somebody.")
public final class Hello implements Callable<Integer> {

    @Option(names = "--name", defaultValue = "world", description = "whom")
    private String name = "";

    @Override
    public Integer call() {
        System.out.println("Hello, " + name);
        return 0;
    }

    /**
     * Runs the command.
     *
     * @param args its arguments
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Hello()).execute(args));
    }
}
