package dev.cnv.runtime.cli;

import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.outcome.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Collects the texts that a command line gives for a verb's parameters: from the option, else from the
 * file that a sensitive parameter's {@code --NAME-file} names, else from the environment variable,
 * else, for a sensitive parameter that must be given, from whoever sits at the terminal.
 */
final class VerbArguments {

    private static final int MAX_FILE_BYTES = 16 << 20;

    private final VerbDescriptor verb;
    private final ParseResult parsed;
    private final Surroundings surroundings;

    VerbArguments(VerbDescriptor verb, ParseResult parsed, Surroundings surroundings) {
        this.verb = verb;
        this.parsed = parsed;
        this.surroundings = surroundings;
    }

    /** The texts by parameter, in declaration order; a parameter that was not given is not in it. */
    Map<String, List<String>> texts() {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (ParameterDescriptor parameter : verb.parameters()) {
            List<String> given = given(parameter);
            if (!given.isEmpty()) {
                texts.put(parameter.name(), given);
            }
        }
        return texts;
    }

    /** Whether a flag among the options of every verb was given. */
    boolean has(CallOption option) {
        return !values(option).isEmpty();
    }

    /** The value of an option of every verb. */
    Optional<String> value(CallOption option) {
        return values(option).stream().findFirst();
    }

    /** The values of an option of every verb. */
    List<String> values(CallOption option) {
        OptionSpec usual = verb.parameter(option.word()).isPresent()
                ? null
                : parsed.matchedOption(option.shortName());
        OptionSpec always = parsed.matchedOption(option.longName());
        if (usual != null && always != null && option != CallOption.APPROVAL) {
            throw new CommandRefusedException(
                    Reason.PARAMETER_CONFLICT,
                    "options " + option.shortName() + " and " + option.longName()
                            + " are the same; give one",
                    option.word());
        }
        List<String> values = new ArrayList<>();
        for (OptionSpec matched : new OptionSpec[] {usual, always}) {
            if (matched != null) {
                values.addAll(
                        option.label().isEmpty()
                                ? List.of("true")
                                : matched.originalStringValues());
            }
        }
        requireChoice(option, values);
        return values;
    }

    private static void requireChoice(CallOption option, List<String> values) {
        for (String value : values) {
            if (!option.choices().isEmpty() && !option.choices().contains(value)) {
                throw new CommandRefusedException(
                        Reason.PARAMETER_RULE_BROKEN,
                        option.shortName() + "=" + value + " is not one of "
                                + String.join(", ", option.choices()),
                        option.word());
            }
        }
    }

    private List<String> given(ParameterDescriptor parameter) {
        OptionSpec option = parsed.matchedOption("--" + parameter.name());
        OptionSpec file = parameter.sensitive() ? fileOption(parameter) : null;
        if (option != null && file != null) {
            throw new CommandRefusedException(
                    Reason.PARAMETER_CONFLICT,
                    "options --" + parameter.name() + " and " + CommandModel.fileOption(parameter)
                            + " are the same; give one",
                    parameter.name());
        }
        if (option != null) {
            return CommandModel.isFlag(parameter)
                    ? List.of(String.valueOf(option.<Object>getValue()))
                    : option.originalStringValues();
        }
        if (file != null) {
            return List.of(read(parameter, file.originalStringValues().getFirst()));
        }
        String variable = parameter.environment().map(surroundings::variable).orElse("");
        return variable.isEmpty() ? asked(parameter) : List.of(variable);
    }

    private @Nullable OptionSpec fileOption(ParameterDescriptor parameter) {
        String name = CommandModel.fileOption(parameter);
        return verb.parameter(name.substring(2)).isPresent() ? null : parsed.matchedOption(name);
    }

    private List<String> asked(ParameterDescriptor parameter) {
        if (!parameter.sensitive()
                || !parameter.required()
                || !surroundings.terminal().errIsTerminal()) {
            return List.of();
        }
        return surroundings
                .terminal()
                .readSecret(DisplayText.line(parameter.name()) + ": ")
                .map(List::of)
                .orElse(List.of());
    }

    private String read(ParameterDescriptor parameter, String file) {
        try (InputStream in =
                file.equals("-") ? surroundings.in() : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw unreadable(parameter, file, "it has more than " + MAX_FILE_BYTES + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.replaceFirst("\\r?\\n\\z", "");
        } catch (CharacterCodingException e) {
            throw unreadable(parameter, file, "it is not UTF-8");
        } catch (IOException | InvalidPathException e) {
            throw unreadable(parameter, file, e.toString());
        }
    }

    private static CommandRefusedException unreadable(
            ParameterDescriptor parameter, String file, String why) {
        return new CommandRefusedException(
                Reason.PARAMETER_MALFORMED,
                CommandModel.fileOption(parameter) + "=" + file + " cannot be read: " + why,
                parameter.name());
    }
}
