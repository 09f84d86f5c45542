package dev.cnv.runtime.cli;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.ExitCode;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.SystemTime;
import dev.cnv.runtime.time.Time;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line of an application, made from its verbs' descriptors alone.
 *
 * <p>{@code account.transfer} is called by {@code app account transfer --from=a --to=b --cents=500}.
 * Standard output carries data and nothing else; errors go to standard error. Help, completion and
 * introspection open no runtime and no ledger. {@code docs/cli.md} describes options, output forms and
 * exit statuses.
 *
 * <p><b>Threading:</b> immutable; one run at a time for each set of streams.
 */
public final class CnvCli {

    private static final int MAX_HELP_COLUMN_COUNT = 100;
    private static final int HELP_COLUMN_COUNT = 80;

    private final String program;
    private final String version;
    private final List<VerbModule> modules;
    private final CommandNode root;
    private final CliRuntime runtime;
    /** How long a process that serves stays after it was asked to end: the server's own time is shorter. */
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Optional<CliServing> serving;
    private final Optional<Cnv> served;
    private final Surroundings surroundings;
    private final Time time;

    private CnvCli(Builder builder, CliRuntime runtime, Surroundings surroundings, Time time) {
        this.program = builder.program;
        this.version = builder.version;
        this.modules = List.copyOf(builder.modules);
        this.root = CommandNode.of(modules, builder.rootNoun, builder.summary);
        this.runtime = runtime;
        this.serving = builder.serving;
        this.served = builder.served;
        this.surroundings = surroundings;
        this.time = time;
    }

    /**
     * Begins a command line.
     *
     * @param program the program's name as people type it
     * @return a builder
     * @throws IllegalArgumentException when the name is not letters, digits and {@code . _ -}
     */
    public static Builder named(String program) {
        if (!program.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException(
                    "program=" + program
                            + " is not 1 to 64 letters, digits and . _ - that begin with a letter or digit");
        }
        return new Builder(program);
    }

    /**
     * Runs one command line. Never throws and never ends the process.
     *
     * @param args the arguments
     * @return the exit status, one of {@link ExitCode}
     */
    public int run(String... args) {
        ErrorReport errors = new ErrorReport(program, surroundings, wantsJsonErrors(List.of(args)));
        ExitCode exit;
        try {
            exit = dispatch(List.of(args), errors);
        } catch (RuntimeException | StackOverflowError e) {
            exit = errors.fault(Denial.of(Reason.INTERNAL, "unexpected " + e), e);
        }
        surroundings.out().flush();
        if (surroundings.out().checkError()) {
            return errors.report(
                            Denial.of(Reason.INTERNAL, "standard output cannot be written"), "")
                    .status();
        }
        return exit.status();
    }

    private ExitCode dispatch(List<String> args, ErrorReport errors) {
        Set<String> words = new HashSet<>(args);
        try {
            CommandLine line = new CommandModel(
                            program, CommandModel.Purpose.PARSE, words::contains, serves())
                    .of(root);
            ParseResult parsed = line.parseArgs(args.toArray(String[]::new));
            return act(parsed, words::contains, errors);
        } catch (ParameterException e) {
            return errors.report(new UsageFault(root).of(e), hint(e.getCommandLine()));
        } catch (CommandRefusedException e) {
            return errors.report(e.denial(), "");
        } catch (RuntimeRefusedException e) {
            return errors.report(e.denial(), "");
        } catch (LedgerException e) {
            return errors.report(
                    Denial.of(Reason.LEDGER_UNAVAILABLE, String.valueOf(e.getMessage())), "");
        }
    }

