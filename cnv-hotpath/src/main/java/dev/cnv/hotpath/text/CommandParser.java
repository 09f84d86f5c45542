package dev.cnv.hotpath.text;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Reads a command such as {@code account transfer --from=alice --cents 500 -u} in one pass over its
 * bytes and without allocation. It means what the same words mean on the ordinary command line
 * ({@code docs/cli.md}); what only that one carries out ({@code --help}, {@code --token}, environment
 * variables, prompts) is refused or not looked at.
 *
 * <p>Words stand apart by blanks and tabs. {@code '...'} is literal, in {@code "..."} a backslash
 * escapes {@code "} and {@code \}, elsewhere it escapes any character. Everything that is not UTF-8,
 * NULs, and control bytes outside quotes are refused. A whole number is read in place; every other
 * value is handed over as text for the verb's own decoder.
 *
 * <p>An expected fault is a status of {@link CommandStatus}, never an exception.
 *
 * <p><b>Threading:</b> immutable; each thread has its own {@link ParsedCommand}.
 */
public final class CommandParser {

    /** The bytes behind a line that a parser overwrites with zeros. */
    public static final int PADDING_BYTES = WordTable.PADDING_BYTES;

    /** The longest line that a parser can be made to take, in bytes. */
    public static final int MAX_LINE_BYTES = 0xFFFF;

    private static final long TWO_BYTES = 0xFFFF;
    private static final long TWO_HYPHENS = '-' | '-' << 8;

    private final CommandTable table;
    private final int maxLineBytes;

    private CommandParser(CommandTable table, int maxLineBytes) {
        this.table = table;
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * A parser.
     *
     * @param table the commands
     * @param maxLineBytes the longest line that is read, in bytes
     * @return the parser
     * @throws IllegalArgumentException when the length is not 0 to {@link #MAX_LINE_BYTES}
     */
    public static CommandParser of(CommandTable table, int maxLineBytes) {
        if (maxLineBytes < 0 || maxLineBytes > MAX_LINE_BYTES) {
            throw new IllegalArgumentException(
                    "maxLineBytes=" + maxLineBytes + " is not 0 to " + MAX_LINE_BYTES);
        }
        return new CommandParser(table, maxLineBytes);
    }

    /**
     * A result for this parser to fill.
     *
     * @param maxArguments how many values it holds; a line with more is refused
     * @return a new result
     * @throws IllegalArgumentException when it is not 0 to {@link ParsedCommand#MAX_ARGUMENTS}
     */
    public ParsedCommand newResult(int maxArguments) {
        return new ParsedCommand(maxArguments, maxLineBytes);
    }

    /**
     * Reads a command where it lies. The line is the parser's to write to: quotes are taken out in
     * place, and the {@link #PADDING_BYTES} behind it become zero.
     *
     * @param line an array with the line
     * @param from where the line begins
     * @param length its length in bytes, without a line break
     * @param into the result; slices are of {@code line}
     * @return {@link CommandStatus#PARSED}, or why the line was refused
     * @throws IndexOutOfBoundsException when line and padding are not inside the array
     */
    public int parse(byte[] line, int from, int length, ParsedCommand into) {
        Objects.checkFromIndexSize(from, length, line.length - PADDING_BYTES);
        into.begin(line, from);
        int max = Math.min(maxLineBytes, into.maxLineBytes());
        if (length > max) {
            return -into.refuse(CommandStatus.LINE_TOO_LONG, from + max);
        }
        if ((long) WordTable.EIGHT_BYTES.get(line, from + length) != 0) {
            WordTable.EIGHT_BYTES.set(line, from + length, 0L);
        }
        return words(line, from, from + length, into);
    }

    /**
     * Copies a command out of a segment and reads it.
     *
     * @param segment a segment with the line; always of the same kind, or access becomes slow
     * @param offset where the line begins, in bytes
     * @param length its length in bytes, without a line break
     * @param into the result, made by this parser; slices are of {@link ParsedCommand#line()}
     * @return {@link CommandStatus#PARSED}, or why the line was refused
     * @throws IndexOutOfBoundsException when the line is not inside the segment
     */
    public int parse(MemorySegment segment, long offset, int length, ParsedCommand into) {
        int max = Math.min(maxLineBytes, into.maxLineBytes());
        if (length > max) {
            into.begin(into.copy, 0);
            return -into.refuse(CommandStatus.LINE_TOO_LONG, max);
        }
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, into.copy, 0, length);
        return parse(into.copy, 0, length, into);
    }

    /** Follows nouns to the verb, and goes on with its options. */
    private int words(byte[] line, int from, int end, ParsedCommand into) {
        int node = CommandTable.ROOT;
        int at = Words.skipBlanks(line, from);
        while (at < end) {
            VerbSyntax syntax = table.node(node);
            if (syntax.leaf) {
                return options(line, at, end, syntax, into);
            }
            long span = Words.read(line, at, end);
            if (Words.isFault(span)) {
                return -into.refuse(Words.status(span), Words.place(span));
            }
            int length = Words.end(span) - at;
            if (isOption(line, at, length)) {
                return options(line, at, span, end, syntax, into);
            }
            node = table.words(node).find(line, at, length);
            if (node < 0) {
                return syntax.maxPositionals > 0
                        ? options(line, at, span, end, syntax, into)
                        : -into.refuse(unknownWord(syntax), at);
            }
            at = Words.skipBlanks(line, Words.next(span));
        }
        return finish(table.node(node), end, into);
    }

    /** Reads options and values from a word on that was read already. */
    private static int options(
            byte[] line, int from, long first, int end, VerbSyntax syntax, ParsedCommand into) {
        int next = option(line, from, first, end, syntax, into);
        return next < 0 ? -next : options(line, Words.skipBlanks(line, next), end, syntax, into);
    }

    /** Reads options and values. */
    private static int options(
            byte[] line, int from, int end, VerbSyntax syntax, ParsedCommand into) {
        int at = from;
        while (at < end) {
            int next = plainOptions(line, at, end, syntax, into);
            if (next == at) {
                long span = Words.read(line, at, end);
                next = Words.isFault(span)
                        ? into.refuse(Words.status(span), Words.place(span))
                        : option(line, at, span, end, syntax, into);
            }
            if (next < 0) {
                return -next;
            }
            at = Words.skipBlanks(line, next);
        }
        return finish(syntax, end, into);
    }

    /**
     * Reads options as long as they are written as most are: {@code --name value}, {@code --flag} and
     * {@code -f} without quotes and escapes, one blank between, and no value that could be an option.
     * Where reading goes on, which is where it began when the first word is another, or a negated status.
     */
    private static int plainOptions(
            byte[] line, int from, int end, VerbSyntax syntax, ParsedCommand into) {
        int at = from;
        while (at < end) {
            long head = Words.head(line, at);
            int stop = Words.plainEnd(line, at, head);
            if ((byte) head != '-' || !isEnd(line, stop, end)) {
                return at;
            }
            boolean named = (head & TWO_BYTES) == TWO_HYPHENS;
            int code = named
                    ? syntax.options.find(line, at + 2, stop - at - 2)
                    : stop == at + 2 ? syntax.letter((byte) (head >>> 8)) : WordTable.ABSENT;
            int next = OptionCode.isFlag(code)
                    ? into.flag(code, named ? at : at + 1, stop)
                    : named && OptionCode.isValued(code)
                            ? plainValue(line, code, stop + 1, end, into)
                            : 0;
            if (next <= 0) {
                return next == 0 ? at : next;
            }
            at = next + (next == end ? 0 : 1);
        }
        return at;
    }

    /** Takes a plain value down: where it ends, a negated status, or 0 when it is not plain. */
    private static int plainValue(byte[] line, int code, int at, int end, ParsedCommand into) {
        long head = Words.head(line, at);
        int stop = Words.plainEnd(line, at, head);
        return (byte) head > '-' && isEnd(line, stop, end) ? into.value(code, at, stop, stop) : 0;
    }

    private static boolean isEnd(byte[] line, int at, int end) {
        return line[at] == ' ' || at == end;
    }

    /** Reads one option with its value: where reading goes on, or a negated status. */
    private static int option(
            byte[] line, int at, long span, int end, VerbSyntax syntax, ParsedCommand into) {
        int stop = Words.end(span);
        if (!isOption(line, at, stop - at)) {
            return positional(at, span, syntax, into);
        }
        if (line[at + 1] != '-') {
            return letters(line, at, span, end, syntax, into);
        }
        int code = syntax.options.find(line, at + 2, stop - at - 2);
        return code == WordTable.ABSENT
                ? longOption(line, at, span, end, syntax, into)
                : longOption(line, code, at, stop, stop, Words.next(span), end, syntax, into);
    }

    /** Reads {@code --name=value}, and what is no option. */
    private static int longOption(
            byte[] line, int at, long span, int end, VerbSyntax syntax, ParsedCommand into) {
        int stop = Words.end(span);
        int name = at + 2;
        int nameEnd = Words.nameEnd(line, name, stop);
        int code = syntax.options.find(line, name, nameEnd - name);
        if (code < 0) {
            return stop == name && syntax.maxPositionals > 0
                    ? positionals(line, Words.next(span), end, syntax, into)
                    : refuseOption(code, at, into);
        }
        return longOption(line, code, at, nameEnd, stop, Words.next(span), end, syntax, into);
    }

    private static int longOption(
            byte[] line,
            int code,
            int at,
            int nameEnd,
            int stop,
            int next,
            int end,
            VerbSyntax syntax,
            ParsedCommand into) {
        if (OptionCode.isNotHere(code)) {
            return refuseOption(code, at, into);
        }
        if (OptionCode.kind(code) == OptionCode.FLAG) {
            return nameEnd < stop
                    ? into.refuse(CommandStatus.VALUE_UNEXPECTED, nameEnd, code)
                    : into.flag(code, at, next);
        }
        return nameEnd < stop
                ? into.value(code, nameEnd + 1, stop, next)
                : separate(line, code, next, end, syntax, into);
    }

    /** Reads {@code -abc}: flags, of which the last may have a value. */
    private static int letters(
            byte[] line, int at, long span, int end, VerbSyntax syntax, ParsedCommand into) {
        int stop = Words.end(span);
        int next = Words.next(span);
        for (int i = at + 1; i < stop; i++) {
            int code = syntax.letter(line[i]);
            if (code < 0 || OptionCode.isNotHere(code)) {
                return refuseOption(code, i, into);
            }
            boolean equals = i + 1 < stop && line[i + 1] == '=';
            if (OptionCode.kind(code) != OptionCode.FLAG) {
                return i + 1 == stop
                        ? separate(line, code, next, end, syntax, into)
                        : into.value(code, equals ? i + 2 : i + 1, stop, next);
            }
            int flagged = equals
                    ? into.refuse(CommandStatus.VALUE_UNEXPECTED, i + 1, code)
                    : into.flag(code, i, next);
            if (flagged < 0) {
                return flagged;
            }
        }
        return next;
    }

    /** Reads the value of an option from the word behind it. */
    private static int separate(
            byte[] line, int code, int from, int end, VerbSyntax syntax, ParsedCommand into) {
        int at = Words.skipBlanks(line, from);
        if (at >= end) {
            return into.refuse(CommandStatus.VALUE_MISSING, end, code);
        }
        long span = Words.read(line, at, end);
        if (Words.isFault(span)) {
            return into.refuse(Words.status(span), Words.place(span));
        }
        int stop = Words.end(span);
        return isOption(line, at, stop - at) && isKnown(line, at, stop, syntax)
                ? into.refuse(CommandStatus.VALUE_MISSING, at, code)
                : into.value(code, at, stop, Words.next(span));
    }

    /** Whether a word is one of the verb's options, so that it is no other option's value. */
    private static boolean isKnown(byte[] line, int at, int stop, VerbSyntax syntax) {
        int nameEnd = Words.nameEnd(line, at, stop);
        return line[at + 1] == '-'
                ? syntax.options.find(line, at + 2, nameEnd - at - 2) >= 0
                : nameEnd == at + 2 && syntax.letter(line[at + 1]) >= 0;
    }

    private static boolean isOption(byte[] line, int at, int length) {
        return length > 1 && line[at] == '-';
    }

    private static int positional(int at, long span, VerbSyntax syntax, ParsedCommand into) {
        if (into.positionals == syntax.maxPositionals) {
            return into.refuse(
                    syntax.leaf ? CommandStatus.POSITIONAL_UNEXPECTED : unknownWord(syntax), at);
        }
        return into.positional(at, Words.end(span), Words.next(span));
    }

    /** Reads what follows {@code --}: values only. */
    private static int positionals(
            byte[] line, int from, int end, VerbSyntax syntax, ParsedCommand into) {
        int at = Words.skipBlanks(line, from);
        while (at < end) {
            long span = Words.read(line, at, end);
            int next = Words.isFault(span)
                    ? into.refuse(Words.status(span), Words.place(span))
                    : positional(at, span, syntax, into);
            if (next < 0) {
                return next;
            }
            at = Words.skipBlanks(line, next);
        }
        return end;
    }

    private static int refuseOption(int code, int at, ParsedCommand into) {
        return into.refuse(
                code < 0 ? CommandStatus.OPTION_UNKNOWN : CommandStatus.OPTION_NOT_HERE, at);
    }

    private static int unknownWord(VerbSyntax syntax) {
        return syntax.isRoot() ? CommandStatus.NOUN_UNKNOWN : CommandStatus.VERB_UNKNOWN;
    }

    private static int finish(VerbSyntax syntax, int end, ParsedCommand into) {
        if (syntax.verb < 0) {
            return -into.refuse(CommandStatus.VERB_MISSING, end);
        }
        into.verb = syntax.verb;
        long missing = syntax.required & ~into.present;
        return missing == 0
                ? CommandStatus.PARSED
                : -into.refuse(
                        CommandStatus.PARAMETER_MISSING, end, Long.numberOfTrailingZeros(missing));
    }
}
