package dev.cnv.hotpath.text;

import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The slow parser that {@link CommandParser} is compared with: strings, maps, exceptions and one
 * character after the other. A byte of the line is a character from 0 to 255 here.
 */
final class ReferenceParser {

    private final List<VerbDescriptor> verbs;
    private final List<Integer> maxPositionals;
    private final int maxArguments;

    ReferenceParser(List<VerbDescriptor> verbs, List<Integer> maxPositionals, int maxArguments) {
        this.verbs = verbs;
        this.maxPositionals = maxPositionals;
        this.maxArguments = maxArguments;
    }

    /** A value: whose, what bytes, and the number for integer types. */
    record Value(int parameter, String bytes, long number) {}

    /** What a line means; for a refused one, status and place only. */
    record Meaning(
            int status, int position, int verb, Map<Integer, Boolean> flags, List<Value> values) {

        static Meaning refused(int status, int position) {
            return new Meaning(status, position, -1, Map.of(), List.of());
        }
    }

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final int position;

        Refused(int status, int position) {
            super("status=" + status, null, false, false);
            this.status = status;
            this.position = position;
        }
    }

    private record Word(int at, String text) {}

    Meaning parse(byte[] bytes) {
        try {
            return new Reading(new String(bytes, StandardCharsets.ISO_8859_1)).command();
        } catch (Refused e) {
            return Meaning.refused(e.status, e.position);
        }
    }

    /** One line being read. */
    private final class Reading {
        private final String line;
        private int at;
        private final Map<Integer, Boolean> flags = new TreeMap<>();
        private final List<Value> values = new ArrayList<>();
        private final Set<Integer> given = new HashSet<>();
        private int positionals;

        Reading(String line) {
            this.line = line;
        }

        Meaning command() throws Refused {
            List<String> path = new ArrayList<>();
            Word word = next();
            while (word != null && leads(path, word.text())) {
                path.add(word.text());
                word = next();
            }
            int verb = -1;
            boolean more = false;
            for (int i = 0; i < verbs.size(); i++) {
                List<String> segments = verbs.get(i).id().segments();
                verb = segments.equals(path) ? i : verb;
                more |= segments.size() > path.size()
                        && segments.subList(0, path.size()).equals(path);
            }
            int unknown = path.isEmpty()
                    ? CommandStatus.NOUN_UNKNOWN
                    : more ? CommandStatus.VERB_UNKNOWN : CommandStatus.POSITIONAL_UNEXPECTED;
            boolean endOfOptions = false;
            while (word != null) {
                if (endOfOptions || !word.text().startsWith("-") || word.text().equals("-")) {
                    if (verb < 0 || positionals == maxPositionals.get(verb)) {
                        throw new Refused(unknown, word.at());
                    }
                    positionals++;
                    add(-1, word.text(), 0, word.at());
                } else if (verb >= 0
                        && maxPositionals.get(verb) > 0
                        && word.text().equals("--")) {
                    endOfOptions = true;
                } else {
                    option(verb, path.isEmpty(), word);
                }
                word = next();
            }
            if (verb < 0) {
                throw new Refused(CommandStatus.VERB_MISSING, line.length());
            }
            for (int i = 0; i < verbs.get(verb).parameters().size(); i++) {
                if (verbs.get(verb).parameters().get(i).required() && !given.contains(i)) {
                    throw new Refused(CommandStatus.PARAMETER_MISSING, line.length());
                }
            }
            return new Meaning(0, 0, verb, flags, values);
        }

        private boolean leads(List<String> path, String text) {
            List<String> longer = new ArrayList<>(path);
            longer.add(text);
            return verbs.stream()
                    .map(verb -> verb.id().segments())
                    .anyMatch(segments -> segments.size() >= longer.size()
                            && segments.subList(0, longer.size()).equals(longer));
        }

        private void option(int verb, boolean root, Word word) throws Refused {
            Map<String, Integer> codes = codes(verb, root);
            if (!word.text().startsWith("--")) {
                letters(verb, codes, word);
                return;
            }
            int equals = word.text().indexOf('=');
            String name = equals < 0 ? word.text() : word.text().substring(0, equals);
            int parameter = known(codes, name, word.at());
            if (isFlag(verb, parameter)) {
                if (equals >= 0) {
                    throw new Refused(CommandStatus.VALUE_UNEXPECTED, word.at() + equals);
                }
                boolean negative = !name.equals(
                        "--" + verbs.get(verb).parameters().get(parameter).name());
                flag(parameter, !negative, word.at());
            } else if (equals >= 0) {
                value(verb, parameter, word.text().substring(equals + 1), word.at() + equals + 1);
            } else {
                separate(verb, codes, parameter);
            }
        }

        private void letters(int verb, Map<String, Integer> codes, Word word) throws Refused {
            for (int i = 1; i < word.text().length(); i++) {
                int parameter = known(codes, "-" + word.text().charAt(i), word.at() + i);
                String rest = word.text().substring(i + 1);
                if (isFlag(verb, parameter)) {
                    if (rest.startsWith("=")) {
                        throw new Refused(CommandStatus.VALUE_UNEXPECTED, word.at() + i + 1);
                    }
                    flag(parameter, true, word.at() + i);
                } else if (rest.isEmpty()) {
                    separate(verb, codes, parameter);
                    return;
                } else {
                    int skipped = rest.startsWith("=") ? 1 : 0;
                    value(verb, parameter, rest.substring(skipped), word.at() + i + 1 + skipped);
                    return;
                }
            }
        }

        private void separate(int verb, Map<String, Integer> codes, int parameter) throws Refused {
            Word word = next();
            if (word == null) {
                throw new Refused(CommandStatus.VALUE_MISSING, line.length());
            }
            if (codes.containsKey(word.text().split("=", 2)[0])) {
                throw new Refused(CommandStatus.VALUE_MISSING, word.at());
            }
            value(verb, parameter, word.text(), word.at());
        }

        private void flag(int parameter, boolean truth, int position) throws Refused {
            if (!given.add(parameter)) {
                throw new Refused(CommandStatus.OPTION_REPEATED, position);
            }
            flags.put(parameter, truth);
        }

        private void value(int verb, int parameter, String text, int position) throws Refused {
            ValueType type = bare(verb, parameter);
            if (values.size() == maxArguments) {
                throw new Refused(CommandStatus.TOO_MANY_ARGUMENTS, position);
            }
            boolean list = type instanceof ValueType.Sequence || type instanceof ValueType.Table;
            if (!given.add(parameter) && !list) {
                throw new Refused(CommandStatus.OPTION_REPEATED, position);
            }
            ValueType element =
                    type instanceof ValueType.Sequence sequence ? sequence.element() : type;
            add(parameter, text, number(element, text, position), position);
        }

        private void add(int parameter, String text, long number, int position) throws Refused {
            if (values.size() == maxArguments) {
                throw new Refused(CommandStatus.TOO_MANY_ARGUMENTS, position);
            }
            values.add(new Value(parameter, text, number));
        }

        private ValueType bare(int verb, int parameter) {
            ValueType type = verbs.get(verb).parameters().get(parameter).type();
            return type instanceof ValueType.Maybe maybe ? maybe.value() : type;
        }

        private boolean isFlag(int verb, int parameter) {
            return bare(verb, parameter).equals(ValueType.BOOLEAN);
        }

        /** The next word without its quotes; null at the end. */
        private Word next() throws Refused {
            while (at < line.length() && " \t".indexOf(line.charAt(at)) >= 0) {
                at++;
            }
            if (at == line.length()) {
                return null;
            }
            int begin = at;
            StringBuilder text = new StringBuilder();
            while (at < line.length() && " \t".indexOf(line.charAt(at)) < 0) {
                switch (line.charAt(at)) {
                    case '\'' -> quoted(text, '\'');
                    case '"' -> quoted(text, '"');
                    case '\\' -> {
                        at++;
                        if (at == line.length()) {
                            throw new Refused(CommandStatus.ESCAPE_UNKNOWN, at - 1);
                        }
                        plain(text);
                    }
                    default -> plain(text);
                }
            }
            return new Word(begin, text.toString());
        }

        private void quoted(StringBuilder text, char quote) throws Refused {
            int begin = at++;
            while (at < line.length() && line.charAt(at) != quote) {
                if (quote == '"' && line.charAt(at) == '\\') {
                    if (at + 1 < line.length() && "\"\\".indexOf(line.charAt(at + 1)) < 0) {
                        throw new Refused(CommandStatus.ESCAPE_UNKNOWN, at);
                    }
                    at++;
                }
                if (at < line.length()) {
                    character(text);
                }
            }
            if (at >= line.length()) {
                throw new Refused(CommandStatus.QUOTE_OPEN, begin);
            }
            at++;
        }

        private void plain(StringBuilder text) throws Refused {
            if (line.charAt(at) < ' ') {
                throw new Refused(CommandStatus.CONTROL_BYTE, at);
            }
            character(text);
        }

        private void character(StringBuilder text) throws Refused {
            if (line.charAt(at) == 0) {
                throw new Refused(CommandStatus.CONTROL_BYTE, at);
            }
            for (int length = 1; length <= 4 && at + length <= line.length(); length++) {
                String some = line.substring(at, at + length);
                if (isOneCharacter(some)) {
                    text.append(some);
                    at += length;
                    return;
                }
            }
            throw new Refused(CommandStatus.UTF8_INVALID, at);
        }
    }

    private static boolean isOneCharacter(String bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
            return text.codePointCount(0, text.length()) == 1;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static int known(Map<String, Integer> codes, String name, int position) throws Refused {
        Integer code = codes.get(name);
        if (code == null) {
            throw new Refused(CommandStatus.OPTION_UNKNOWN, position);
        }
        if (code < 0) {
            throw new Refused(CommandStatus.OPTION_NOT_HERE, position);
        }
        return code;
    }

    private static long number(ValueType type, String text, int position) throws Refused {
        long max = switch (type) {
            case ValueType.Scalar(ValueType.Kind kind)
            when kind == ValueType.Kind.INT8 -> Byte.MAX_VALUE;
            case ValueType.Scalar(ValueType.Kind kind)
            when kind == ValueType.Kind.INT16 -> Short.MAX_VALUE;
            case ValueType.Scalar(ValueType.Kind kind)
            when kind == ValueType.Kind.INT32 -> Integer.MAX_VALUE;
            case ValueType.Scalar(ValueType.Kind kind)
            when kind == ValueType.Kind.INT64 -> Long.MAX_VALUE;
            default -> 0;
        };
        if (max == 0) {
            return 0;
        }
        try {
            long number = NumberTextTest.decimal(text).longValueExact();
            if (number <= max && number >= -max - 1) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException _) {
            // Not a whole number; refused below.
        }
        throw new Refused(CommandStatus.NUMBER_MALFORMED, position);
    }

    /** Parameters by what names them; -1 for what only the ordinary command line carries out. */
    private Map<String, Integer> codes(int verb, boolean root) {
        Map<String, Integer> codes = new HashMap<>();
        if (verb < 0) {
            List.of("-h", "--help", "--errors").forEach(name -> codes.put(name, -1));
            if (root) {
                List.of("--version", "--capabilities", "--introspect", "--completion")
                        .forEach(name -> codes.put(name, -1));
            }
            return codes;
        }
        List<ParameterDescriptor> parameters = verbs.get(verb).parameters();
        for (int i = 0; i < parameters.size(); i++) {
            codes.put("--" + parameters.get(i).name(), i);
            int index = i;
            parameters.get(i).flag().ifPresent(letter -> codes.put("-" + letter, index));
        }
        boolean help = codes.containsKey("--help");
        for (int i = 0; i < parameters.size(); i++) {
            ParameterDescriptor parameter = parameters.get(i);
            boolean always = parameter.required()
                    || parameter.environment().isPresent()
                    || parameter.defaultText().orElse("false").equals("true")
                    || !parameter.type().equals(ValueType.BOOLEAN);
            if (isFlag(parameter) && always) {
                codes.putIfAbsent("--no-" + parameter.name(), i);
            }
            if (parameter.sensitive()) {
                codes.putIfAbsent("--" + parameter.name() + "-file", -1);
            }
        }
        if (help) {
            codes.putIfAbsent("--cnv-help", -1);
        } else {
            codes.put("--help", -1);
            codes.putIfAbsent("-h", -1);
        }
        for (String name : ("output explain as token approval idempotency-key timeout receipt"
                        + " errors dry-run")
                .split(" ", -1)) {
            if (!name.equals("dry-run") || verbs.get(verb).effects().dryRun()) {
                codes.putIfAbsent("--" + name, -1);
                codes.putIfAbsent("--cnv-" + name, -1);
            }
        }
        return codes;
    }

    private static boolean isFlag(ParameterDescriptor parameter) {
        return parameter.type().equals(ValueType.BOOLEAN)
                || parameter.type().equals(ValueType.optional(ValueType.BOOLEAN));
    }
}
