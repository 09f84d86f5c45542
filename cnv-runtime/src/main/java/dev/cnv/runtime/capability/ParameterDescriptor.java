package dev.cnv.runtime.capability;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A parameter of a verb.
 *
 * @param name the name that callers use, in kebab case
 * @param type the value's type
 * @param required whether a call without it is denied; never true beside a default
 * @param defaultText the value when the caller gives none, in the form of the command line
 * @param description one sentence, empty when there is none
 * @param environment the environment variable that the command line reads
 * @param flag the one-letter option
 * @param rules what the value must satisfy
 * @param group the heading in help
 * @param requires names of parameters that must be given with this one
 * @param conflicts names of parameters that must not be given with this one
 * @param sensitive whether the value never reaches log, error or ledger in clear
 */
public record ParameterDescriptor(
        String name,
        ValueType type,
        boolean required,
        Optional<String> defaultText,
        String description,
        Optional<String> environment,
        Optional<Character> flag,
        ParameterRules rules,
        Optional<String> group,
        List<String> requires,
        List<String> conflicts,
        boolean sensitive) {

    /** Copies the lists. */
    public ParameterDescriptor {
        requires = List.copyOf(requires);
        conflicts = List.copyOf(conflicts);
    }

    /**
     * A parameter that must be given.
     *
     * @param name the name
     * @param type the value's type
     * @param description one sentence, empty when there is none
     * @return the descriptor
     */
    public static ParameterDescriptor required(String name, ValueType type, String description) {
        return of(name, type, true, description);
    }

    /**
     * A parameter that may be left out: a flag, an optional, a collection, or one that gets a default.
     *
     * @param name the name
     * @param type the value's type
     * @param description one sentence, empty when there is none
     * @return the descriptor
     */
    public static ParameterDescriptor optional(String name, ValueType type, String description) {
        return of(name, type, false, description);
    }

    /**
     * This parameter with a default, so that it need not be given.
     *
     * @param text the value in the form of the command line
     * @return a new descriptor
     */
    public ParameterDescriptor withDefault(String text) {
        return new ParameterDescriptor(
                name,
                type,
                false,
                Optional.of(text),
                description,
                environment,
                flag,
                rules,
                group,
                requires,
                conflicts,
                sensitive);
    }

    /**
     * This parameter with an environment variable.
     *
     * @param variable the variable's name
     * @return a new descriptor
     */
    public ParameterDescriptor fromEnvironment(String variable) {
        return new ParameterDescriptor(
                name,
                type,
                required,
                defaultText,
                description,
                Optional.of(variable),
                flag,
                rules,
                group,
                requires,
                conflicts,
                sensitive);
    }

    /**
     * This parameter with a one-letter option.
     *
     * @param letter the letter
     * @return a new descriptor
     */
    public ParameterDescriptor flag(char letter) {
        return new ParameterDescriptor(
                name,
                type,
                required,
                defaultText,
                description,
                environment,
                Optional.of(letter),
                rules,
                group,
                requires,
                conflicts,
                sensitive);
    }

    /**
     * This parameter with a smallest value.
     *
     * @param smallest the number or duration as text
     * @return a new descriptor
     */
    public ParameterDescriptor min(String smallest) {
        return rules(new ParameterRules(
                Optional.of(smallest),
                rules.max(),
                rules.minLength(),
                rules.maxLength(),
                rules.pattern(),
                rules.oneOf()));
    }

    /**
     * This parameter with a largest value.
     *
     * @param largest the number or duration as text
     * @return a new descriptor
     */
    public ParameterDescriptor max(String largest) {
        return rules(new ParameterRules(
                rules.min(),
                Optional.of(largest),
                rules.minLength(),
                rules.maxLength(),
                rules.pattern(),
                rules.oneOf()));
    }

    /**
     * This parameter with a smallest length.
     *
     * @param length code points, elements or bytes
     * @return a new descriptor
     */
    public ParameterDescriptor minLength(int length) {
        return rules(new ParameterRules(
                rules.min(),
                rules.max(),
                OptionalInt.of(length),
                rules.maxLength(),
                rules.pattern(),
                rules.oneOf()));
    }

    /**
     * This parameter with a largest length.
     *
     * @param length code points, elements or bytes
     * @return a new descriptor
     */
    public ParameterDescriptor maxLength(int length) {
        return rules(new ParameterRules(
                rules.min(),
                rules.max(),
                rules.minLength(),
                OptionalInt.of(length),
                rules.pattern(),
                rules.oneOf()));
    }

    /**
     * This parameter with a pattern.
     *
     * @param expression a {@link java.util.regex.Pattern} that the whole text must match
     * @return a new descriptor
     */
    public ParameterDescriptor pattern(String expression) {
        return rules(new ParameterRules(
                rules.min(),
                rules.max(),
                rules.minLength(),
                rules.maxLength(),
                Optional.of(expression),
                rules.oneOf()));
    }

    /**
     * This parameter with a choice of texts.
     *
     * @param texts the texts allowed
     * @return a new descriptor
     */
    public ParameterDescriptor oneOf(String... texts) {
        return rules(new ParameterRules(
                rules.min(),
                rules.max(),
                rules.minLength(),
                rules.maxLength(),
                rules.pattern(),
                List.of(texts)));
    }

    /**
     * This parameter under a heading.
     *
     * @param heading the heading in help
     * @return a new descriptor
     */
    public ParameterDescriptor group(String heading) {
        return new ParameterDescriptor(
                name,
                type,
                required,
                defaultText,
                description,
                environment,
                flag,
                rules,
                Optional.of(heading),
                requires,
                conflicts,
                sensitive);
    }

    /**
     * This parameter with others that must be given beside it.
     *
     * @param names their names
     * @return a new descriptor
     */
    public ParameterDescriptor requires(String... names) {
        return new ParameterDescriptor(
                name,
                type,
                required,
                defaultText,
                description,
                environment,
                flag,
                rules,
                group,
                List.of(names),
                conflicts,
                sensitive);
    }

    /**
     * This parameter with others that must not be given beside it.
     *
     * @param names their names
     * @return a new descriptor
     */
    public ParameterDescriptor conflicts(String... names) {
        return new ParameterDescriptor(
                name,
                type,
                required,
                defaultText,
                description,
                environment,
                flag,
                rules,
                group,
                requires,
                List.of(names),
                sensitive);
    }

    /**
     * This parameter kept out of logs, errors and the ledger.
     *
     * @return a new descriptor
     */
    public ParameterDescriptor secret() {
        return new ParameterDescriptor(
                name,
                type,
                required,
                defaultText,
                description,
                environment,
                flag,
                rules,
                group,
                requires,
                conflicts,
                true);
    }

    private ParameterDescriptor rules(ParameterRules other) {
        return new ParameterDescriptor(
                name,
                type,
                required,
                defaultText,
                description,
                environment,
                flag,
                other,
                group,
                requires,
                conflicts,
                sensitive);
    }

    private static ParameterDescriptor of(
            String name, ValueType type, boolean required, String description) {
        return new ParameterDescriptor(
                name,
                type,
                required,
                Optional.empty(),
                description,
                Optional.empty(),
                Optional.empty(),
                ParameterRules.NONE,
                Optional.empty(),
                List.of(),
                List.of(),
                false);
    }
}
