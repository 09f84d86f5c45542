package dev.cnv.runtime.cli;

import dev.cnv.annotations.Stability;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Stack;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Turns verbs into picocli's model. Values stay text here: the verb's decoder reads them, so that the
 * command line and every other way in accept the same.
 */
final class CommandModel {

    static final String HELP = "--help";
    static final String CNV_HELP = "--cnv-help";
    static final String VERSION = "--version";
    static final String CAPABILITIES = "--capabilities";
    static final String INTROSPECT = "--introspect";
    static final String COMPLETION = "--completion";
    static final String ERRORS = "--errors";
    static final String SERVE = "--serve";

    private final String program;
    private final Purpose purpose;
    private final Predicate<String> expanded;
    private final boolean serves;

    /** What a model is for. */
    enum Purpose {
        /** Reading arguments: what is missing may still come from elsewhere. */
        PARSE,
        /** Showing help and completing: what must be given is marked. */
        SHOW
    }

    /**
     * A way to make a model.
     *
     * @param program the program's name
     * @param purpose what the model is for
     * @param expanded the words whose commands get their options and subcommands; the others get a
     *     name and a summary, which is all that their neighbours' help shows
     * @param serves whether the program can serve its verbs
     */
    CommandModel(String program, Purpose purpose, Predicate<String> expanded, boolean serves) {
        this.program = program;
        this.purpose = purpose;
        this.expanded = expanded;
        this.serves = serves;
    }

    /** The whole command line. */
    CommandLine of(CommandNode root) {
        CommandLine line = new CommandLine(spec(root));
        // An argument that begins with @ is data, not a file to read arguments from.
        line.setExpandAtFiles(false);
        line.setInterpolateVariables(false);
        line.setAllowSubcommandsAsOptionParameters(true);
        line.setAllowOptionsAsOptionParameters(true); // requireNoOption draws the line.
        // Verbs have options only, so nothing could follow --; as a value (--note=--) it is data.
        line.setEndOfOptionsDelimiter("\0no argument of a process can hold a NUL");
        line.setUsageHelpAutoWidth(false);
        return line;
    }

    private CommandSpec spec(CommandNode node) {
        CommandSpec spec =
                CommandSpec.create().name(node.words().isEmpty() ? program : node.name());
        spec.usageMessage().sortOptions(false).sortSynopsis(false).requiredOptionMarker('*');
        spec.usageMessage().description(HelpText.literalLines(node.summary()));
        spec.usageMessage().optionListHeading("%n");
        if (!node.words().isEmpty() && !expanded.test(node.name())) {
            return spec;
        }
        node.verb().ifPresentOrElse(verb -> addVerb(spec, node, verb), () -> addNoun(spec, node));
        node.children().forEach((word, child) -> spec.addSubcommand(word, spec(child)));
        if (!node.children().isEmpty()) {
            spec.usageMessage().commandListHeading("%nCommands:%n");
        }
        return spec;
    }

    private void addNoun(CommandSpec spec, CommandNode node) {
        spec.usageMessage().customSynopsis(HelpText.literal(path(node)) + " COMMAND ...");
        spec.addOption(flag("Show this help", "-h", HELP));
        if (node.words().isEmpty()) {
            spec.addOption(flag("Print the version", VERSION));
            spec.addOption(flag("Print the verbs as JSON", CAPABILITIES));
            spec.addOption(flag(
                    "Print all about a noun's or verb's words that follow as JSON", INTROSPECT));
            spec.addOption(value(
                    COMPLETION,
                    "SHELL",
                    "Print a completion script: " + String.join(", ", Completion.SHELLS),
                    Completion.SHELLS));
            if (serves) {
                spec.addOption(value(
                        SERVE,
                        "ADDRESS",
                        "Serve the verbs to other processes at unix:PATH or tls://HOST:PORT, until"
                                + " interrupted",
                        List.of()));
            }
        }
        spec.addOption(value(
                ERRORS,
                CallOption.ERRORS.label(),
                CallOption.ERRORS.description(),
                CallOption.ERRORS.choices()));
    }

