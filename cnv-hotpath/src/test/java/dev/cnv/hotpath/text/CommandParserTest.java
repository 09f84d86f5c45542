package dev.cnv.hotpath.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandParserTest {

    private static final int FROM = 0;
    private static final int TO = 1;
    private static final int CENTS = 2;
    private static final int NOTE = 3;
    private static final int SHOW = 4;
    private static final int URGENT = 5;
    private static final String GOOD = "account transfer --from=a --to=b --cents=1 ";

    private final CommandParser parser = CommandParser.of(Verbs.table(), 200);
    private final ParsedCommand command = parser.newResult(5);

    @Test
    void parse_command_givesVerbAndSlices() {
        assertEquals(
                CommandStatus.PARSED,
                parse("account transfer --from=alice -u --to 'b o b' --cents 500 --no-show"));
        assertEquals(0, command.verb());
        assertEquals(3, command.count());
        assertEquals("alice", command.text(command.slice(FROM)));
        assertEquals((24L << 16) | 5, command.slice(FROM));
        assertTrue(command.is(command.slice(TO), "b o b".getBytes(StandardCharsets.UTF_8)));
        assertFalse(command.is(command.slice(TO), "b o".getBytes(StandardCharsets.UTF_8)));
        assertEquals(500, command.number(CENTS));
        assertTrue(command.isGiven(URGENT) && command.flag(URGENT));
        assertTrue(command.isGiven(SHOW) && !command.flag(SHOW));
        assertFalse(command.isGiven(NOTE));
        assertEquals(0b110111, command.given());
        assertEquals("the command was read", command.message(CommandStatus.PARSED));
    }

    @Test
    void parse_list_givesEveryValueInOrder() {
        assertEquals(0, parse("cluster node drain -w1 --labels a=1 --weights=-2 -w 3e2"));
        assertEquals(2, command.verb());
        assertEquals(4, command.count());
        assertEquals(2, command.parameterAt(0));
        assertEquals(1, command.numberAt(0));
        assertEquals(3, command.parameterAt(1));
        assertEquals("a=1", command.text(command.sliceAt(1)));
        assertEquals(-2, command.numberAt(2));
        assertEquals(300, command.numberAt(3));
        assertEquals(command.sliceAt(0), command.slice(2));
    }

    @Test
    void parse_positionals_areValuesOfNoParameter() {
        assertEquals(0, parse("file copy a -q -- --b"));
        assertEquals(3, command.verb());
        assertEquals(2, command.count());
        assertEquals(ParsedCommand.POSITIONAL, command.parameterAt(0));
        assertEquals("--b", command.text(command.sliceAt(1)));
        assertTrue(command.flag(0));
        refused("file copy a b c d", CommandStatus.POSITIONAL_UNEXPECTED, 16);
        refused("file copy -- a b c d", CommandStatus.POSITIONAL_UNEXPECTED, 19);
    }

    @Test
    void parse_fault_hasStatusAndPlace() {
        refused("", CommandStatus.VERB_MISSING, 0);
        refused("  account ", CommandStatus.VERB_MISSING, 10);
        refused("acount transfer", CommandStatus.NOUN_UNKNOWN, 0);
        refused("account  transfr", CommandStatus.VERB_UNKNOWN, 9);
        refused(GOOD + "undo", CommandStatus.VERB_UNKNOWN, 43);
        refused("account transfer undo x", CommandStatus.POSITIONAL_UNEXPECTED, 22);
        refused(GOOD + "--frm=a", CommandStatus.OPTION_UNKNOWN, 43);
        refused(GOOD + "-ux", CommandStatus.OPTION_UNKNOWN, 45);
        refused(GOOD + "-é", CommandStatus.OPTION_UNKNOWN, 44);
        refused(GOOD + "--output=json", CommandStatus.OPTION_NOT_HERE, 43);
        refused("account --help", CommandStatus.OPTION_NOT_HERE, 8);
        refused("--version", CommandStatus.OPTION_NOT_HERE, 0);
        refused(GOOD + "--note", CommandStatus.VALUE_MISSING, 49);
        refused(GOOD + "--note --to", CommandStatus.VALUE_MISSING, 50);
        refused(GOOD + "--urgent=yes", CommandStatus.VALUE_UNEXPECTED, 51);
        refused(GOOD + "-u=yes", CommandStatus.VALUE_UNEXPECTED, 45);
        refused(GOOD + "--to=c", CommandStatus.OPTION_REPEATED, 48);
        refused(GOOD + "-uu", CommandStatus.OPTION_REPEATED, 45);
        refused(GOOD + "--note=a --note=b --note=c", CommandStatus.TOO_MANY_ARGUMENTS, 68);
        refused("account transfer --cents=1.5", CommandStatus.NUMBER_MALFORMED, 25);
        refused(GOOD + "--remaining-attempts=128", CommandStatus.NUMBER_MALFORMED, 64);
        refused("account transfer --cents=1 --to=b", CommandStatus.PARAMETER_MISSING, 33);
        refused(GOOD + "--note='a", CommandStatus.QUOTE_OPEN, 50);
        refused(GOOD + "--note=\"\\n\"", CommandStatus.ESCAPE_UNKNOWN, 51);
        refused(GOOD + "--note=a\\", CommandStatus.ESCAPE_UNKNOWN, 51);
        refused(GOOD + "--note=a\0b", CommandStatus.CONTROL_BYTE, 51);
        refused(GOOD + "--note='a\0b'", CommandStatus.CONTROL_BYTE, 52);
        refused(GOOD + "\n", CommandStatus.CONTROL_BYTE, 43);
        assertEquals(CommandStatus.PARSED, parse(GOOD + "--note='a\nb'"));
    }

    @Test
    void message_fault_saysWhereAndWhichParameterAndQuotesNothing() {
        int status = parse("account transfer --cents=secret");
        assertEquals(
                "the value is not a whole number in the range of its type, at byte 25, parameter 2",
                command.message(status));
        assertEquals(CENTS, command.parameter());
        assertEquals("the noun is unknown, at byte 0", command.message(parse("secret")));
        assertThrows(IllegalArgumentException.class, () -> command.message(99));
        assertThrows(IllegalArgumentException.class, () -> CommandStatus.sentence(-1));
    }

    @Test
    void utf8_everySequenceOfUpToThreeBytes_isJudgedAsTheJdkDoes() {
        for (int code = 0x80; code < 0x110000; code += code < 0x11000 ? 1 : 61) {
            boolean surrogate = code >= 0xD800 && code < 0xE000;
            byte[] bytes = surrogate
                    ? new byte[] {
                        (byte) 0xED, (byte) (code >> 6 & 0x3F | 0x80), (byte) (code & 0x3F | 0x80)
                    }
                    : Character.toString(code).getBytes(StandardCharsets.UTF_8);
            assertEquals(
                    surrogate ? 0 : bytes.length, Utf8.length(bytes, 0, bytes.length), "" + code);
            assertEquals(0, Utf8.length(bytes, 0, bytes.length - 1));
            assertEquals(0, Utf8.length(bytes, 1, bytes.length));
        }
        for (int second = 0; second < 0x10000; second++) {
            byte[] overlong = {(byte) (0xC0 | second >> 8 & 1), (byte) second};
            assertEquals(0, Utf8.length(overlong, 0, 2));
        }
    }

    @Test
    void parse_longerThanTheLimit_isRefusedBeforeItIsRead() {
        String line = GOOD + "--note=" + "x".repeat(150);
        assertEquals(CommandStatus.PARSED, parse(line));
        refused(line + "x", CommandStatus.LINE_TOO_LONG, 200);
        assertThrows(
                IndexOutOfBoundsException.class, () -> parser.parse(new byte[20], 0, 13, command));
        assertThrows(
                IndexOutOfBoundsException.class, () -> parser.parse(new byte[20], 5, -1, command));
        assertThrows(
                IndexOutOfBoundsException.class, () -> parser.parse(new byte[7], 0, 0, command));
    }

    @Test
    void parse_segment_isCopiedAndLeftAlone() {
        byte[] line = (GOOD + "--note='it''s'").getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(line.length + 10L);
            MemorySegment.copy(segment, 0, segment, 0, 0);
            segment.asSlice(5, line.length).copyFrom(MemorySegment.ofArray(line));
            assertEquals(0, parser.parse(segment, 5, line.length, command));
            assertEquals("its", command.text(command.slice(NOTE)));
            assertArrayEquals(
                    line,
                    segment.asSlice(5, line.length)
                            .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
            assertEquals(CommandStatus.LINE_TOO_LONG, parser.parse(segment, 0, 201, command));
            assertEquals(200, command.position());
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> parser.parse(segment, 0, (int) segment.byteSize() + 1, command));
        }
    }

    @Test
    void parse_inPlace_keepsTheCallersArray() {
        byte[] line = Arrays.copyOf(GOOD.getBytes(StandardCharsets.UTF_8), 60);
        assertEquals(0, parser.parse(line, 0, GOOD.length(), command));
        assertSame(line, command.line());
    }

    @Test
    void scale_decimals_areReadInPlace() {
        assertEquals(0, parse(GOOD + "--note=12.50 --note=x"));
        assertTrue(command.scale(3, 2));
        assertEquals(1250, command.numberAt(3));
        assertFalse(command.scale(3, 0));
        assertFalse(command.scale(4, 2));
    }

    @Test
    void table_unfitVerbs_areRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> CommandTable.of(List.of(Verbs.UNDO, Verbs.UNDO)));
        assertThrows(
                IllegalArgumentException.class, () -> CommandTable.builder().verb(Verbs.UNDO, -1));
        VerbDescriptor.Builder wide =
                VerbDescriptor.of("a.b", "1.0.0").effects(Verbs.UNDO.effects());
        for (int i = 0; i <= CommandTable.MAX_PARAMETERS; i++) {
            wide.parameter(ParameterDescriptor.optional("p" + i, ValueType.TEXT, ""));
        }
        VerbDescriptor tooWide = wide.schemas("00".repeat(32), "00".repeat(32));
        assertThrows(IllegalArgumentException.class, () -> CommandTable.of(List.of(tooWide)));
        VerbDescriptor foreign = VerbDescriptor.of("a.b", "1.0.0")
                .effects(Verbs.UNDO.effects())
                .parameters(
                        ParameterDescriptor.optional("p", ValueType.TEXT, "").flag('é'))
                .schemas("00".repeat(32), "00".repeat(32));
        assertThrows(IllegalArgumentException.class, () -> CommandTable.of(List.of(foreign)));
        assertThrows(
                IllegalArgumentException.class, () -> CommandParser.of(Verbs.table(), 0x10000));
        assertThrows(IllegalArgumentException.class, () -> parser.newResult(-1));
    }

    @Test
    void table_sixtyFourParameters_eachHasItsBit() {
        VerbDescriptor.Builder wide =
                VerbDescriptor.of("a.b", "1.0.0").effects(Verbs.UNDO.effects());
        StringBuilder line = new StringBuilder("a b");
        for (int i = 0; i < CommandTable.MAX_PARAMETERS; i++) {
            wide.parameter(ParameterDescriptor.required("p" + i, ValueType.INT32, ""));
            line.append(" --p").append(i).append('=').append(i);
        }
        CommandParser wideParser = CommandParser.of(
                CommandTable.of(List.of(wide.schemas("00".repeat(32), "00".repeat(32)))), 1000);
        ParsedCommand result = wideParser.newResult(CommandTable.MAX_PARAMETERS);
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        assertEquals(0, wideParser.parse(Arrays.copyOf(bytes, 1000), 0, bytes.length, result));
        assertEquals(-1, result.given());
        for (int i = 0; i < CommandTable.MAX_PARAMETERS; i++) {
            assertEquals(i, result.number(i));
        }
    }

    private void refused(String line, int status, int position) {
        assertEquals(status, parse(line), line);
        assertEquals(position, command.position(), line);
    }

    private int parse(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(bytes, bytes.length + CommandParser.PADDING_BYTES);
        return parser.parse(padded, 0, bytes.length, command);
    }
}
