package dev.cnv.hotpath.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The result of reading a command, to be used again for the next command: the verb, which parameters were
 * given, and their values as slices of the line. A slice is {@code (offset << 16) | length}, both in
 * bytes; it holds until the line is written to or the result is used again.
 *
 * <p>A parameter is named by its place in the verb's descriptor. Values are in the order of the line;
 * flags are no values. What was refused leaves nothing to read but {@link #position()}, {@link
 * #parameter()} and {@link #message(int)}.
 *
 * <p><b>Threading:</b> for one thread.
 */
public final class ParsedCommand {

    /** The parameter of a value that stands alone. */
    public static final int POSITIONAL = -1;

    /** The most values that a result can hold. */
    public static final int MAX_ARGUMENTS = 4096;

    private static final int OFFSET_SHIFT = 16;
    private static final int LENGTH_MASK = 0xFFFF;
    private static final int PARAMETER_SHIFT = 48;
    private static final long SLICE_MASK = -1L >>> (Long.SIZE - PARAMETER_SHIFT);

    final byte[] copy;
    byte[] line;
    int from;
    int verb;
    int positionals;
    long present;
    private int position;
    private int count;
    private long truths;
    private int parameter;
    /** Slices, with the parameter in the bits above. */
    private final long[] slices;

    private final long[] numbers;
    private final int[] firsts = new int[CommandTable.MAX_PARAMETERS];

    /** A result for lines up to a length. */
    ParsedCommand(int maxArguments, int maxLineBytes) {
        if (maxArguments < 0 || maxArguments > MAX_ARGUMENTS) {
            throw new IllegalArgumentException(
                    "maxArguments=" + maxArguments + " is not 0 to " + MAX_ARGUMENTS);
        }
        copy = new byte[maxLineBytes + CommandParser.PADDING_BYTES];
        line = copy;
        slices = new long[maxArguments];
        numbers = new long[maxArguments];
    }

    /**
     * The verb.
     *
     * @return its place in the list that the table was built from
     */
    public int verb() {
        return verb;
    }

    /**
     * Whether a parameter was given.
     *
     * @param index the parameter
     * @return whether it is in the line
     */
    public boolean isGiven(int index) {
        return (present >>> index & 1) != 0;
    }

    /**
     * Which parameters were given.
     *
     * @return a bit for each, the first parameter lowest
     */
    public long given() {
        return present;
    }

    /**
     * What a flag says.
     *
     * @param index the parameter
     * @return true for {@code --name}, false for {@code --no-name} and when it was not given
     */
    public boolean flag(int index) {
        return (truths >>> index & 1) != 0;
    }

    /**
     * The first value of a parameter.
     *
     * @param index a parameter that {@link #isGiven} and is no flag
     * @return its slice
     */
    public long slice(int index) {
        return slices[firsts[index]] & SLICE_MASK;
    }

    /**
     * The first value of a parameter as a number.
     *
     * @param index a parameter of an integer type that {@link #isGiven}
     * @return the number
     */
    public long number(int index) {
        return numbers[firsts[index]];
    }

    /**
     * How many values there are: those of lists each, flags not.
     *
     * @return the count
     */
    public int count() {
        return count;
    }

    /**
     * Whose value one is.
     *
     * @param argument 0 to {@link #count()}, exclusive
     * @return the parameter, or {@link #POSITIONAL}
     */
    public int parameterAt(int argument) {
        return (int) (slices[argument] >> PARAMETER_SHIFT);
    }

    /**
     * One of the values.
     *
     * @param argument 0 to {@link #count()}, exclusive
     * @return its slice
     */
    public long sliceAt(int argument) {
        return slices[argument] & SLICE_MASK;
    }

    /**
     * One of the values as a number.
     *
     * @param argument 0 to {@link #count()}, exclusive, of a parameter of an integer type or a list of it
     * @return the number
     */
    public long numberAt(int argument) {
        return numbers[argument];
    }

    /**
     * Reads a value as a decimal number times a power of ten: {@code 12.50} at scale 2 is 1,250.
     *
     * @param argument 0 to {@link #count()}, exclusive
     * @param scale the power, 0 to 18
     * @return whether it is a number whose multiple a long holds exactly; {@link #numberAt} then returns
     *     the multiple
     */
    public boolean scale(int argument, int scale) {
        long slice = sliceAt(argument);
        return NumberText.scaled(line, offset(slice), length(slice), scale, numbers, argument);
    }

    /**
     * The line that the slices are of; not a copy.
     *
     * @return the bytes
     */
    public byte[] line() {
        return line;
    }

    /**
     * Whether a value has these bytes.
     *
     * @param slice the value
     * @param bytes the bytes
     * @return whether they are the same
     */
    public boolean is(long slice, byte[] bytes) {
        int from = offset(slice);
        return Arrays.equals(line, from, from + length(slice), bytes, 0, bytes.length);
    }

    /**
     * A value as a new string; for places that may allocate.
     *
     * @param slice the value
     * @return the text
     */
    public String text(long slice) {
        return new String(line, offset(slice), length(slice), StandardCharsets.UTF_8);
    }

    /**
     * Where the line is at fault.
     *
     * @return the offending byte, counted from the line's first; the line's length when something is
     *     missing at its end
     */
    public int position() {
        return position;
    }

    /**
     * Which parameter is at fault.
     *
     * @return the parameter, or -1 when it is not one's
     */
    public int parameter() {
        return parameter;
    }

    /**
     * Why a line was refused, for people; for places that may allocate. It quotes nothing of the line.
     *
     * @param status what the parser returned
     * @return one sentence without a full stop
     */
    public String message(int status) {
        return CommandStatus.sentence(status)
                + (status == CommandStatus.PARSED ? "" : ", at byte " + position)
                + (status == CommandStatus.PARSED || parameter < 0
                        ? ""
                        : ", parameter " + parameter);
    }

    /**
     * Where a slice begins.
     *
     * @param slice the slice
     * @return the offset in {@link #line()}, in bytes
     */
    public static int offset(long slice) {
        return (int) (slice >>> OFFSET_SHIFT);
    }

    /**
     * How long a slice is.
     *
     * @param slice the slice
     * @return the length, in bytes
     */
    public static int length(long slice) {
        return (int) slice & LENGTH_MASK;
    }

    /** The longest line that there is room for. */
    int maxLineBytes() {
        return copy.length - CommandParser.PADDING_BYTES;
    }

    /** Forgets the command before. */
    @SuppressWarnings("ReferenceEquality") // Whether it is the same array, not the same bytes.
    void begin(byte[] bytes, int offset) {
        if (line != bytes) {
            line = bytes; // Not each time: it costs the garbage collector's barrier.
        }
        from = offset;
        count = 0;
        positionals = 0;
        present = 0;
        truths = 0;
    }

    /** Takes a fault down that is no parameter's: the status negated. */
    int refuse(int status, int at) {
        position = at - from;
        parameter = POSITIONAL;
        return -status;
    }

    /** Takes a parameter's fault down: the status negated. */
    int refuse(int status, int at, int code) {
        position = at - from;
        parameter = OptionCode.parameter(code);
        return -status;
    }

    /** Takes a flag down: where reading goes on, or a status negated. */
    int flag(int code, int at, int next) {
        long bit = 1L << OptionCode.parameter(code);
        if ((present & bit) != 0) {
            return refuse(CommandStatus.OPTION_REPEATED, at, code);
        }
        present |= bit;
        truths |= OptionCode.isFalse(code) ? 0 : bit;
        return next;
    }

    /** Takes a parameter's value down: where reading goes on, or a status negated. */
    int value(int code, int from, int end, int next) {
        int index = OptionCode.parameter(code);
        long bit = 1L << index;
        if (count == slices.length) {
            return refuse(CommandStatus.TOO_MANY_ARGUMENTS, from, code);
        }
        if ((present & bit) == 0) {
            firsts[index] = count;
        } else if (!OptionCode.isList(code)) {
            return refuse(CommandStatus.OPTION_REPEATED, from, code);
        }
        int kind = OptionCode.kind(code);
        if (kind > OptionCode.TEXT && !isNumber(kind, from, end - from)) {
            return refuse(CommandStatus.NUMBER_MALFORMED, from, code);
        }
        present |= bit;
        add(index, from, end);
        return next;
    }

    /** Takes a value down that stands alone: where reading goes on, or a status negated. */
    int positional(int from, int end, int next) {
        if (count == slices.length) {
            return refuse(CommandStatus.TOO_MANY_ARGUMENTS, from);
        }
        positionals++;
        add(POSITIONAL, from, end);
        return next;
    }

    private void add(int index, int from, int end) {
        slices[count++] =
                (long) index << PARAMETER_SHIFT | (long) from << OFFSET_SHIFT | (end - from);
    }

    private boolean isNumber(int kind, int from, int length) {
        if (!NumberText.whole(line, from, length, numbers, count)) {
            return false;
        }
        int unused = OptionCode.unusedBits(kind);
        return numbers[count] << unused >> unused == numbers[count];
    }
}
