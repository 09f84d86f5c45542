package dev.cnv.tool;

import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.delegation.ArgumentConstraint;
import dev.cnv.runtime.delegation.Grant;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Grants as an operator writes them: {@code file.read<=READ_ONLY}, with {@code path=subpath:docs} for an
 * argument.
 */
final class GrantWords {

    static final String KINDS = "any, exact:V, one-of:V,V, int:MIN..MAX, decimal:MIN..MAX,"
            + " subpath:PATH, prefix:TEXT, host:PATTERN,PATTERN, cidr:BLOCK,BLOCK, subset:V,V";

    private GrantWords() {}

    /**
     * Puts grants together.
     *
     * @param grants each {@code PATTERN<=LEVEL}
     * @param wheres each {@code PARAMETER=KIND:VALUE} for all grants, or {@code PATTERN
     *     PARAMETER=KIND:VALUE} for the grant with that very pattern
     * @throws IllegalArgumentException when one is malformed; the message has it
     */
    static List<Grant> parse(List<String> grants, List<String> wheres) {
        List<Grant> parsed = new ArrayList<>();
        grants.forEach(text -> parsed.add(grant(text)));
        for (String where : wheres) {
            constrain(parsed, where);
        }
        return parsed;
    }

    private static Grant grant(String text) {
        int at = text.indexOf("<=");
        if (at < 0) {
            throw new IllegalArgumentException("grant=" + text
                    + " is not PATTERN<=LEVEL, such as file.read<=READ_ONLY; levels are "
                    + Arrays.toString(EffectLevel.values()));
        }
        String level = text.substring(at + 2).strip();
        return Arrays.stream(EffectLevel.values())
                .filter(each -> each.name().equals(level))
                .findFirst()
                .map(max -> Grant.of(text.substring(0, at).strip(), max))
                .orElseThrow(() -> new IllegalArgumentException("grant=" + text + " has level="
                        + level + ", which is not one of "
                        + Arrays.toString(EffectLevel.values())));
    }

    private static void constrain(List<Grant> grants, String where) {
        int space = where.indexOf(' ');
        int equals = where.indexOf('=');
        boolean named = space > 0 && space < equals;
        String pattern = named ? where.substring(0, space) : "";
        String rest = named ? where.substring(space + 1) : where;
        int sign = rest.indexOf('=');
        if (sign < 1) {
            throw malformed(where, "is not PARAMETER=KIND:VALUE");
        }
        ArgumentConstraint constraint = constraint(where, rest.substring(sign + 1));
        boolean found = false;
        for (int i = 0; i < grants.size(); i++) {
            if (!named || grants.get(i).capability().toString().equals(pattern)) {
                grants.set(i, grants.get(i).where(rest.substring(0, sign), constraint));
                found = true;
            }
        }
        if (!found) {
            throw malformed(where, "names no grant: --grant has no pattern=" + pattern);
        }
    }

    private static ArgumentConstraint constraint(String where, String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "any" -> ArgumentConstraint.any();
            case "exact" -> ArgumentConstraint.exactly(value(value));
            case "one-of" -> ArgumentConstraint.oneOf(values(value));
            case "int" ->
                range(
                        where,
                        value,
                        Long::parseLong,
                        (min, max) -> ArgumentConstraint.between(min, max));
            case "decimal" ->
                range(where, value, BigDecimal::new, ArgumentConstraint::decimalBetween);
            case "subpath" -> ArgumentConstraint.subPath(value);
            case "prefix" -> ArgumentConstraint.prefix(value);
            case "host" -> ArgumentConstraint.hostIn(value.split(",", -1));
            case "cidr" -> ArgumentConstraint.cidrIn(value.split(",", -1));
            case "subset" -> ArgumentConstraint.subsetOf(values(value));
            default ->
                throw malformed(where, "has kind=" + kind + ", which is not one of " + KINDS);
        };
    }

    private static <N> ArgumentConstraint range(
            String where,
            String text,
            Function<String, N> number,
            java.util.function.BiFunction<N, N, ArgumentConstraint> range) {
        String[] ends = text.split("\\.\\.", -1);
        if (ends.length != 2) {
            throw malformed(where, "has no range MIN..MAX");
        }
        try {
            return range.apply(number.apply(ends[0]), number.apply(ends[1]));
        } catch (NumberFormatException _) {
            throw malformed(where, "has no range of numbers MIN..MAX");
        }
    }

    private static JsonNode[] values(String text) {
        return Arrays.stream(text.split(",", -1)).map(GrantWords::value).toArray(JsonNode[]::new);
    }

    /** A number, true, false or a text in quotes as JSON writes them; everything else is a text. */
    private static JsonNode value(String text) {
        try {
            JsonNode value = StrictJson.parse(text);
            if (value.isNumber() || value.isBoolean() || value.isString()) {
                return value;
            }
        } catch (JsonRefusedException _) {
            // A bare word.
        }
        return tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(text);
    }

    private static IllegalArgumentException malformed(String where, String why) {
        return new IllegalArgumentException("where=" + where + " " + why);
    }
}
