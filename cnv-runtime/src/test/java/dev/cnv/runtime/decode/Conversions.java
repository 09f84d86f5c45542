package dev.cnv.runtime.decode;

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
import dev.cnv.runtime.spi.ValueReader;
import dev.cnv.runtime.spi.ValueWriter;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads and writes values by their type as generated code does by theirs. A record is a map here. */
final class Conversions {

    private Conversions() {}

    static Map<String, Object> readInput(VerbDescriptor verb, ValueReader in) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (ParameterDescriptor parameter : verb.parameters()) {
            values.put(parameter.name(), read(parameter.type(), in.at(parameter.name())));
        }
        return values;
    }

    static void writeInput(VerbDescriptor verb, Map<String, Object> values, ValueWriter out) {
        for (ParameterDescriptor parameter : verb.parameters()) {
            write(parameter.type(), out.at(parameter.name()), values.get(parameter.name()));
        }
    }

    static Object read(ValueType type, ValueReader in) {
        return switch (type) {
            case Scalar(Kind kind) -> scalar(kind, in);
            case Choice _ -> in.choice(Samples.Light.class);
            case Maybe(ValueType inner) -> in.optional(r -> read(inner, r));
            case Sequence(ValueType element, boolean distinct) ->
                distinct ? in.set(r -> read(element, r)) : in.list(r -> read(element, r));
            case Table(ValueType inner) -> in.map(r -> read(inner, r));
            case Structure structure -> in.structure(r -> fields(structure, r));
        };
    }

    @SuppressWarnings("unchecked")
    static void write(ValueType type, ValueWriter out, Object value) {
        switch (type) {
            case Scalar(Kind kind) -> scalar(kind, out, value);
            case Choice _ -> out.choice((Enum<?>) value);
            case Maybe(ValueType inner) ->
                out.optional((Optional<Object>) value, (w, v) -> write(inner, w, v));
            case Sequence(ValueType element, boolean _) ->
                out.list((Collection<Object>) value, (w, v) -> write(element, w, v));
            case Table(ValueType inner) ->
                out.map((Map<String, Object>) value, (w, v) -> write(inner, w, v));
            case Structure structure ->
                out.structure((Map<String, Object>) value, (w, v) -> fields(structure, w, v));
        }
    }

    /** Bytes as something with equals. */
    static List<Byte> bytes(byte[] bytes) {
        List<Byte> list = new ArrayList<>();
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }

    private static Map<String, Object> fields(Structure structure, ValueReader in) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Field field : structure.fields()) {
            values.put(field.name(), read(field.type(), in.at(field.name())));
        }
        return values;
    }

    private static void fields(Structure structure, ValueWriter out, Map<String, Object> values) {
        for (Field field : structure.fields()) {
            write(field.type(), out.at(field.name()), values.get(field.name()));
        }
    }

    private static Object scalar(Kind kind, ValueReader in) {
        return switch (kind) {
            case NOTHING -> throw new IllegalArgumentException("kind=NOTHING has no values");
            case BOOLEAN -> in.bool();
            case INT8 -> in.int8();
            case INT16 -> in.int16();
            case INT32 -> in.int32();
            case INT64 -> in.int64();
            case FLOAT32 -> in.float32();
            case FLOAT64 -> in.float64();
            case CHARACTER -> in.character();
            case TEXT -> in.text();
            case DECIMAL -> in.decimal();
            case PATH -> in.path();
            case URI -> in.uri();
            case INET_ADDRESS -> in.inetAddress();
            case DURATION -> in.duration();
            case INSTANT -> in.instant();
            case UUID -> in.uuid();
            case BYTES -> bytes(in.bytes());
        };
    }

    @SuppressWarnings("unchecked")
    private static void scalar(Kind kind, ValueWriter out, Object value) {
        switch (kind) {
            case NOTHING -> throw new IllegalArgumentException("kind=NOTHING has no values");
            case BOOLEAN -> out.bool((Boolean) value);
            case INT8 -> out.int8((Byte) value);
            case INT16 -> out.int16((Short) value);
            case INT32 -> out.int32((Integer) value);
            case INT64 -> out.int64((Long) value);
            case FLOAT32 -> out.float32((Float) value);
            case FLOAT64 -> out.float64((Double) value);
            case CHARACTER -> out.character((Character) value);
            case TEXT -> out.text((String) value);
            case DECIMAL -> out.decimal((BigDecimal) value);
            case PATH -> out.path((Path) value);
            case URI -> out.uri((URI) value);
            case INET_ADDRESS -> out.inetAddress((InetAddress) value);
            case DURATION -> out.duration((Duration) value);
            case INSTANT -> out.instant((Instant) value);
            case UUID -> out.uuid((UUID) value);
            case BYTES -> {
                List<Byte> list = (List<Byte>) value;
                byte[] bytes = new byte[list.size()];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = list.get(i);
                }
                out.bytes(bytes);
            }
        }
    }
}