    private void addVerb(CommandSpec spec, CommandNode node, VerbDescriptor verb) {
        Set<String> taken = taken(verb);
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        for (ParameterDescriptor parameter : verb.parameters()) {
            groups.computeIfAbsent(parameter.group().orElse(""), _ -> new ArrayList<>())
                    .addAll(options(parameter, taken));
        }
        describe(spec, node, verb);
        List<OptionSpec> ungrouped = groups.getOrDefault("", List.of());
        ungrouped.forEach(spec::addOption);
        spec.usageMessage().optionListHeading(ungrouped.isEmpty() ? "" : "%n");
        int order = 0;
        for (Map.Entry<String, List<OptionSpec>> group : groups.entrySet()) {
            if (!group.getKey().isEmpty()) {
                addGroup(spec, group.getKey(), group.getValue(), order++);
            }
        }
        addGroup(spec, "Options of every verb", callOptions(verb, taken), order);
        for (CallOption option : CallOption.values()) {
            if (offered(option, verb) && !taken.contains(option.shortName())) {
                spec.addOption(callOption(option, option.longName(), true));
            }
        }
    }

    private static void addGroup(
            CommandSpec spec, String heading, List<OptionSpec> options, int order) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                .validate(false)
                .heading("%n" + HelpText.literal(heading) + ":%n")
                .order(order);
        options.forEach(group::addArg);
        spec.addArgGroup(group.build());
    }

    private static List<OptionSpec> callOptions(VerbDescriptor verb, Set<String> taken) {
        List<OptionSpec> options = new ArrayList<>();
        List<String> help = new ArrayList<>(List.of("-h", HELP));
        help.removeAll(taken);
        options.add(flag(
                "Show this help",
                help.contains(HELP) ? help.toArray(String[]::new) : new String[] {CNV_HELP}));
        for (CallOption option : CallOption.values()) {
            if (offered(option, verb)) {
                boolean free = !taken.contains(option.shortName());
                options.add(
                        callOption(option, free ? option.shortName() : option.longName(), false));
            }
        }
        return options;
    }

    private static boolean offered(CallOption option, VerbDescriptor verb) {
        return option != CallOption.DRY_RUN || verb.effects().dryRun();
    }

    private static OptionSpec callOption(CallOption option, String name, boolean hidden) {
        OptionSpec.Builder builder = OptionSpec.builder(name)
                .description(HelpText.literal(option.description()))
                .hidden(hidden);
        if (option.label().isEmpty()) {
            return builder.type(Boolean.class).arity("0").build();
        }
        builder.paramLabel(option.label())
                .arity("1")
                .preprocessor(CommandModel::requireNoOption)
                .completionCandidates(candidates(option.choices()));
        return option == CallOption.APPROVAL
                ? builder.type(List.class).auxiliaryTypes(String.class).build()
                : builder.type(String.class).build();
    }

    private List<OptionSpec> options(ParameterDescriptor parameter, Set<String> taken) {
        String option = "--" + parameter.name();
        String[] names = parameter
                .flag()
                .map(flag -> new String[] {"-" + flag, option})
                .orElse(new String[] {option});
        OptionSpec.Builder builder = OptionSpec.builder(names)
                .required(purpose == Purpose.SHOW && parameter.required())
                .description(HelpText.literal(HelpText.description(parameter)));
        if (isFlag(parameter)) {
            builder.type(Boolean.class).arity("0").negatable(negatable(parameter, taken));
        } else {
            builder.paramLabel(HelpText.literal(HelpText.label(parameter.type())))
                    .arity("1")
                    .preprocessor(CommandModel::requireNoOption)
                    .completionCandidates(candidates(HelpText.choices(parameter)));
            if (HelpText.repeatable(parameter.type())) {
                builder.type(List.class).auxiliaryTypes(String.class);
            } else {
                builder.type(String.class);
            }
        }
        List<OptionSpec> options = new ArrayList<>();
        options.add(builder.build());
        if (parameter.sensitive() && !taken.contains(fileOption(parameter))) {
            options.add(value(
                    fileOption(parameter),
                    "FILE",
                    "Read --" + parameter.name() + " from this file; - is standard input",
                    List.of()));
        }
        return options;
    }

    static String fileOption(ParameterDescriptor parameter) {
        return "--" + parameter.name() + "-file";
    }

    /** A truth value is a flag; a list of truth values is not. */
    static boolean isFlag(ParameterDescriptor parameter) {
        return !HelpText.repeatable(parameter.type())
                && HelpText.bare(parameter.type()).equals(ValueType.BOOLEAN);
    }

    /** A flag that is not false without further ado must be able to say no. */
    private static boolean negatable(ParameterDescriptor parameter, Set<String> taken) {
        boolean plain = parameter.type().equals(ValueType.BOOLEAN)
                && !parameter.required()
                && parameter.environment().isEmpty()
                && parameter.defaultText().orElse("false").equals("false");
        return !plain && !taken.contains("--no-" + parameter.name());
    }

    private static Set<String> taken(VerbDescriptor verb) {
        Set<String> taken = new HashSet<>();
        for (ParameterDescriptor parameter : verb.parameters()) {
            taken.add("--" + parameter.name());
            parameter.flag().ifPresent(flag -> taken.add("-" + flag));
        }
        return taken;
    }

    private void describe(CommandSpec spec, CommandNode node, VerbDescriptor verb) {
        StringBuilder synopsis = new StringBuilder(path(node));
        for (ParameterDescriptor parameter : verb.parameters()) {
            if (parameter.required()) {
                String option = (isFlag(parameter) ? "--[no-]" : "--") + parameter.name();
                synopsis.append(' ').append(option);
                synopsis.append(isFlag(parameter) ? "" : "=" + HelpText.label(parameter.type()));
            }
        }
        spec.usageMessage().customSynopsis(HelpText.literal(synopsis + " [OPTION...]"));
        List<String> description = new ArrayList<>(List.of(HelpText.literalLines(verb.summary())));
        verb.deprecation()
                .ifPresent(deprecation -> description.add(HelpText.literal("Deprecated: "
                        + deprecation.reason()
                        + deprecation
                                .replacedBy()
                                .map(id -> " Use " + id + " instead.")
                                .orElse(""))));
        if (!verb.description().isBlank()) {
            description.add("");
            description.addAll(List.of(HelpText.literalLines(verb.description())));
        }
        spec.usageMessage().description(description.toArray(String[]::new));
        spec.usageMessage()
                .footer(facts(verb).stream().map(HelpText::literal).toArray(String[]::new));
        spec.usageMessage().footerHeading("%n");
    }

    private static List<String> facts(VerbDescriptor verb) {
        List<String> facts = new ArrayList<>();
        if (verb.parameters().stream().anyMatch(ParameterDescriptor::required)) {
            facts.add("* must be given.");
        }
        EffectSet effects = verb.effects();
        facts.add("Capability " + verb.id() + " " + verb.version()
                + (verb.stability() == Stability.STABLE
                        ? ""
                        : ", " + verb.stability().name()) + ".");
        facts.add("Effects: " + joined(effects.effects()) + ", sensitivity " + effects.sensitivity()
                + (effects.data().isEmpty() ? "" : ", handles " + joined(effects.data())) + ".");
        if (!verb.phases().isEmpty()) {
            facts.add("Runs in phases: " + joined(verb.phases()) + ".");
        }
        if (!verb.requires().isEmpty()) {
            facts.add("Requires: " + joined(verb.requires()) + ".");
        }
        return facts;
    }

    private static String joined(Set<?> things) {
        return things.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private String path(CommandNode node) {
        return (program + " " + String.join(" ", node.words())).strip();
    }

    private static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names)
                .type(Boolean.class)
                .arity("0")
                .description(HelpText.literal(description))
                .build();
    }

    private static OptionSpec value(
            String name, String label, String description, List<String> choices) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .preprocessor(CommandModel::requireNoOption)
                .paramLabel(label)
                .description(HelpText.literal(description))
                .completionCandidates(candidates(choices))
                .build();
    }

    /**
     * In {@code --from --to=b} the value of {@code --from} was forgotten; {@code --from=--to} says what
     * it means. picocli itself would take both or refuse both.
     */
    private static boolean requireNoOption(
            Stack<String> rest, CommandSpec command, ArgSpec option, Map<String, Object> how) {
        if (" ".equals(how.get("separator")) && !rest.isEmpty()) {
            String next = rest.peek();
            int equals = next.indexOf('=');
            String name = equals < 0 ? next : next.substring(0, equals);
            boolean known = command.optionsMap().containsKey(name)
                    || command.negatedOptionsMap().containsKey(name);
            if (known) {
                throw new MissingParameterException(
                        command.commandLine(), option, "found " + name + " instead");
            }
        }
        return false;
    }

    @SuppressWarnings(
            "NullAway") // picocli's null is "no candidates"; it offers no other way to say it.
    private static Iterable<String> candidates(List<String> choices) {
        return choices.isEmpty() ? null : choices;
    }
}
