package dev.cnv.runtime.decode;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.ValueType.Choice;
import dev.cnv.runtime.capability.ValueType.Field;
import dev.cnv.runtime.capability.ValueType.Kind;
import dev.cnv.runtime.capability.ValueType.Maybe;
import dev.cnv.runtime.capability.ValueType.Scalar;
import dev.cnv.runtime.capability.ValueType.Sequence;
import dev.cnv.runtime.capability.ValueType.Structure;
import dev.cnv.runtime.capability.ValueType.Table;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.testing.Draws;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random verbs, and random values of their parameters in several spellings. */
final class Samples {

    static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    static final String LETTERS = "abcxyz 01\u00e9\u4e2d\"\\\n\u0000";
    private static final String HASH = "0".repeat(64);
    private static final Kind[] KINDS =
            Arrays.stream(Kind.values()).filter(kind -> kind != Kind.NOTHING).toArray(Kind[]::new);

    private Samples() {}

    /** The enum behind every choice. */
    enum Light {
        RED,
        GREEN_ARROW,
        Amber
    }

    /** A value: as JSON in some spelling, as the Java value that a reader must give, and as the texts of the command line. */
    record Sample(JsonNode json, Object value, List<String> texts) {
        String text() {
            return texts.getFirst();
        }
    }

    /** A verb, a good call of it, and the input that the call must become. */
    record Call(VerbDescriptor verb, Map<String, Sample> samples) {
        ObjectNode json() {
            ObjectNode json = JSON.objectNode();
            samples.forEach((name, sample) -> json.set(name, sample.json()));
            return json;
        }

        @Override
        public String toString() {
            StringBuilder out = new StringBuilder();
            verb.parameters()
                    .forEach(p ->
                            out.append(p.name() + (p.required() ? "!" : "?") + p.type() + ' '));
            return out.append(samples.values()).toString();
        }
    }

    static VerbDescriptor verb(ParameterDescriptor... parameters) {
        return VerbDescriptor.of("thing.do", "1.0.0")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .parameters(parameters)
                .schemas(HASH, HASH);
    }

    static Call call(Draws draws) {
        return call(draws, false);
    }

    static Call call(Draws draws, boolean sensitive) {
        List<ParameterDescriptor> parameters = new ArrayList<>();
        Map<String, Sample> samples = new LinkedHashMap<>();
        for (ValueType type : draws.list(4, d -> type(d, (int) d.upTo(3)))) {
            String name = "p" + parameters.size();
            boolean required = !mayBeMissing(type) && draws.flip();
            ParameterDescriptor parameter = required || !mayBeMissing(type)
                    ? ParameterDescriptor.required(name, type, "")
                    : ParameterDescriptor.optional(name, type, "");
            parameters.add(sensitive ? parameter.secret() : parameter);
            if (!mayBeMissing(type) || draws.flip()) {
                samples.put(name, sample(draws, type));
            }
        }
        return new Call(verb(parameters.toArray(ParameterDescriptor[]::new)), samples);
    }

    static boolean mayBeMissing(ValueType type) {
        return type.equals(ValueType.BOOLEAN)
                || type instanceof Maybe
                || type instanceof Sequence
                || type instanceof Table;
    }

    static ValueType type(Draws draws, int depth) {
        return switch ((int) draws.upTo(depth == 0 ? 4 : 9)) {
            case 0, 1, 2, 3 -> new Scalar(KINDS[(int) draws.upTo(KINDS.length - 1L)]);
            case 4 -> ValueType.choice("Light", "RED", "GREEN_ARROW", "Amber");
            case 5 -> {
                // An optional of an optional has no JSON form of its own.
                ValueType inner = type(draws, depth - 1);
                yield inner instanceof Maybe ? inner : ValueType.optional(inner);
            }
            case 6 -> ValueType.list(type(draws, depth - 1));
            case 7 -> ValueType.set(type(draws, depth - 1));
            case 8 -> ValueType.map(type(draws, depth - 1));
            default -> structure(draws, depth);
        };
    }

