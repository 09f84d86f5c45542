package dev.cnv.runtime.cli;

import java.util.List;
import java.util.Locale;

/**
 * An option that every verb's command has besides the verb's own parameters.
 *
 * <p>Each is always understood as {@code --cnv-NAME}. It is also {@code --NAME}, except where the verb
 * has a parameter of that name, which then wins.
 */
enum CallOption {
    /** The form of the result. */
    OUTPUT(
            "FORMAT",
            "The form of the result: " + String.join(", ", OutputFormat.words())
                    + " (default: table)"),
    /** Run dry. */
    DRY_RUN("", "Say what the verb would do, without doing it"),
    /** Explain. */
    EXPLAIN("", "Say whether the verb would run and why, without running or recording anything"),
    /** A named caller. */
    AS("NAME", "Call as this caller of the application"),
    /** A credential. */
    TOKEN("FILE", "Call with the credential in this file"),
    /** An approval. */
    APPROVAL("FILE", "Present the approval in this file (repeatable)"),
    /** The idempotency key. */
    IDEMPOTENCY_KEY("KEY", "This call's name: a second call with it does not run again"),
    /** The caller's time limit. */
    TIMEOUT("DURATION", "The time to wait at most, such as 500ms, 5s or PT30S"),
    /** The signed receipt. */
    RECEIPT("FILE", "Write a signed receipt of this call into this new file"),
    /** The form of errors. */
    ERRORS("FORM", "The form of errors on standard error: text, json (default: text)");

    private final String label;
    private final String description;

    CallOption(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** The name without hyphens in front. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The usual option, {@code --output}. */
    String shortName() {
        return "--" + word();
    }

    /** The option that no parameter can take away, {@code --cnv-output}. */
    String longName() {
        return "--cnv-" + word();
    }

    /** What stands for the value in help; empty for a flag. */
    String label() {
        return label;
    }

    /** One sentence for help. */
    String description() {
        return description;
    }

    /** The values to choose from; empty when there is no fixed set. */
    List<String> choices() {
        return switch (this) {
            case OUTPUT -> OutputFormat.words();
            case ERRORS -> List.of("text", "json");
            case DRY_RUN, EXPLAIN, AS, TOKEN, APPROVAL, IDEMPOTENCY_KEY, TIMEOUT, RECEIPT ->
                List.of();
        };
    }
}
