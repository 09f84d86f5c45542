package dev.cnv.runtime.decode;

import dev.cnv.runtime.capability.ValueType.Kind;
import dev.cnv.runtime.spi.ValueReader;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads Java values from arguments that {@link ArgumentChecker} accepted. Reading what it did not
 * accept throws {@link ValueRefusedException}; no value is guessed.
 *
 * <p><b>Threading:</b> immutable, as long as the arguments do not change.
 */
public final class JsonValueReader implements ValueReader {

    private final JsonNode value;
    private final String path;

    /**
     * Reads a value.
     *
     * @param value the arguments of a call, or one value
     */
    public JsonValueReader(JsonNode value) {
        this(value, "");
    }

    private JsonValueReader(JsonNode value, String path) {
        this.value = value;
        this.path = path;
    }

    @Override
    public ValueReader at(String name) {
        if (!value.isObject()) {
            throw refused("an object");
        }
        JsonNode member = value.get(name);
        return new JsonValueReader(
                member == null ? MissingNode.getInstance() : member,
                path.isEmpty() ? name : path + '.' + name);
    }

    @Override
    public boolean bool() {
        return scalar(Kind.BOOLEAN).booleanValue();
    }

    @Override
    public byte int8() {
        return (byte) scalar(Kind.INT8).intValue();
    }

    @Override
    public short int16() {
        return (short) scalar(Kind.INT16).intValue();
    }

    @Override
    public int int32() {
        return scalar(Kind.INT32).intValue();
    }

    @Override
    public long int64() {
        return scalar(Kind.INT64).longValue();
    }

    @Override
    public float float32() {
        return scalar(Kind.FLOAT32).decimalValue().floatValue();
    }

    @Override
    public double float64() {
        return scalar(Kind.FLOAT64).decimalValue().doubleValue();
    }

    @Override
    public char character() {
        return text(Kind.CHARACTER).charAt(0);
    }

    @Override
    public String text() {
        return text(Kind.TEXT);
    }

    @Override
    public BigDecimal decimal() {
        return scalar(Kind.DECIMAL).decimalValue();
    }

    @Override
    public Path path() {
        return Path.of(text(Kind.PATH));
    }

    @Override
    public URI uri() {
        return URI.create(text(Kind.URI));
    }

    @Override
    public InetAddress inetAddress() {
        return InetAddress.ofLiteral(text(Kind.INET_ADDRESS));
    }

    @Override
    public Duration duration() {
        return Duration.parse(text(Kind.DURATION));
    }

    @Override
    public Instant instant() {
        return Instant.parse(text(Kind.INSTANT));
    }

    @Override
    public UUID uuid() {
        return UUID.fromString(text(Kind.UUID));
    }

    @Override
    public byte[] bytes() {
        return ScalarForms.bytes(text(Kind.BYTES))
                .orElseThrow(() -> refused(ScalarForms.expected(Kind.BYTES)));
    }

    @Override
    public <E extends Enum<E>> E choice(Class<E> type) {
        try {
            if (value.isString()) {
                return Enum.valueOf(type, value.stringValue());
            }
        } catch (IllegalArgumentException _) {
            throw refused("a constant of " + type.getSimpleName());
        }
        throw refused("a constant of " + type.getSimpleName());
    }

    @Override
    public <T> Optional<T> optional(Function<ValueReader, T> reader) {
        return missing() ? Optional.empty() : Optional.of(reader.apply(this));
    }

    @Override
    public <T> List<T> list(Function<ValueReader, T> reader) {
        List<T> values = new ArrayList<>();
        for (int i = 0; i < elementCount(); i++) {
            values.add(reader.apply(new JsonValueReader(value.get(i), path + '[' + i + ']')));
        }
        return Collections.unmodifiableList(values);
    }

    @Override
    public <T> Set<T> set(Function<ValueReader, T> reader) {
        Set<T> values = new LinkedHashSet<>();
        for (int i = 0; i < elementCount(); i++) {
            JsonValueReader element = new JsonValueReader(value.get(i), path + '[' + i + ']');
            if (!values.add(reader.apply(element))) {
                throw new ValueRefusedException(element.path, "equals another element of its set");
            }
        }
        return Collections.unmodifiableSet(values);
    }

    @Override
    public <T> Map<String, T> map(Function<ValueReader, T> reader) {
        Map<String, T> values = new LinkedHashMap<>();
        if (!missing()) {
            if (!value.isObject()) {
                throw refused("an object");
            }
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                String key = entry.getKey();
                values.put(
                        key,
                        reader.apply(
                                new JsonValueReader(entry.getValue(), path + '[' + key + ']')));
            }
        }
        return Collections.unmodifiableMap(values);
    }

    @Override
    public <T> T structure(Function<ValueReader, T> reader) {
        if (!value.isObject()) {
            throw refused("an object");
        }
        try {
            return reader.apply(this);
        } catch (ValueRefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ValueRefusedException(path, e);
        }
    }

    private int elementCount() {
        if (missing()) {
            return 0;
        }
        if (!value.isArray()) {
            throw refused("an array");
        }
        return value.size();
    }

    private boolean missing() {
        return value.isMissingNode() || value.isNull();
    }

    private String text(Kind kind) {
        return scalar(kind).stringValue();
    }

    private JsonNode scalar(Kind kind) {
        return ScalarForms.normal(kind, value)
                .orElseThrow(() -> refused(ScalarForms.expected(kind)
                        + (kind == Kind.TEXT && value.isString()
                                ? " without lone surrogates"
                                : "")));
    }

    private ValueRefusedException refused(String expected) {
        return new ValueRefusedException(path, "is not " + expected);
    }
}
