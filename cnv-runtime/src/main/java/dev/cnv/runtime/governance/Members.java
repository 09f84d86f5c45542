package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the members of an object, each once and of exactly the type asked for; in the end there must
 * be none that nobody asked for. What is wrong is an {@link IllegalArgumentException} that names the
 * member.
 */
final class Members {

    private final ObjectNode object;
    private final Set<String> unread;

    Members(ObjectNode object) {
        this.object = object;
        this.unread = new HashSet<>(object.propertyNames());
    }

    String text(String name) {
        return as(name, require(name), "a text", JsonNode::isString).stringValue();
    }

    boolean bool(String name) {
        return as(name, require(name), "a boolean", JsonNode::isBoolean).booleanValue();
    }

    long int64(String name) {
        return as(name, require(name), "a 64-bit integer", Members::isInt64).longValue();
    }

    int int32(String name) {
        return as(
                        name,
                        require(name),
                        "a 32-bit integer",
                        n -> n.isIntegralNumber() && n.canConvertToInt())
                .intValue();
    }

    ObjectNode object(String name) {
        return (ObjectNode) as(name, require(name), "an object", JsonNode::isObject);
    }

    /** Objects to be read in their turn; none when the member is missing. */
    List<Members> optionalObjects(String name) {
        List<Members> objects = new ArrayList<>();
        if (has(name)) {
            for (JsonNode element : as(name, require(name), "an array", JsonNode::isArray)) {
                objects.add(new Members(
                        (ObjectNode) as(name, element, "an object", JsonNode::isObject)));
            }
            if (objects.isEmpty()) {
                throw new IllegalArgumentException(name + " is empty: leave it out");
            }
        }
        return objects;
    }

    Optional<Members> optionalObject(String name) {
        return has(name) ? Optional.of(new Members(object(name))) : Optional.empty();
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : as(name, require(name), "an array", JsonNode::isArray)) {
            texts.add(as(name, element, "a text", JsonNode::isString).stringValue());
        }
        return texts;
    }

    /** Texts; none when the member is missing. */
    List<String> optionalTexts(String name) {
        if (!has(name)) {
            return List.of();
        }
        List<String> texts = texts(name);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty: leave it out");
        }
        return texts;
    }

    /** Texts by name; none when the member is missing. */
    Map<String, String> optionalMap(String name) {
        if (!has(name)) {
            return Map.of();
        }
        Map<String, String> map = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : object(name).properties()) {
            map.put(
                    entry.getKey(),
                    as(name, entry.getValue(), "a text", JsonNode::isString).stringValue());
        }
        if (map.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty: leave it out");
        }
        return map;
    }

    /** A constant by its name. */
    <E extends Enum<E>> E constant(String name, Class<E> type) {
        String text = text(name);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + "=" + text + " is none of "
                        + Arrays.toString(type.getEnumConstants())));
    }

    Instant instant(String name) {
        String text = text(name);
        try {
            Instant instant = Instant.parse(text);
            return sameText(name, text, instant);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + "=" + text + " is not an instant in ISO-8601 form", e);
        }
    }

    UUID uuid(String name) {
        String text = text(name);
        return sameText(name, text, UUID.fromString(text));
    }

    Optional<UUID> optionalUuid(String name) {
        return has(name) ? Optional.of(uuid(name)) : Optional.empty();
    }

    Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    Optional<Digest> optionalDigest(String name) {
        return optionalText(name).map(Digest::new);
    }

    Optional<Reason> optionalReason(String name) {
        return optionalText(name).map(code -> reason(name, code));
    }

    OptionalLong optionalInt64(String name) {
        return has(name) ? OptionalLong.of(int64(name)) : OptionalLong.empty();
    }

    /** Ends the reading. */
    <T> T end(T value) {
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException("members=" + unread + " are unknown");
        }
        return value;
    }

    private boolean has(String name) {
        return object.has(name);
    }

    private JsonNode require(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            throw new IllegalArgumentException("member=" + name + " is missing");
        }
        unread.remove(name);
        return value;
    }

    private static JsonNode as(
            String name, JsonNode value, String type, Predicate<JsonNode> check) {
        if (!check.test(value)) {
            throw new IllegalArgumentException(
                    name + " is " + value.getNodeType() + " and not " + type);
        }
        return value;
    }

    private static boolean isInt64(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong();
    }

    private static <T> T sameText(String name, String text, T value) {
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException(
                    name + "=" + text + " is not in its one form " + value);
        }
        return value;
    }

    private static Reason reason(String name, String code) {
        try {
            return sameCode(code, Reason.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_')));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + "=" + code + " is no known reason", e);
        }
    }

    private static Reason sameCode(String code, Reason reason) {
        if (!reason.code().equals(code)) {
            throw new IllegalArgumentException(
                    "code=" + code + " is not in its one form " + reason.code());
        }
        return reason;
    }
}
