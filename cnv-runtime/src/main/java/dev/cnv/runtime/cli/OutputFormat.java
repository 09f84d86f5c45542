package dev.cnv.runtime.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The forms that a result can be written in. */
enum OutputFormat {
    /** JSON on one line. */
    JSON,
    /** JSON on several lines. */
    JSON_PRETTY,
    /** YAML. */
    YAML,
    /** Columns for people. */
    TABLE,
    /** Values only, one on a line; the values of a record in a list are separated by tabs. */
    PLAIN,
    /** Tab-separated values under a line of names. */
    TSV,
    /** Comma-separated values under a line of names (RFC 4180). */
    CSV;

    /** The name on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<OutputFormat> of(String word) {
        return Arrays.stream(values()).filter(f -> f.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(OutputFormat::word).toList();
    }
}