    private ExitCode act(ParseResult parsed, Predicate<String> expanded, ErrorReport errors)
            throws RuntimeRefusedException {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            requireNoLostOption(last);
            last = last.subcommand();
        }
        CommandNode node = node(last);
        if (asksForHelp(last, node)) {
            return help(node, expanded);
        }
        requireErrorForm(last, node);
        if (serves() && parsed.hasMatchedOption(CommandModel.SERVE)) {
            return serve(parsed.matchedOptionValue(CommandModel.SERVE, ""), errors);
        }
        Optional<ExitCode> answered = answer(parsed, node);
        if (answered.isPresent()) {
            return answered.get();
        }
        if (node.verb().isEmpty()) {
            return errors.report(
                    UsageFault.verbMissing(node), hint(last.commandSpec().commandLine()));
        }
        VerbDescriptor verb = node.verb().get();
        VerbArguments given = new VerbArguments(verb, last, surroundings);
        boolean json = given.value(CallOption.ERRORS).orElse("text").equals("json");
        ErrorReport report = new ErrorReport(program, surroundings, json);
        String hint = hint(last.commandSpec().commandLine());
        try {
            return new VerbCommand(verb, given, surroundings, report, time, hint).run(runtime);
        } catch (CommandRefusedException e) {
            return report.report(e.denial(), hint);
        }
    }

    private boolean serves() {
        return serving.isPresent();
    }

    /** Serves until the thread is interrupted or the process is asked to end, and closes what it served. */
    private ExitCode serve(String at, ErrorReport errors) {
        EndpointAddress address;
        try {
            address = EndpointAddress.parse(at);
        } catch (IllegalArgumentException e) {
            throw new CommandRefusedException(
                    Reason.PARAMETER_RULE_BROKEN, String.valueOf(e.getMessage()), "serve");
        }
        try (Termination termination = Termination.ofProcess()) {
            serve(address, termination);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException e) {
            return errors.report(
                    Denial.of(
                            Reason.HANDLER_FAILED, "cannot serve at " + at + ": " + e.getMessage()),
                    "");
        }
        return ExitCode.OK;
    }

    private void serve(EndpointAddress address, Termination termination)
            throws IOException, InterruptedException {
        try (Server server = serving.orElseThrow().start(address)) {
            surroundings.out().println("serving at " + server.address());
            surroundings.out().flush();
            termination.await(FOR_EVER, LONGEST_DRAIN);
        } finally {
            served.ifPresent(Cnv::close);
        }
    }

    /** An option of a verb is for that verb: a word that leads on to another would lose it. */
    private void requireNoLostOption(ParseResult above) {
        CommandNode node = node(above);
        if (node.verb().isPresent() && !above.matchedOptions().isEmpty()) {
            String option = above.matchedOptions().getFirst().longestName();
            throw new CommandRefusedException(
                    Reason.VERB_UNKNOWN,
                    "\"" + above.subcommand().commandSpec().name() + "\" stands behind " + option
                            + ", an option of \"" + String.join(" ", node.words())
                            + "\"; options stand behind all words",
                    option.replaceFirst("^-{1,2}", ""));
        }
    }

    /** Carries out what the program itself is asked. */
    private Optional<ExitCode> answer(ParseResult parsed, CommandNode node) {
        if (parsed.hasMatchedOption(CommandModel.VERSION)) {
            surroundings.out().println((program + " " + version).strip());
        } else if (parsed.hasMatchedOption(CommandModel.CAPABILITIES)) {
            surroundings
                    .out()
                    .print(new Introspection(program, version, modules).capabilities(node));
        } else if (parsed.hasMatchedOption(CommandModel.INTROSPECT)) {
            surroundings.out().print(new Introspection(program, version, modules).introspect(node));
        } else if (parsed.hasMatchedOption(CommandModel.COMPLETION)) {
            surroundings
                    .out()
                    .print(completion(parsed.matchedOptionValue(CommandModel.COMPLETION, "")));
        } else {
            return Optional.empty();
        }
        return Optional.of(ExitCode.OK);
    }

    private String completion(String shell) {
        if (!Completion.SHELLS.contains(shell)) {
            throw new CommandRefusedException(
                    Reason.PARAMETER_RULE_BROKEN,
                    CommandModel.COMPLETION + "=" + shell + " is not one of "
                            + String.join(", ", Completion.SHELLS),
                    "completion");
        }
        CommandModel model =
                new CommandModel(program, CommandModel.Purpose.SHOW, _ -> true, serves());
        return Completion.script(shell, program, model.of(root));
    }

    private ExitCode help(CommandNode node, Predicate<String> expanded) {
        CommandLine line =
                new CommandModel(program, CommandModel.Purpose.SHOW, expanded, serves()).of(root);
        for (String word : node.words()) {
            line = Objects.requireNonNull(line.getSubcommands().get(word), word);
        }
        boolean toTerminal = surroundings.terminal().outIsTerminal();
        int columnCount = toTerminal
                ? Math.min(MAX_HELP_COLUMN_COUNT, surroundings.terminal().columnCount())
                : HELP_COLUMN_COUNT;
        line.setUsageHelpWidth(Math.max(columnCount, 55)); // picocli takes no less.
        Ansi ansi = surroundings.colour(toTerminal) ? Ansi.ON : Ansi.OFF;
        surroundings.out().print(line.getUsageMessage(ansi));
        return ExitCode.OK;
    }

    private static boolean asksForHelp(ParseResult parsed, CommandNode node) {
        boolean own = node.verb().flatMap(verb -> verb.parameter("help")).isPresent();
        return parsed.hasMatchedOption(own ? CommandModel.CNV_HELP : CommandModel.HELP);
    }

    private static void requireErrorForm(ParseResult parsed, CommandNode node) {
        if (node.verb().isEmpty() && parsed.hasMatchedOption(CommandModel.ERRORS)) {
            String form = parsed.matchedOptionValue(CommandModel.ERRORS, "");
            if (!CallOption.ERRORS.choices().contains(form)) {
                throw new CommandRefusedException(
                        Reason.PARAMETER_RULE_BROKEN,
                        CommandModel.ERRORS + "=" + form + " is not one of text, json",
                        "errors");
            }
        }
    }

    private CommandNode node(ParseResult parsed) {
        List<String> words = List.of(parsed.commandSpec().qualifiedName("\n").split("\n", -1));
        return root.find(words.subList(1, words.size())).orElseThrow();
    }

    private String hint(CommandLine line) {
        return "See " + line.getCommandSpec().qualifiedName() + " " + CommandModel.HELP;
    }

    /** Finds the form of errors in a line that may not be readable in any other way. */
    private static boolean wantsJsonErrors(List<String> args) {
        boolean json = false;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals(CommandModel.ERRORS) || arg.equals(CallOption.ERRORS.longName())) {
                json = i + 1 < args.size() && args.get(i + 1).equals("json");
            } else if (arg.startsWith(CommandModel.ERRORS + "=")
                    || arg.startsWith(CallOption.ERRORS.longName() + "=")) {
                json = arg.endsWith("=json");
            }
        }
        return json;
    }

    /** Collects a command line's parts. Not safe for use by several threads. */
    public static final class Builder {

        private final String program;
        private String rootNoun = "";
        private String version = "";
        private String summary = "";
        private List<? extends VerbModule> modules = List.of();
        private Optional<CliRuntime> runtime = Optional.empty();
        private Optional<CliServing> serving = Optional.empty();
        private Optional<Cnv> served = Optional.empty();
        private @Nullable InputStream in;
        private @Nullable PrintStream out;
        private @Nullable PrintStream err;
        private Map<String, String> environment = Map.of();
        private Terminal terminal = Terminal.NONE;
        private Optional<Time> time = Optional.empty();

        private Builder(String program) {
            this.program = program;
        }

        /**
         * Lets the program's name stand for a leading noun: with the root noun {@code cnv}, {@code
         * cnv.ledger.show} is {@code cnv ledger show}. Verbs of other nouns keep all their words.
         *
         * @param noun the noun; none by default
         * @return this
         */
        public Builder rootNoun(String noun) {
            rootNoun = noun;
            return this;
        }

        /**
         * Sets what {@code --version} prints behind the program's name.
         *
         * @param text the version
         * @return this
         */
        public Builder version(String text) {
            version = text;
            return this;
        }

        /**
         * Sets the first line of the program's help.
         *
         * @param sentence one sentence
         * @return this
         */
        public Builder summary(String sentence) {
            summary = sentence;
            return this;
        }

        /**
         * Sets the verbs. Only descriptors and schemas are used.
         *
         * @param values the modules
         * @return this
         */
        public Builder verbs(Collection<? extends VerbModule> values) {
            modules = List.copyOf(values);
            return this;
        }

        /**
         * Sets the application, which is opened when a verb runs and not before.
         *
         * @param value the application
         * @return this
         */
        public Builder runtime(CliRuntime value) {
            runtime = Optional.of(value);
            return this;
        }

        /**
         * Gives the program the option {@code --serve ADDRESS}, which serves the verbs to other processes
         * until it is interrupted or the process is asked to end. Then the server is closed, which lets
         * running calls end within its settings' drain time. Without this there is no such option.
         *
         * @param value starts the server
         * @return this
         */
        public Builder serving(CliServing value) {
            serving = Optional.of(value);
            return this;
        }

        /**
         * As {@link #serving(CliServing)}, and closes what was served behind the server. A process that is
         * asked to end (SIGTERM, Ctrl-C) stays until both are closed; what the application would close
         * after {@link CnvCli#run} it has no time for then.
         *
         * @param value starts the server
         * @param behind what is served: its workers end and its ledger is closed
         * @return this
         */
        public Builder serving(CliServing value, Cnv behind) {
            served = Optional.of(behind);
            return serving(value);
        }

        /**
         * Sets the streams. They are flushed and not closed.
         *
         * @param input standard input, read for {@code --NAME-file -}
         * @param output standard output, UTF-8
         * @param errors standard error, UTF-8
         * @return this
         */
        public Builder streams(InputStream input, PrintStream output, PrintStream errors) {
            in = input;
            out = output;
            err = errors;
            return this;
        }

        /**
         * Sets the environment variables; none by default.
         *
         * @param variables values by name
         * @return this
         */
        public Builder environment(Map<String, String> variables) {
            environment = Map.copyOf(variables);
            return this;
        }

        /**
         * Sets what is known about the terminal; {@link Terminal#NONE} by default.
         *
         * @param value the terminal
         * @return this
         */
        public Builder terminal(Terminal value) {
            terminal = value;
            return this;
        }

        /**
         * Sets the time that paces the progress line; the machine's by default.
         *
         * @param value the source of time
         * @return this
         */
        public Builder time(Time value) {
            time = Optional.of(value);
            return this;
        }

        /**
         * Uses this process's streams (written as UTF-8 whatever the locale says), environment and
         * terminal.
         *
         * @return this
         */
        public Builder process() {
            streams(System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err));
            return environment(System.getenv()).terminal(Terminal.ofProcess());
        }

        /**
         * Completes the command line.
         *
         * @return the command line
         * @throws IllegalStateException when the runtime or the streams were not set
         * @throws IllegalArgumentException when two verbs would have the same words
         */
        public CnvCli build() {
            if (in == null || out == null || err == null) {
                throw new IllegalStateException(
                        "program=" + program + " has no streams: call streams or process");
            }
            CliRuntime opened = runtime.orElseThrow(() -> new IllegalStateException(
                    "program=" + program + " has no runtime: call runtime"));
            Surroundings surroundings = new Surroundings(in, out, err, environment, terminal);
            return new CnvCli(
                    this,
                    opened,
                    surroundings,
                    time.orElseGet(() -> new SystemTime(Clock.systemUTC())));
        }

        private static PrintStream utf8(FileDescriptor descriptor) {
            return new PrintStream(
                    new BufferedOutputStream(new FileOutputStream(descriptor)),
                    false,
                    StandardCharsets.UTF_8);
        }
    }
}