    static Structure structure(Draws draws, int depth) {
        List<Field> fields = new ArrayList<>();
        for (ValueType type : draws.list(3, d -> type(d, depth - 1))) {
            fields.add(ValueType.field("f" + fields.size(), type, ""));
        }
        return new Structure("Thing", fields);
    }

    static Sample sample(Draws draws, ValueType type) {
        return switch (type) {
            case Scalar(Kind kind) -> scalar(draws, kind);
            case Choice _ -> choice(draws);
            case Maybe(ValueType inner) -> maybe(draws, inner);
            case Sequence sequence ->
                sequence.distinct() ? set(draws, sequence) : list(draws, sequence);
            case Table(ValueType inner) -> table(draws, inner);
            case Structure structure -> structure(draws, structure);
        };
    }

    private static Sample choice(Draws draws) {
        Light light = draws.oneOf(Light.values());
        String text =
                draws.oneOf(light.name(), light.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return new Sample(JSON.stringNode(light.name()), light, List.of(text));
    }

    private static Sample maybe(Draws draws, ValueType inner) {
        if (draws.flip()) {
            return new Sample(JSON.nullNode(), Optional.empty(), List.of());
        }
        Sample sample = sample(draws, inner);
        return new Sample(sample.json(), Optional.of(sample.value()), sample.texts());
    }

    private static Sample list(Draws draws, Sequence sequence) {
        ArrayNode json = JSON.arrayNode();
        List<Object> values = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Sample element : draws.list(4, d -> sample(d, sequence.element()))) {
            json.add(element.json());
            values.add(element.value());
            texts.add(part(sequence.element(), element));
        }
        return new Sample(json, values, texts);
    }

    private static Sample set(Draws draws, Sequence sequence) {
        ArrayNode json = JSON.arrayNode();
        Set<Object> values = new LinkedHashSet<>();
        List<String> texts = new ArrayList<>();
        for (Sample element : draws.list(4, d -> sample(d, sequence.element()))) {
            if (values.add(element.value())) {
                json.add(element.json());
                texts.add(part(sequence.element(), element));
            }
        }
        return new Sample(json, values, texts);
    }

    private static Sample table(Draws draws, ValueType inner) {
        ObjectNode json = JSON.objectNode();
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> texts = new ArrayList<>();
        for (String key : new HashSet<>(draws.list(3, d -> d.text(3, LETTERS)))) {
            Sample sample = sample(draws, inner);
            json.set(key, sample.json());
            values.put(key, sample.value());
            texts.add(key + '=' + part(inner, sample));
        }
        return new Sample(json, values, texts);
    }

    private static Sample structure(Draws draws, Structure structure) {
        ObjectNode json = JSON.objectNode();
        Map<String, Object> values = new LinkedHashMap<>();
        for (Field field : structure.fields()) {
            Sample sample = sample(draws, field.type());
            values.put(field.name(), sample.value());
            if (!(sample.json().isNull() && draws.flip())) {
                json.set(field.name(), sample.json());
            }
        }
        return new Sample(json, values, List.of(json.toString()));
    }

    /** A value inside a sequence or table: anything but scalars and choices is JSON text. */
    private static String part(ValueType type, Sample sample) {
        return type instanceof Scalar || type instanceof Choice
                ? sample.text()
                : sample.json().toString();
    }

    private static Sample scalar(Draws draws, Kind kind) {
        return switch (kind) {
            case NOTHING -> throw new IllegalArgumentException("kind=NOTHING has no values");
            case BOOLEAN -> {
                boolean value = draws.flip();
                yield new Sample(JSON.booleanNode(value), value, List.of(Boolean.toString(value)));
            }
            case INT8 -> integer(draws, (byte) draws.anyLong(), kind);
            case INT16 -> integer(draws, (short) draws.anyLong(), kind);
            case INT32 -> integer(draws, (int) draws.anyLong(), kind);
            case INT64 -> integer(draws, draws.anyLong(), kind);
            case FLOAT32 -> float32(draws);
            case FLOAT64 -> float64(draws);
            case DECIMAL -> decimal(draws);
            default -> text(draws, kind);
        };
    }

