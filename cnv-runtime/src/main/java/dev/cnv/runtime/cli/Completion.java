package dev.cnv.runtime.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completion scripts. Bash's is picocli's and serves zsh too, through zsh's own bash emulation; fish's
 * is written here, since picocli has none.
 */
final class Completion {

    static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private Completion() {}

    /** The script for one of {@link #SHELLS}. */
    static String script(String shell, String program, CommandLine line) {
        return shell.equals("fish")
                ? fish(program, line.getCommandSpec())
                : AutoComplete.bash(program, line);
    }

    private static String fish(String program, CommandSpec root) {
        String function = "__" + program.replaceAll("[^A-Za-z0-9]", "_") + "_words";
        StringBuilder out = new StringBuilder("# fish completion for " + program + "\n");
        out.append("function ")
                .append(function)
                .append(" # MODE WORD...: are these the words so far?\n")
                .append("    set -l mode $argv[1]\n")
                .append("    set -e argv[1]\n")
                .append("    set -l words (commandline -opc)\n")
                .append("    set -e words[1]\n")
                .append("    set -l given\n")
                .append("    for word in $words\n")
                .append("        string match -q -- '-*' $word; or set -a given $word\n")
                .append("    end\n")
                .append("    if test $mode = below; and test (count $argv) -gt 0\n")
                .append("        set given $given[1..(count $argv)]\n")
                .append("    end\n")
                .append("    test \"$given\" = \"$argv\"\n")
                .append("end\n");
        out.append("complete -c ").append(quoted(program)).append(" -f\n");
        fish(out, program, function, List.of(), root);
        return out.toString();
    }

    private static void fish(
            StringBuilder out,
            String program,
            String function,
            List<String> words,
            CommandSpec spec) {
        boolean noun = !spec.subcommands().isEmpty();
        String path = words.isEmpty() ? "" : " " + String.join(" ", words);
        String begin = "complete -c " + quoted(program) + " -n '" + function
                + (noun ? " at" : " below") + path + "'";
        spec.subcommands()
                .forEach((word, sub) -> out.append(begin)
                        .append(" -a ")
                        .append(quoted(word))
                        .append(description(sub.getCommandSpec().usageMessage().description()))
                        .append('\n'));
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                option(out, begin, option);
            }
        }
        spec.subcommands().forEach((word, sub) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(word);
            fish(out, program, function, longer, sub.getCommandSpec());
        });
    }

    private static void option(StringBuilder out, String begin, OptionSpec option) {
        out.append(begin);
        for (String name : option.names()) {
            out.append(
                    name.startsWith("--")
                            ? " -l " + quoted(name.substring(2))
                            : " -s " + quoted(name.substring(1)));
        }
        if (option.arity().max() > 0) {
            String label = option.paramLabel();
            boolean file = label.equals("FILE") || label.equals("PATH");
            out.append(file ? " -rF" : " -x");
            if (option.completionCandidates() != null) {
                out.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
            }
        }
        out.append(description(option.description())).append('\n');
        if (option.negatable()) {
            out.append(begin)
                    .append(" -l ")
                    .append(quoted("no-" + option.longestName().substring(2)))
                    .append(description(option.description()))
                    .append('\n');
        }
    }

    private static String description(String[] lines) {
        return lines.length == 0 ? "" : " -d " + quoted(lines[0].replace("%%", "%"));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
