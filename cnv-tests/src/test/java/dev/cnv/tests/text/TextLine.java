package dev.cnv.tests.text;

import dev.cnv.hotpath.text.CommandParser;
import dev.cnv.hotpath.text.CommandStatus;
import dev.cnv.hotpath.text.CommandTable;
import dev.cnv.hotpath.text.ParsedCommand;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.cli.CnvCli;
import dev.cnv.runtime.decode.ArgumentChecker;
import dev.cnv.runtime.decode.Checked;
import dev.cnv.runtime.decode.TextArguments;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a line of text means, by the parser of the hot path and by the ordinary command line. */
final class TextLine {

    static final String REFUSED = "refused";

    private static final int MAX_ARGUMENTS = 16;
    private static final Pattern WORD = Pattern.compile(
            "(?:[^ \\t'\"\\\\]|\\\\.|'[^']*'|\"(?:[^\"\\\\]|\\\\[\"\\\\])*\")+", Pattern.DOTALL);
    private static final Pattern PIECE = Pattern.compile(
            "'([^']*)'|\"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"|\\\\(.)|([^'\"\\\\]+)", Pattern.DOTALL);

    private static final CommandParser PARSER =
            CommandParser.of(CommandTable.of(TextVerbs.ALL), CommandParser.MAX_LINE_BYTES);

    private TextLine() {}

    /**
     * A meaning.
     *
     * @param call the verb and its arguments as the kernel takes them, or {@link #REFUSED}
     * @param why the status or the reason, lower case; empty when nothing is wrong
     */
    record Meaning(String call, String why) {
        boolean refused() {
            return call.equals(REFUSED);
        }
    }

    /** By the parser of the hot path, and the decoders behind it. */
    static Meaning hot(String text) {
        byte[] line = text.getBytes(StandardCharsets.UTF_8);
        int length = line.length;
        ParsedCommand command = PARSER.newResult(MAX_ARGUMENTS);
        byte[] padded = Arrays.copyOf(line, length + CommandParser.PADDING_BYTES);
        int status = PARSER.parse(padded, 0, length, command);
        if (status != CommandStatus.PARSED) {
            return new Meaning(REFUSED, name(status));
        }
        VerbDescriptor verb = TextVerbs.ALL.get(command.verb());
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (int i = 0; i < verb.parameters().size(); i++) {
            if (command.isGiven(i)) {
                texts.put(verb.parameters().get(i).name(), texts(command, i));
            }
        }
        return switch (TextArguments.parse(verb, texts)) {
            case TextArguments.Parsed.Refused(Denial denial) -> {
                requireNoNumber(verb, command, denial);
                yield refused(denial);
            }
            case TextArguments.Parsed.Json(ObjectNode arguments) -> {
                requireNumbers(verb, command, arguments);
                yield checked(verb, arguments);
            }
        };
    }

    /** What was read in place is what the decoder reads from the text. */
    private static void requireNumbers(
            VerbDescriptor verb, ParsedCommand command, ObjectNode arguments) {
        for (int i = 0; i < command.count(); i++) {
            ParameterDescriptor parameter = verb.parameters().get(command.parameterAt(i));
            JsonNode value = arguments.get(parameter.name());
            if (parameter.type().equals(ValueType.INT64)
                    && value.longValue() != command.numberAt(i)) {
                throw new AssertionError("value=" + value + " number=" + command.numberAt(i));
            }
        }
    }

    /** Never is a whole number read in place that the decoder refuses. */
    private static void requireNoNumber(VerbDescriptor verb, ParsedCommand command, Denial denial) {
        for (int i = 0; i < command.count(); i++) {
            ParameterDescriptor parameter = verb.parameters().get(command.parameterAt(i));
            if (parameter.type().equals(ValueType.INT64)
                    && parameter.name().equals(denial.details().get(Denial.PARAMETER))) {
                throw new AssertionError("number=" + command.numberAt(i) + " denial=" + denial);
            }
        }
    }

    private static List<String> texts(ParsedCommand command, int parameter) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < command.count(); i++) {
            if (command.parameterAt(i) == parameter) {
                texts.add(command.text(command.sliceAt(i)));
            }
        }
        return texts.isEmpty() ? List.of(String.valueOf(command.flag(parameter))) : texts;
    }

    /** By the ordinary command line, from the words that a shell would have made of the text. */
    static Meaning ordinary(String text) {
        Optional<List<String>> words = words(text);
        return words.isEmpty() ? new Meaning(REFUSED, "words") : ordinary(words.get());
    }

    private static Meaning ordinary(List<String> words) {
        List<Meaning> called = new ArrayList<>();
        Printed printed = run(words, called);
        return called.isEmpty()
                ? new Meaning(REFUSED, printed.out().isEmpty() ? printed.errors() : "printed")
                : called.getFirst();
    }

    /** The help of a verb. */
    static String help(String verb) {
        return run(
                        words(verb + (verb.endsWith("drain") ? " --cnv-help" : " --help"))
                                .orElseThrow(),
                        new ArrayList<>())
                .out();
    }

    private record Printed(String out, String errors) {}

    private static Printed run(List<String> words, List<Meaning> called) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        CnvCli.named("text")
                .verbs(List.of(new TextVerbs()))
                .runtime(_ -> session(called))
                .streams(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(errors, false, StandardCharsets.UTF_8))
                .build()
                .run(words.toArray(String[]::new));
        return new Printed(
                out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    private static Session session(List<Meaning> called) {
        return (Session) Proxy.newProxyInstance(
                TextLine.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "with" -> proxy;
                    case "call" -> {
                        called.add(call((CapabilityId) arguments[0], (JsonNode) arguments[1]));
                        yield new Outcome.Denied<JsonNode>(
                                Denial.of(Reason.CANCELLED, "only looked at"), receipt());
                    }
                    default -> throw new AssertionError("called " + method);
                });
    }

    private static Meaning call(CapabilityId id, JsonNode arguments) {
        return checked(
                TextVerbs.ALL.stream()
                        .filter(verb -> verb.id().equals(id))
                        .findFirst()
                        .orElseThrow(),
                (ObjectNode) arguments);
    }

    private static Meaning checked(VerbDescriptor verb, ObjectNode arguments) {
        return switch (ArgumentChecker.check(verb, arguments)) {
            case Checked.Refused(Denial denial) -> refused(denial);
            case Checked.Accepted(ObjectNode accepted) ->
                new Meaning(verb.id() + " " + CanonicalJson.text(accepted), "");
        };
    }

    private static Meaning refused(Denial denial) {
        return new Meaning(REFUSED, denial.reason().code());
    }

    private static Receipt receipt() {
        return new Receipt(
                new UUID(0, 1),
                "x.y",
                "1.0.0",
                "alice",
                "default",
                "c-1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** The words of a line by its quotes; empty when they do not fit. */
    static Optional<List<String>> words(String text) {
        List<String> words = new ArrayList<>();
        int at = 0;
        Matcher word = WORD.matcher(text);
        while (true) {
            while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            if (at == text.length()) {
                return Optional.of(words);
            }
            if (!word.region(at, text.length()).lookingAt()) {
                return Optional.empty();
            }
            at = word.end();
            if (at < text.length() && " \t".indexOf(text.charAt(at)) < 0) {
                return Optional.empty();
            }
            words.add(unquoted(word.group()));
        }
    }

    private static String unquoted(String word) {
        return PIECE.matcher(word)
                .replaceAll(piece -> Matcher.quoteReplacement(
                        piece.group(1) != null
                                ? piece.group(1)
                                : piece.group(2) != null
                                        ? piece.group(2).replaceAll("\\\\([\"\\\\])", "$1")
                                        : piece.group(3) != null
                                                ? piece.group(3)
                                                : piece.group(4)));
    }

    /** A status by the name of its constant. */
    static String name(int status) {
        for (Field field : CommandStatus.class.getFields()) {
            try {
                if (field.getInt(null) == status) {
                    return field.getName();
                }
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("status=" + status + " has no name");
    }
}
