package dev.cnv.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets a file stand behind the commands that are about one, without its option: {@code cnv receipt
 * verify FILE} is {@code cnv receipt verify --file=FILE}. So stands an index: {@code cnv ledger show 10..20}.
 * {@code cnv call --json} prints its answer as JSON, too. Everything else stays as it is.
 */
final class FileWords {

    private static final Set<String> ABOUT_A_FILE = Set.of(
            "receipt verify",
            "receipt show",
            "token inspect",
            "token verify",
            "token delegate",
            "token revoke",
            "token credential",
            "keys show",
            "policy check",
            "policy show",
            "policy hash",
            "policy explain");

    private FileWords() {}

    /**
     * The words with the option, and with {@code --symbols} where a terminal shows what was checked.
     *
     * @param terminal whether standard output is one
     */
    static String[] named(boolean terminal, String... words) {
        String[] named = named(words);
        boolean checks = terminal
                && words.length > 2
                && words[0].equals("token")
                && words[1].equals("verify");
        return checks
                ? Stream.concat(Stream.of(named), Stream.of("--symbols")).toArray(String[]::new)
                : named;
    }

    private static String[] named(String... words) {
        if (words.length > 1 && words[0].equals("call")) {
            return called(words);
        }
        if (words.length < 3 || words[2].startsWith("-")) {
            return words;
        }
        String command = words[0] + " " + words[1];
        String option = command.equals("ledger show") ? "--index=" : "--file=";
        if (option.equals("--file=") && !ABOUT_A_FILE.contains(command)) {
            return words;
        }
        List<String> named = new ArrayList<>(List.of(words));
        named.set(2, option + words[2]);
        return named.toArray(String[]::new);
    }

    private static String[] called(String... words) {
        boolean json = List.of(words).contains("--json");
        return json
                ? Stream.concat(Stream.of(words), Stream.of("--output=json")).toArray(String[]::new)
                : words;
    }
}
