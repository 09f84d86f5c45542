package dev.cnv.runtime.capability;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a parameter's value must satisfy besides its type. For a sequence the lengths count elements
 * and the other rules hold for each element.
 *
 * @param min the smallest number or duration, as text
 * @param max the largest number or duration, as text
 * @param minLength the smallest length in code points, or number of elements or bytes
 * @param maxLength the largest length in code points, or number of elements or bytes
 * @param pattern a {@link java.util.regex.Pattern} that the whole text matches
 * @param oneOf the texts allowed; empty is all
 */
public record ParameterRules(
        Optional<String> min,
        Optional<String> max,
        OptionalInt minLength,
        OptionalInt maxLength,
        Optional<String> pattern,
        List<String> oneOf) {

    /** No rule. */
    public static final ParameterRules NONE = new ParameterRules(
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            List.of());

    /** Copies the list. */
    public ParameterRules {
        oneOf = List.copyOf(oneOf);
    }
}
