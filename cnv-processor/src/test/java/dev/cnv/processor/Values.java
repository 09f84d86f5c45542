package dev.cnv.processor;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Readers and writers for generated code under test, which keep Java values in maps and lists. */
final class Values {

    private Values() {}

    /** Answers every question with a value of the type asked for. */
    static ValueReader samples() {
        Map<String, Object> nothing = new LinkedHashMap<>();
        return new Reader(nothing, true);
    }

    static ValueReader reader(Map<String, Object> members) {
        return new Reader(members, false);
    }

    static ValueWriter writer(Map<String, Object> members) {
        return new Writer(members, value -> {});
    }

    private static final class Reader implements ValueReader {
        private final Object value;
        private final boolean sample;

        Reader(Object value, boolean sample) {
            this.value = value;
            this.sample = sample;
        }

        @SuppressWarnings("unchecked")
        private <T> T get(T example) {
            if (!sample && !example.getClass().isInstance(value) && !(example instanceof Path)) {
                throw new AssertionError(
                        "value=" + value + " is no " + example.getClass().getSimpleName());
            }
            return sample ? example : (T) value;
        }

        @Override
        public ValueReader at(String name) {
            return sample ? this : new Reader(((Map<?, ?>) value).get(name), false);
        }

        @Override
        public boolean bool() {
            return get(true);
        }

        @Override
        public byte int8() {
            return get((byte) 8);
        }

        @Override
        public short int16() {
            return get((short) 16);
        }

        @Override
        public int int32() {
            return get(32);
        }

        @Override
        public long int64() {
            return get(64L);
        }

        @Override
        public float float32() {
            return get(3.2f);
        }

        @Override
        public double float64() {
            return get(6.4);
        }

        @Override
        public char character() {
            return get('c');
        }

        @Override
        public String text() {
            return get("text");
        }

        @Override
        public BigDecimal decimal() {
            return get(new BigDecimal("1.50"));
        }

        @Override
        public Path path() {
            return get(Path.of("a/b"));
        }

        @Override
        public URI uri() {
            return get(URI.create("urn:x"));
        }

        @Override
        public InetAddress inetAddress() {
            return get(InetAddress.ofLiteral("127.0.0.1"));
        }

        @Override
        public Duration duration() {
            return get(Duration.ofSeconds(5));
        }

        @Override
        public Instant instant() {
            return get(Instant.EPOCH);
        }

        @Override
        public UUID uuid() {
            return get(new UUID(1, 2));
        }

        @Override
        public byte[] bytes() {
            return get(new byte[] {1, 2});
        }

        @Override
        public <E extends Enum<E>> E choice(Class<E> type) {
            return sample ? type.getEnumConstants()[0] : type.cast(value);
        }

        @Override
        public <T> Optional<T> optional(Function<ValueReader, T> reader) {
            return sample || value != null ? Optional.of(reader.apply(this)) : Optional.empty();
        }

        @Override
        public <T> List<T> list(Function<ValueReader, T> reader) {
            return sample
                    ? List.of(reader.apply(this), reader.apply(this))
                    : ((List<?>) value)
                            .stream()
                                    .map(v -> reader.apply(new Reader(v, false)))
                                    .toList();
        }

        @Override
        public <T> Set<T> set(Function<ValueReader, T> reader) {
            return sample ? Set.of(reader.apply(this)) : new LinkedHashSet<>(list(reader));
        }

        @Override
        public <T> Map<String, T> map(Function<ValueReader, T> reader) {
            if (sample) {
                return Map.of("key", reader.apply(this));
            }
            Map<String, T> map = new LinkedHashMap<>();
            ((Map<?, ?>) value)
                    .forEach((k, v) -> map.put((String) k, reader.apply(new Reader(v, false))));
            return map;
        }

        @Override
        public <T> T structure(Function<ValueReader, T> reader) {
            return reader.apply(this);
        }
    }

    private static final class Writer implements ValueWriter {
        private final Map<String, Object> members;
        private final Consumer<Object> slot;

        Writer(Map<String, Object> members, Consumer<Object> slot) {
            this.members = members;
            this.slot = slot;
        }

        private static Object written(Consumer<ValueWriter> writing) {
            List<Object> values = new ArrayList<>();
            writing.accept(new Writer(new LinkedHashMap<>(), values::add));
            return values.size() == 1 ? values.getFirst() : new AssertionError("written " + values);
        }

        @Override
        public ValueWriter at(String name) {
            return new Writer(new LinkedHashMap<>(), value -> {
                if (members.put(name, value) != null) {
                    throw new AssertionError("member=" + name + " is written twice");
                }
            });
        }

        @Override
        public void bool(boolean value) {
            slot.accept(value);
        }

        @Override
        public void int8(byte value) {
            slot.accept(value);
        }

        @Override
        public void int16(short value) {
            slot.accept(value);
        }

        @Override
        public void int32(int value) {
            slot.accept(value);
        }

        @Override
        public void int64(long value) {
            slot.accept(value);
        }

        @Override
        public void float32(float value) {
            slot.accept(value);
        }

        @Override
        public void float64(double value) {
            slot.accept(value);
        }

        @Override
        public void character(char value) {
            slot.accept(value);
        }

        @Override
        public void text(String value) {
            slot.accept(value);
        }

        @Override
        public void decimal(BigDecimal value) {
            slot.accept(value);
        }

        @Override
        public void path(Path value) {
            slot.accept(value);
        }

        @Override
        public void uri(URI value) {
            slot.accept(value);
        }

        @Override
        public void inetAddress(InetAddress value) {
            slot.accept(value);
        }

        @Override
        public void duration(Duration value) {
            slot.accept(value);
        }

        @Override
        public void instant(Instant value) {
            slot.accept(value);
        }

        @Override
        public void uuid(UUID value) {
            slot.accept(value);
        }

        @Override
        public void bytes(byte[] value) {
            slot.accept(value);
        }

        @Override
        public void choice(Enum<?> value) {
            slot.accept(value);
        }

        @Override
        public <T> void optional(Optional<T> value, BiConsumer<ValueWriter, T> writer) {
            value.ifPresent(present -> writer.accept(this, present));
        }

        @Override
        public <T> void list(Collection<T> values, BiConsumer<ValueWriter, T> writer) {
            List<Object> list = new ArrayList<>();
            values.forEach(value -> list.add(written(to -> writer.accept(to, value))));
            slot.accept(list);
        }

        @Override
        public <T> void map(Map<String, T> values, BiConsumer<ValueWriter, T> writer) {
            Map<String, Object> map = new LinkedHashMap<>();
            values.forEach((key, value) -> map.put(key, written(to -> writer.accept(to, value))));
            slot.accept(map);
        }

        @Override
        public <T> void structure(T value, BiConsumer<ValueWriter, T> writer) {
            Map<String, Object> structure = new LinkedHashMap<>();
            writer.accept(new Writer(structure, _ -> {}), value);
            slot.accept(structure);
        }
    }
}
