package dev.cnv.hotpath.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.hotpath.text.ReferenceParser.Meaning;
import dev.cnv.hotpath.text.ReferenceParser.Value;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The parser against the slow one: any bytes, changed commands, and commands put together of pieces. */
class CommandFuzzTest {

    private static final int MAX_ARGUMENTS = 6;
    private static final int MAX_LINE_BYTES = 400;

    private static final List<String> PIECES = List.of(
            " ",
            "  ",
            "\t",
            "account",
            "transfer",
            "undo",
            "cluster",
            "node",
            "drain",
            "file",
            "copy",
            "--",
            "-",
            "--from",
            "--to",
            "--cents",
            "--note",
            "--show",
            "--no-show",
            "--urgent",
            "--no-urgent",
            "--pin",
            "--pin-file",
            "--remaining-attempts",
            "--output",
            "--cnv-output",
            "--help",
            "--cnv-help",
            "--weights",
            "--labels",
            "--force",
            "--no-force",
            "-f",
            "-c",
            "-u",
            "-uu",
            "-uf",
            "-h",
            "-w",
            "-q",
            "=",
            "a",
            "1",
            "-5",
            "127",
            "128",
            "32767",
            "1e2",
            "1.5",
            "9223372036854775807",
            "9223372036854775808",
            "'",
            "\"",
            "\\",
            "\\\"",
            "a b",
            "é",
            "世",
            "😀",
            "\0",
            "\n",
            "\u0001",
            "\u007f",
            "$x",
            "!#%&",
            "--maximum-number-of-nodes",
            "--maximum-number-of-nodez",
            "--dry-run",
            "--token",
            "--version");

    private static final List<String> COMMANDS = List.of(
            "account transfer --from=alice --to bob --cents 500",
            "account transfer -uf alice --to=bob -c5 --note 'a b' --note \"c \\\" d\" --no-show",
            "account transfer --from=a --to=b --cents=1 --remaining-attempts -128 --pin=é",
            "account transfer undo",
            "cluster node drain --weights 1 -w2 -w=3 --labels a=1 --force --help --output -",
            "cluster node drain --maximum-number-of-nodes=2147483647 --no-force",
            "file copy a -q b",
            "file copy -- -q --b c");

    private final CommandParser parser = CommandParser.of(Verbs.table(), MAX_LINE_BYTES);
    private final ParsedCommand result = parser.newResult(MAX_ARGUMENTS);
    private final ReferenceParser reference = Verbs.reference(MAX_ARGUMENTS);

    @Test
    void parse_randomBytes_isAsTheReferenceSays() {
        Property.named("hotpath-command-bytes").check(d -> Fuzz.bytes(d, 60), this::compare);
    }

    @Test
    void parse_changedCommands_isAsTheReferenceSays() {
        Property.named("hotpath-command-changed")
                .check(
                        draws -> Fuzz.changed(
                                draws, draws.pick(COMMANDS).getBytes(StandardCharsets.UTF_8)),
                        this::compare);
    }

    @Test
    void parse_changedAtKnownPlaces_isAsTheReferenceSays() {
        Property.named("hotpath-command-changed-text")
                .check(
                        draws -> Fuzz.changed(draws, draws.pick(COMMANDS), " \t-='\"\\au\0é5")
                                .getBytes(StandardCharsets.UTF_8),
                        this::compare);
    }

    @Test
    void parse_piecesPutTogether_isAsTheReferenceSays() {
        Property.named("hotpath-command-pieces").check(CommandFuzzTest::pieces, this::compare);
    }

    @Test
    void parse_optionsOfAVerb_isAsTheReferenceSays() {
        Property.named("hotpath-command-options")
                .check(
                        draws -> join(
                                draws.oneOf(
                                        "account transfer --from a --to b --cents 1",
                                        "cluster node drain",
                                        "file copy"),
                                draws.list(
                                        9, d -> d.oneOf(" ", " ", " ", "", "=") + d.pick(PIECES))),
                        this::compare);
    }

    private static byte[] pieces(Draws draws) {
        return join(
                draws.oneOf("", "account transfer ", "cluster node drain ", "file copy "),
                draws.list(16, d -> d.pick(PIECES) + d.oneOf("", " ", "", "=")));
    }

    private static byte[] join(String first, List<String> pieces) {
        return (first + String.join("", pieces)).getBytes(StandardCharsets.UTF_8);
    }

    private void compare(byte[] command) {
        Meaning expected = command.length > MAX_LINE_BYTES
                ? Meaning.refused(CommandStatus.LINE_TOO_LONG, MAX_LINE_BYTES)
                : reference.parse(command);
        // Not at the array's begin, and with bytes behind it that must not matter.
        byte[] line = new byte[3 + command.length + CommandParser.PADDING_BYTES + 2];
        Arrays.fill(line, (byte) 'z');
        System.arraycopy(command, 0, line, 3, command.length);
        int status = parser.parse(line, 3, command.length, result);
        assertEquals(expected, meaning(status), () -> new String(command, StandardCharsets.UTF_8));
        assertEquals("zzz", new String(line, 0, 3, StandardCharsets.UTF_8));
        assertEquals('z', line[line.length - 1]);
    }

    private Meaning meaning(int status) {
        if (status != CommandStatus.PARSED) {
            return Meaning.refused(status, result.position());
        }
        Map<Integer, Boolean> flags = new TreeMap<>();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < result.count(); i++) {
            long slice = result.sliceAt(i);
            String bytes = new String(
                    result.line(),
                    ParsedCommand.offset(slice),
                    ParsedCommand.length(slice),
                    StandardCharsets.ISO_8859_1);
            int parameter = result.parameterAt(i);
            values.add(new Value(parameter, bytes, isNumber(parameter) ? result.numberAt(i) : 0));
        }
        for (int i = 0; i < CommandTable.MAX_PARAMETERS; i++) {
            int index = i;
            if (result.isGiven(i) && values.stream().noneMatch(v -> v.parameter() == index)) {
                flags.put(i, result.flag(i));
            }
        }
        return new Meaning(status, 0, result.verb(), flags, values);
    }

    private boolean isNumber(int parameter) {
        return parameter >= 0
                && OptionCode.kind(OptionCode.of(
                                parameter,
                                Verbs.all()
                                        .get(result.verb())
                                        .parameters()
                                        .get(parameter)
                                        .type()))
                        > OptionCode.TEXT;
    }
}
