package dev.cnv.runtime.canonical;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object that is read without guessing: its members are named beforehand, any other member,
 * type or range is refused with the place where it stands.
 *
 * <p><b>Threading:</b> safe for use by several threads as long as nobody changes the node.
 */
public final class StrictObject {

    private final String where;
    private final JsonNode node;

    private StrictObject(String where, JsonNode node) {
        this.where = where;
        this.node = node;
    }

    /**
     * An object with no other members than those named.
     *
     * @param where where the object stands, for messages, such as {@code rules[2].when}
     * @param node the object
     * @param members the members that it may have
     * @return the object
     * @throws JsonRefusedException when the node is no object or has another member
     */
    public static StrictObject of(String where, JsonNode node, Set<String> members) {
        if (!node.isObject()) {
            throw refused(where, "is no object");
        }
        for (String name : node.propertyNames()) {
            if (!members.contains(name)) {
                throw refused(
                        where,
                        "has the unknown member " + shown(name) + "; known are "
                                + new TreeSet<>(members));
            }
        }
        return new StrictObject(where, node);
    }

    /**
     * An object with exactly one member, whose name says what the object is.
     *
     * @param where where the object stands, for messages
     * @param node the object
     * @param members the names that the one member may have
     * @return the object
     * @throws JsonRefusedException when the node is no object or has none, another or several members
     */
    public static StrictObject tagged(String where, JsonNode node, Set<String> members) {
        StrictObject object = of(where, node, members);
        if (node.size() != 1) {
            throw refused(
                    where,
                    "has " + node.size() + " members instead of one of " + new TreeSet<>(members));
        }
        return object;
    }

    /**
     * The name of the one member of a tagged object.
     *
     * @return the name of the first member
     */
    public String tag() {
        return node.propertyNames().iterator().next();
    }

    /**
     * Where a member stands.
     *
     * @param name the member
     * @return the path for messages
     */
    public String at(String name) {
        return where.isEmpty() ? name : where + "." + name;
    }

    /**
     * Whether a member is there.
     *
     * @param name the member
     * @return true when it is, whatever its value
     */
    public boolean has(String name) {
        return node.has(name);
    }

    /**
     * A member of any type.
     *
     * @param name the member
     * @return its value
     * @throws JsonRefusedException when it is missing
     */
    public JsonNode any(String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw refused(at(name), "is missing");
        }
        return value;
    }

    /**
     * A text.
     *
     * @param name the member
     * @param maxLength the longest text, in UTF-16 code units
     * @return the text
     * @throws JsonRefusedException when it is missing, no text or too long
     */
    public String text(String name, int maxLength) {
        return text(at(name), any(name), maxLength);
    }

    /**
     * A text that is read as a value.
     *
     * @param name the member
     * @param maxLength the longest text, in UTF-16 code units
     * @param reader makes the value; an {@link IllegalArgumentException} refuses the text
     * @param <T> the value's type
     * @return the value
     * @throws JsonRefusedException when it is missing, no text, too long or refused by the reader
     */
    public <T> T value(String name, int maxLength, Function<String, T> reader) {
        String text = text(name, maxLength);
        return checked(at(name), () -> reader.apply(text));
    }

    /**
     * An integer.
     *
     * @param name the member
     * @param min the smallest
     * @param max the largest
     * @return the integer
     * @throws JsonRefusedException when it is missing, no integer or out of range
     */
    public long integer(String name, long min, long max) {
        JsonNode value = any(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw refused(at(name), "is no 64-bit integer");
        }
        long number = value.longValue();
        if (number < min || number > max) {
            throw refused(at(name), "is " + number + ", not " + min + " to " + max);
        }
        return number;
    }

    /**
     * The constant {@code true}.
     *
     * @param name the member
     * @throws JsonRefusedException when it is missing or anything else
     */
    public void mark(String name) {
        JsonNode value = any(name);
        if (!value.isBoolean() || !value.booleanValue()) {
            throw refused(at(name), "is not true");
        }
    }

    /**
     * A constant of an enum, by its name.
     *
     * @param name the member
     * @param type the enum
     * @param <E> the enum
     * @return the constant
     * @throws JsonRefusedException when it is missing or no constant's name
     */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        return value(name, 64, text -> Enum.valueOf(type, text));
    }

    /**
     * The elements of an array.
     *
     * @param name the member
     * @param maxCount the largest number of elements
     * @return the elements
     * @throws JsonRefusedException when it is missing, no array or too long
     */
    public List<JsonNode> array(String name, int maxCount) {
        JsonNode value = any(name);
        if (!value.isArray()) {
            throw refused(at(name), "is no array");
        }
        if (value.size() > maxCount) {
            throw refused(at(name), "has " + value.size() + " elements, more than " + maxCount);
        }
        return value.valueStream().toList();
    }

    /**
     * A text that stands by itself, such as an array's element.
     *
     * @param where where it stands, for messages
     * @param value the node
     * @param maxLength the longest text, in UTF-16 code units
     * @return the text
     * @throws JsonRefusedException when it is no text or too long
     */
    public static String text(String where, JsonNode value, int maxLength) {
        if (!value.isString()) {
            throw refused(where, "is no text");
        }
        String text = value.stringValue();
        if (text.length() > maxLength) {
            throw refused(where, "has " + text.length() + " characters, more than " + maxLength);
        }
        return text;
    }

    /**
     * Makes a value; what the value's own check refuses is refused with the place where it stands.
     *
     * @param where where the value stands, for messages
     * @param value makes the value; an {@link IllegalArgumentException} refuses it
     * @param <T> the value's type
     * @return the value
     * @throws JsonRefusedException when the value is refused
     */
    public static <T> T checked(String where, java.util.function.Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new JsonRefusedException(where + ": " + e.getMessage(), e);
        }
    }

    /**
     * A refusal.
     *
     * @param where where the fault stands
     * @param what what is wrong there
     * @return an exception to throw
     */
    public static JsonRefusedException refused(String where, String what) {
        return new JsonRefusedException((where.isEmpty() ? "the value" : where) + " " + what, null);
    }

    private static String shown(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "...";
    }
}
