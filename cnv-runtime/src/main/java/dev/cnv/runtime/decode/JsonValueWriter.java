package dev.cnv.runtime.decode;

import dev.cnv.runtime.spi.ValueWriter;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes Java values as JSON, each in the one spelling of its type.
 *
 * <p><b>Threading:</b> one thread; lives as long as one {@link #write}.
 */
public final class JsonValueWriter implements ValueWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String path;
    private Content content = Content.Nothing.NOTHING;

    private JsonValueWriter(String path) {
        this.path = path;
    }

    /** What was written here so far. */
    private sealed interface Content {
        /** Nothing, or a value that is not there. */
        enum Nothing implements Content {
            NOTHING,
            EMPTY_OPTIONAL
        }

        /** A value without parts. */
        record Plain(JsonNode value) implements Content {}

        /** An object. */
        record Members(Map<String, JsonValueWriter> members, boolean dropEmpty)
                implements Content {}

        /** An array. */
        record Elements(List<JsonValueWriter> elements) implements Content {}
    }

    /**
     * Writes one value.
     *
     * @param value writes it: a scalar, an array, or an object by its members
     * @return the value: an object without members when nothing is written, null when it is an empty
     *     optional
     * @throws IllegalArgumentException when a value has no JSON form: a number that is not finite,
     *     or a lone surrogate
     * @throws IllegalStateException when two values are written in one place
     */
    public static JsonNode write(Consumer<ValueWriter> value) {
        JsonValueWriter root = new JsonValueWriter("");
        value.accept(root);
        return root.content == Content.Nothing.NOTHING ? JSON.objectNode() : root.node();
    }

    @Override
    public ValueWriter at(String name) {
        if (content == Content.Nothing.NOTHING) {
            content = new Content.Members(new LinkedHashMap<>(), true);
        }
        if (!(content
                instanceof Content.Members(Map<String, JsonValueWriter> members, boolean _))) {
            throw new IllegalStateException(
                    "path=" + path + " holds a value, so it has no member=" + name);
        }
        JsonValueWriter member = new JsonValueWriter(path.isEmpty() ? name : path + '.' + name);
        if (members.putIfAbsent(name, member) != null) {
            throw new IllegalStateException("path=" + member.path + " is written twice");
        }
        return member;
    }

    @Override
    public void bool(boolean value) {
        plain(JSON.booleanNode(value));
    }

    @Override
    public void int8(byte value) {
        plain(JSON.numberNode((int) value));
    }

    @Override
    public void int16(short value) {
        plain(JSON.numberNode((int) value));
    }

    @Override
    public void int32(int value) {
        plain(JSON.numberNode(value));
    }

    @Override
    public void int64(long value) {
        plain(JSON.numberNode(value));
    }

    @Override
    public void float32(float value) {
        requireFinite(Float.isFinite(value), value);
        decimal(new BigDecimal(Float.toString(value)));
    }

    @Override
    public void float64(double value) {
        requireFinite(Double.isFinite(value), value);
        decimal(new BigDecimal(Double.toString(value)));
    }

    @Override
    public void character(char value) {
        text(String.valueOf(value));
    }

    @Override
    public void text(String value) {
        if (!ScalarForms.wellFormed(value)) {
            throw new IllegalArgumentException(
                    "path=" + path + " holds a lone surrogate, which JSON cannot carry");
        }
        plain(JSON.stringNode(value));
    }

    @Override
    public void decimal(BigDecimal value) {
        plain(ScalarForms.decimal(value)
                .orElseThrow(() -> new IllegalArgumentException("path=" + path
                        + " holds a number of more than 350 digits before or after the point")));
    }

    @Override
    public void path(Path value) {
        text(value.toString());
    }

    @Override
    public void uri(URI value) {
        text(value.toString());
    }

    @Override
    public void inetAddress(InetAddress value) {
        text(value.getHostAddress());
    }

    @Override
    public void duration(Duration value) {
        text(value.toString());
    }

    @Override
    public void instant(Instant value) {
        text(value.toString());
    }

    @Override
    public void uuid(UUID value) {
        text(value.toString());
    }

    @Override
    public void bytes(byte[] value) {
        text(Base64.getEncoder().encodeToString(value));
    }

    @Override
    public void choice(Enum<?> value) {
        text(value.name());
    }

    @Override
    public <T> void optional(Optional<T> value, BiConsumer<ValueWriter, T> writer) {
        if (value.isPresent()) {
            writer.accept(this, value.get());
        } else {
            begin(Content.Nothing.EMPTY_OPTIONAL);
        }
    }

    @Override
    public <T> void list(Collection<T> values, BiConsumer<ValueWriter, T> writer) {
        List<JsonValueWriter> elements = new ArrayList<>(values.size());
        begin(new Content.Elements(elements));
        for (T value : values) {
            JsonValueWriter element = new JsonValueWriter(path + '[' + elements.size() + ']');
            elements.add(element);
            writer.accept(element, value);
        }
    }

    @Override
    public <T> void map(Map<String, T> values, BiConsumer<ValueWriter, T> writer) {
        Map<String, JsonValueWriter> members = new LinkedHashMap<>();
        begin(new Content.Members(members, false));
        for (Map.Entry<String, T> entry : values.entrySet()) {
            JsonValueWriter member = new JsonValueWriter(path + "[key]");
            if (!ScalarForms.wellFormed(entry.getKey())) {
                throw new IllegalArgumentException(
                        "path=" + path + " has a key with a lone surrogate");
            }
            members.put(entry.getKey(), member);
            writer.accept(member, entry.getValue());
        }
    }

    @Override
    public <T> void structure(T value, BiConsumer<ValueWriter, T> writer) {
        begin(new Content.Members(new LinkedHashMap<>(), true));
        writer.accept(this, value);
    }

    private void plain(JsonNode value) {
        begin(new Content.Plain(value));
    }

    private void begin(Content other) {
        if (content != Content.Nothing.NOTHING) {
            throw new IllegalStateException("path=" + path + " is written twice");
        }
        content = other;
    }

    private void requireFinite(boolean finite, Number value) {
        if (!finite) {
            throw new IllegalArgumentException(
                    "path=" + path + " number=" + value + " is not finite");
        }
    }

    private JsonNode node() {
        return switch (content) {
            case Content.Nothing _ -> JSON.nullNode();
            case Content.Plain(JsonNode value) -> value;
            case Content.Elements(List<JsonValueWriter> elements) -> array(elements);
            case Content.Members(Map<String, JsonValueWriter> members, boolean dropEmpty) ->
                object(members, dropEmpty);
        };
    }

    private static ArrayNode array(List<JsonValueWriter> elements) {
        ArrayNode array = JSON.arrayNode(elements.size());
        elements.forEach(element -> array.add(element.node()));
        return array;
    }

    private static ObjectNode object(Map<String, JsonValueWriter> members, boolean dropEmpty) {
        ObjectNode object = JSON.objectNode();
        members.forEach((name, member) -> {
            if (!(dropEmpty && member.content instanceof Content.Nothing)) {
                object.set(name, member.node());
            }
        });
        return object;
    }
}