    private static Sample integer(Draws draws, long value, Kind kind) {
        JsonNode json = switch ((int) draws.upTo(3)) {
            case 0 -> JSON.numberNode(value);
            case 1 -> JSON.numberNode(BigInteger.valueOf(value));
            case 2 -> JSON.numberNode(new BigDecimal(value + ".0"));
            default -> JSON.numberNode(new BigDecimal(BigInteger.valueOf(value), 0));
        };
        Object java = switch (kind) {
            case INT8 -> (byte) value;
            case INT16 -> (short) value;
            case INT32 -> (int) value;
            default -> value;
        };
        return new Sample(json, java, List.of(draws.oneOf(String.valueOf(value), value + ".0")));
    }

    private static Sample float32(Draws draws) {
        float value = Float.intBitsToFloat((int) draws.anyLong());
        float finite = Float.isFinite(value) ? value + 0.0f : 1.5f;
        String text = Float.toString(finite);
        return new Sample(JSON.numberNode(new BigDecimal(text)), finite, List.of(text));
    }

    private static Sample float64(Draws draws) {
        double value = Double.longBitsToDouble(draws.anyLong());
        double finite = Double.isFinite(value) ? value + 0.0 : 1.5;
        String text = Double.toString(finite);
        JsonNode json =
                draws.flip() ? JSON.numberNode(finite) : JSON.numberNode(new BigDecimal(text));
        return new Sample(json, finite, List.of(text));
    }

    private static Sample decimal(Draws draws) {
        BigDecimal value =
                new BigDecimal(BigInteger.valueOf(draws.anyLong()), draws.between(-40, 40));
        BigDecimal plain = new BigDecimal(value.stripTrailingZeros().toPlainString());
        return new Sample(JSON.numberNode(value), plain, List.of(value.toString()));
    }

    private static Sample text(Draws draws, Kind kind) {
        return switch (kind) {
            case CHARACTER -> {
                String value = draws.oneOf("a", " ", "\u4e2d", "\n");
                yield same(value, value.charAt(0));
            }
            case TEXT -> {
                String value = draws.text(8, LETTERS) + (draws.rarely(8) ? "\ud83d\ude00" : "");
                yield same(value, value);
            }
            case PATH -> {
                String value = draws.text(9, "ab./_ -");
                yield same(value, Path.of(value));
            }
            case URI -> {
                String value = draws.oneOf(
                        "", "a", "http://[::1]:8/x?y=%20#z", "urn:x:y", "mailto:a@b.c", "../e");
                yield same(value, java.net.URI.create(value));
            }
            case INET_ADDRESS -> address(draws);
            case DURATION -> duration(draws);
            case INSTANT -> instant(draws);
            case UUID -> uuid(draws);
            case BYTES -> {
                byte[] bytes = draws.text(9, "\u0000\u00ffab")
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
                yield same(Base64.getEncoder().encodeToString(bytes), Conversions.bytes(bytes));
            }
            default -> throw new IllegalArgumentException("kind=" + kind);
        };
    }

    private static Sample address(Draws draws) {
        byte[] bytes = new byte[draws.flip() ? 16 : 4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) draws.upTo(255);
        }
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            return same(address.getHostAddress(), address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Sample duration(Draws draws) {
        if (draws.flip()) {
            long count = draws.upTo(100_000);
            Duration value = Duration.ofMillis(count);
            return new Sample(JSON.stringNode(value.toString()), value, List.of(count + "ms"));
        }
        Duration value = Duration.ofSeconds(draws.anyLong(), draws.upTo(999_999_999));
        return same(value.toString(), value);
    }

    private static Sample instant(Draws draws) {
        Instant value = Instant.ofEpochSecond(
                draws.between(-31_557_014_167L, 253_402_300_799L), draws.upTo(999_999_999));
        return same(value.toString(), value);
    }

    private static Sample uuid(Draws draws) {
        UUID value = new UUID(draws.anyLong(), draws.anyLong());
        String text = value.toString();
        return same(draws.flip() ? text.toUpperCase(Locale.ROOT) : text, value);
    }

    private static Sample same(String text, Object value) {
        return new Sample(JSON.stringNode(text), value, List.of(text));
    }
}
