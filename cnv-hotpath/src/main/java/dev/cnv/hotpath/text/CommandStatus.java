package dev.cnv.hotpath.text;

/**
 * What came of reading a command: {@link #PARSED}, or why it was refused. The numbers are stable.
 *
 * <p>Where the fault is: {@link ParsedCommand#position()}.
 */
public final class CommandStatus {

    /** The command was read. */
    public static final int PARSED = 0;

    /** The line has more bytes than the parser takes. */
    public static final int LINE_TOO_LONG = 1;

    /** The line has more values than the result holds. */
    public static final int TOO_MANY_ARGUMENTS = 2;

    /** A NUL, or another control byte but tab outside quotes. */
    public static final int CONTROL_BYTE = 3;

    /** Bytes that are no UTF-8 (RFC 3629). */
    public static final int UTF8_INVALID = 4;

    /** A quote is not closed. */
    public static final int QUOTE_OPEN = 5;

    /** A backslash before nothing, or in double quotes before another than {@code "} and {@code \}. */
    public static final int ESCAPE_UNKNOWN = 6;

    /** The line ends before a verb is named. */
    public static final int VERB_MISSING = 7;

    /** The first word is no noun. */
    public static final int NOUN_UNKNOWN = 8;

    /** A further word is no verb of the noun. */
    public static final int VERB_UNKNOWN = 9;

    /** The verb has no such option. */
    public static final int OPTION_UNKNOWN = 10;

    /** An option that only the ordinary command line carries out, such as {@code --help}. */
    public static final int OPTION_NOT_HERE = 11;

    /** An option has no value, or is followed by another option instead. */
    public static final int VALUE_MISSING = 12;

    /** A flag has a value. */
    public static final int VALUE_UNEXPECTED = 13;

    /** An option that is no list was given twice. */
    public static final int OPTION_REPEATED = 14;

    /** A value that must be a whole number is none, or is out of its type's range. */
    public static final int NUMBER_MALFORMED = 15;

    /** A value stands alone where the verb takes options only, or more stand alone than it takes. */
    public static final int POSITIONAL_UNEXPECTED = 16;

    /** A parameter that must be given was not. */
    public static final int PARAMETER_MISSING = 17;

    private static final String[] SENTENCES = {
        "the command was read",
        "the line is too long",
        "the line has too many values",
        "a control byte stands outside quotes, or a NUL anywhere",
        "the bytes are not UTF-8",
        "a quote is not closed",
        "a backslash escapes nothing, or in double quotes something else than \" and \\",
        "the line ends before a verb is named",
        "the noun is unknown",
        "the noun has no such verb",
        "the option is unknown to the verb",
        "the option is for the ordinary command line only",
        "the option needs a value; write --name=VALUE when that is itself an option",
        "the flag takes no value",
        "the option was given more than once",
        "the value is not a whole number in the range of its type",
        "the value stands alone; write --name=VALUE",
        "a parameter that must be given is missing"
    };

    private CommandStatus() {}

    /**
     * A status as a sentence.
     *
     * @param status one of the constants
     * @return what it means, without a full stop
     * @throws IllegalArgumentException when it is none of them
     */
    public static String sentence(int status) {
        if (status < 0 || status >= SENTENCES.length) {
            throw new IllegalArgumentException("status=" + status + " is not 0 to 17");
        }
        return SENTENCES[status];
    }
}
