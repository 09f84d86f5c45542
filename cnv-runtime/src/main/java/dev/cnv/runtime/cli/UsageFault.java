package dev.cnv.runtime.cli;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.decode.DidYouMean;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says with CNV's own reasons what picocli found wrong in a command line. */
final class UsageFault {

    private final CommandNode root;

    UsageFault(CommandNode root) {
        this.root = root;
    }

    Denial of(ParameterException fault) {
        return switch (fault) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched);
            case MissingParameterException missing
            when !missing.getMissing().isEmpty() -> {
                String name = longest(missing.getMissing().getFirst());
                yield parameter(
                        Reason.PARAMETER_MALFORMED,
                        "option " + name + " needs a value; write " + name
                                + "=VALUE when that is itself an option",
                        name);
            }
            case OverwrittenOptionException twice -> {
                String name = longest(twice.getOverwritten());
                yield parameter(
                        Reason.PARAMETER_CONFLICT,
                        "option " + name + " was given more than once",
                        name);
            }
            default -> other(fault);
        };
    }

    /** A command that stops at a noun. */
    static Denial verbMissing(CommandNode noun) {
        String words = String.join(", ", noun.children().keySet());
        return noun.words().isEmpty()
                ? Denial.of(Reason.STRUCTURE_INVALID, "no command was given; there are: " + words)
                : Denial.of(
                        Reason.STRUCTURE_INVALID,
                        "\"" + String.join(" ", noun.words()) + "\" needs one more word: " + words);
    }

    private Denial unmatched(UnmatchedArgumentException fault) {
        CommandNode node = node(fault.getCommandLine());
        List<String> unmatched = fault.getUnmatched();
        String argument = unmatched.stream()
                .filter(a -> a.startsWith("-") && a.length() > 1)
                .findFirst()
                .orElse(unmatched.getFirst());
        if (argument.startsWith("-") && argument.length() > 1) {
            return unknownOption(node, name(argument), fault.getCommandLine());
        }
        return node.children().isEmpty()
                ? noPositional(node, argument)
                : unknownWord(node, argument);
    }

    private static Denial unknownOption(CommandNode node, String option, CommandLine line) {
        if (isDryRun(option) && node.verb().isPresent()) {
            return Denial.of(
                    Reason.DRY_RUN_UNSUPPORTED,
                    "verb=" + node.verb().get().id()
                            + " cannot be run dry; --explain says whether it would run");
        }
        List<String> names = new ArrayList<>();
        for (OptionSpec known : line.getCommandSpec().options()) {
            if (!known.hidden()) {
                names.addAll(List.of(known.names()));
                if (known.negatable()) {
                    names.add("--no-" + known.longestName().substring(2));
                }
            }
        }
        String where = node.verb()
                .map(VerbDescriptor::id)
                .map(Object::toString)
                .orElse(String.join(" ", node.words()));
        String message =
                "option " + option + " is unknown" + (where.isEmpty() ? "" : " to " + where);
        return suggest(parameter(Reason.PARAMETER_UNKNOWN, message, option), option, names);
    }

    private static boolean isDryRun(String option) {
        return option.equals(CallOption.DRY_RUN.shortName())
                || option.equals(CallOption.DRY_RUN.longName());
    }

    private static Denial noPositional(CommandNode node, String argument) {
        String verb = node.verb().map(v -> v.id().path()).orElse(node.name());
        return parameter(
                Reason.PARAMETER_UNKNOWN,
                "argument \"" + argument + "\" stands alone; " + verb
                        + " takes options only, such as --name=VALUE",
                argument);
    }

    private static Denial unknownWord(CommandNode node, String word) {
        if (node.words().isEmpty()) {
            return suggest(
                    Denial.of(
                            Reason.NOUN_UNKNOWN,
                            "noun \"" + word + "\" is unknown; there are: "
                                    + String.join(", ", node.children().keySet())),
                    word,
                    node.children().keySet());
        }
        return suggest(
                Denial.of(
                        Reason.VERB_UNKNOWN,
                        "\"" + String.join(" ", node.words()) + "\" has no verb \"" + word
                                + "\"; it has: "
                                + String.join(", ", node.children().keySet())),
                word,
                node.children().keySet());
    }

    private static Denial suggest(Denial denial, String given, Collection<String> known) {
        List<String> near = DidYouMean.closest(given, known);
        if (near.isEmpty()) {
            return denial;
        }
        String message = denial.message() + "; did you mean " + String.join(", ", near) + "?";
        return new Denial(denial.reason(), message, denial.details())
                .with(Denial.SUGGESTION, near.getFirst());
    }

    private static Denial other(ParameterException fault) {
        ArgSpec argument = fault.getArgSpec();
        String message = String.valueOf(fault.getMessage());
        return argument == null
                ? Denial.of(Reason.PARAMETER_MALFORMED, message)
                : parameter(Reason.PARAMETER_MALFORMED, message, longest(argument));
    }

    private static Denial parameter(Reason reason, String message, String option) {
        return Denial.of(reason, message)
                .with(Denial.PARAMETER, option.replaceFirst("^-{1,2}", ""));
    }

    private static String longest(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String name(String argument) {
        int equals = argument.indexOf('=');
        return equals < 0 ? argument : argument.substring(0, equals);
    }

    /** The node of a command; picocli says its words with the program's name in front. */
    private CommandNode node(CommandLine line) {
        String[] words = line.getCommandSpec().qualifiedName("\n").split("\n", -1);
        return root.find(List.of(words).subList(1, words.length)).orElse(root);
    }
}
