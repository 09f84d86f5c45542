package dev.cnv.benchmarks.hotpath;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameter;
import dev.cnv.hotpath.text.CommandParser;
import dev.cnv.hotpath.text.CommandStatus;
import dev.cnv.hotpath.text.CommandTable;
import dev.cnv.hotpath.text.ParsedCommand;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * One command read: by CNV from bytes, by the peers from words that were split before. Everybody reads
 * the same {@value CommandLines#COUNT} lines in turn and hands over the two values that are asked for.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CommandBenchmark {

    private static final int PARSED_LENGTH = 256;
    private static final List<String> CREATE_OPTIONS = List.of("name");
    private static final List<String> START_OPTIONS = List.of(
            "env", "region", "image", "replicas", "timeout-seconds", "strategy", "owner", "tag");

    /** How many arguments a line has: words and options for 3, options for 8. */
    @Param({"3", "8"})
    int arguments;

    private final CommandParser parser =
            CommandParser.of(CommandTable.of(CommandLines.verbs()), PARSED_LENGTH);
    private final ParsedCommand command = parser.newResult(16);
    private final byte[] bytes =
            new byte[CommandLines.COUNT * PARSED_LENGTH + CommandParser.PADDING_BYTES];
    private final int[] lengths = new int[CommandLines.COUNT];
    private final MemorySegment segment =
            Arena.global().allocate((long) CommandLines.COUNT * PARSED_LENGTH);
    private final String[] texts = new String[CommandLines.COUNT];
    private final String[][] words = new String[CommandLines.COUNT][];
    private final String[][] optionWords = new String[CommandLines.COUNT][];
    private final Options options = new Options();
    private CommandLine picocli;
    private int next;

    /** Lays the lines out, and checks that everybody reads the same. */
    @Setup
    public void layOut() throws ParseException {
        List<List<String>> lines = CommandLines.words(arguments);
        for (int i = 0; i < lines.size(); i++) {
            texts[i] = String.join(" ", lines.get(i));
            byte[] line = texts[i].getBytes(StandardCharsets.UTF_8);
            lengths[i] = line.length;
            System.arraycopy(line, 0, bytes, i * PARSED_LENGTH, line.length);
            MemorySegment.copy(
                    line, 0, segment, ValueLayout.JAVA_BYTE, (long) i * PARSED_LENGTH, line.length);
            words[i] = lines.get(i).toArray(String[]::new);
            optionWords[i] = lines.get(i).subList(2, lines.get(i).size()).toArray(String[]::new);
        }
        boolean create = arguments == 3;
        picocli = create
                ? line("user", "create", CREATE_OPTIONS)
                : line("deploy", "start", START_OPTIONS);
        for (String option : create ? CREATE_OPTIONS : START_OPTIONS) {
            options.addOption(Option.builder().longOpt(option).hasArg().get());
        }
        options.addOption(Option.builder("v").get());
        for (int i = 0; i < lines.size(); i++) {
            requireSame(i);
        }
    }

    private void requireSame(int line) throws ParseException {
        next = line - 1;
        long expected = cnvBytes();
        for (Reader reader : List.<Reader>of(
                this::cnvSegment, this::picocli, this::jcommander, this::commonsCli)) {
            next = line - 1;
            long read = reader.read();
            if (read != expected || read <= 0) {
                throw new IllegalStateException(
                        "line=" + texts[line] + " read=" + read + " expected=" + expected);
            }
        }
    }

    /** One of the benchmarks. */
    private interface Reader {
        long read() throws ParseException;
    }

    /** CNV, from an array, where the line lies. */
    @Benchmark
    public long cnvBytes() {
        int line = advance();
        return read(parser.parse(bytes, line * PARSED_LENGTH, lengths[line], command));
    }

    /** CNV, from a native segment, with the one copy that this takes. */
    @Benchmark
    public long cnvSegment() {
        int line = advance();
        return read(parser.parse(segment, (long) line * PARSED_LENGTH, lengths[line], command));
    }

    private long read(int status) {
        if (status != CommandStatus.PARSED) {
            return -status;
        }
        int length = ParsedCommand.length(command.slice(0));
        return command.verb() == 0
                ? length + (command.flag(1) ? 1 : 0)
                : length + command.number(3) + command.number(4);
    }

    /** picocli, with one model for all lines. */
    @Benchmark
    public long picocli() {
        CommandLine.ParseResult parsed =
                picocli.parseArgs(words[advance()]).subcommand().subcommand();
        if (arguments == 3) {
            return parsed.<String>matchedOptionValue("--name", "").length()
                    + (parsed.<Boolean>matchedOptionValue("-v", false) ? 1 : 0);
        }
        return parsed.<String>matchedOptionValue("--env", "").length()
                + parsed.<Integer>matchedOptionValue("--replicas", 0)
                + parsed.<Long>matchedOptionValue("--timeout-seconds", 0L);
    }

    /** JCommander, which is made for each line; without nouns and verbs, which would only slow it. */
    @Benchmark
    public long jcommander() {
        String[] line = optionWords[advance()];
        if (arguments == 3) {
            Create create = new Create();
            new JCommander(create).parse(line);
            return create.name.length() + (create.verbose ? 1 : 0);
        }
        Start start = new Start();
        new JCommander(start).parse(line);
        return start.env.length() + start.replicas + start.timeoutSeconds;
    }

    /** Commons CLI, with one model for all lines; it knows neither nouns nor verbs. */
    @Benchmark
    public long commonsCli() throws ParseException {
        org.apache.commons.cli.CommandLine parsed =
                new DefaultParser().parse(options, optionWords[advance()]);
        if (arguments == 3) {
            return parsed.getOptionValue("name").length() + (parsed.hasOption("v") ? 1 : 0);
        }
        return parsed.getOptionValue("env").length()
                + Integer.parseInt(parsed.getOptionValue("replicas"))
                + Long.parseLong(parsed.getOptionValue("timeout-seconds"));
    }

    /** What splitting at blanks alone costs. */
    @Benchmark
    public int split() {
        return texts[advance()].split(" ", -1).length;
    }

    private int advance() {
        next = (next + 1) & (CommandLines.COUNT - 1);
        return next;
    }

    private static CommandLine line(String noun, String verb, List<String> options) {
        CommandSpec spec = CommandSpec.create();
        for (String option : options) {
            Class<?> type = option.equals("replicas")
                    ? Integer.class
                    : option.equals("timeout-seconds") ? Long.class : String.class;
            spec.addOption(
                    OptionSpec.builder("--" + option).arity("1").type(type).build());
        }
        spec.addOption(OptionSpec.builder("-v").arity("0").type(Boolean.class).build());
        CommandSpec nouns = CommandSpec.create().addSubcommand(verb, new CommandLine(spec));
        return new CommandLine(CommandSpec.create().addSubcommand(noun, new CommandLine(nouns)));
    }

    /** The options of {@code user create}. */
    static final class Create {
        @Parameter(names = "--name")
        String name = "";

        @Parameter(names = "-v")
        boolean verbose;
    }

    /** The options of {@code deploy start}. */
    static final class Start {
        @Parameter(names = "--env")
        String env = "";

        @Parameter(names = "--region")
        String region = "";

        @Parameter(names = "--image")
        String image = "";

        @Parameter(names = "--replicas")
        int replicas;

        @Parameter(names = "--timeout-seconds")
        long timeoutSeconds;

        @Parameter(names = "--strategy")
        String strategy = "";

        @Parameter(names = "--owner")
        String owner = "";

        @Parameter(names = "--tag")
        String tag = "";
    }
}
