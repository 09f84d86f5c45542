package dev.cnv.processor.model;

import dev.cnv.processor.diagnostic.Site;
import java.util.List;
import java.util.Optional;

/**
 * A parameter that callers give.
 *
 * @param site where it is
 * @param javaName its name in the source
 * @param name the name that callers use
 * @param type its Java type
 * @param value its type as the runtime sees it
 * @param description one sentence, empty when there is none
 * @param defaultText the value when the caller gives none
 * @param environment the environment variable, empty for none
 * @param flag the one-letter option, a space for none
 * @param rules what the value must satisfy
 * @param group the heading in help, empty for none
 * @param requires names of parameters that must be given with this one
 * @param conflicts names of parameters that must not be given with this one
 * @param sensitive whether the value never reaches log, error or ledger in clear
 */
public record Parameter(
        Site site,
        String javaName,
        String name,
        TypeName type,
        Value value,
        String description,
        Optional<String> defaultText,
        String environment,
        char flag,
        Rules rules,
        String group,
        List<String> requires,
        List<String> conflicts,
        boolean sensitive) {

    /** The canonical name of the annotation that describes a parameter. */
    public static final String ANNOTATION = "dev.cnv.annotations.Param";

    /**
     * What a value must satisfy besides its type.
     *
     * @param min the smallest value as text, empty for none
     * @param max the largest value as text, empty for none
     * @param minLength the smallest length, -1 for none
     * @param maxLength the largest length, -1 for none
     * @param pattern the regular expression, empty for none
     * @param oneOf the texts allowed, empty for all
     */
    public record Rules(
            String min,
            String max,
            int minLength,
            int maxLength,
            String pattern,
            List<String> oneOf) {}

    /** {@return this parameter under the name that callers use} */
    public Parameter named(String other) {
        return new Parameter(
                site,
                javaName,
                other,
                type,
                value,
                description,
                defaultText,
                environment,
                flag,
                rules,
                group,
                requires,
                conflicts,
                sensitive);
    }

    /** {@return whether a call without it is denied} */
    public boolean required() {
        boolean mustHoldParts = value instanceof Value.Sequence || value instanceof Value.Table;
        return defaultText.isEmpty()
                && (!value.omissible() || (mustHoldParts && rules.minLength() > 0));
    }

    /**
     * The place of a member of the parameter's annotation.
     *
     * @param path the member's name, and an index for an array's element
     * @return the place
     */
    public Site member(String... path) {
        return site.annotation(ANNOTATION).member(path);
    }
}
