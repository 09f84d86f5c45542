package dev.cnv.runtime.canonical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is written is read back; what is read is written as the same bytes; everything else is refused
 * with the one exception, within a budget of memory that grows with the input only.
 */
class CborFuzzTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** An exception and its trace, and what classes need that are used for the first time. */
    private static final long FIXED_BYTES = 64 * 1024;

    private static final long BYTES_FOR_EACH = 64;

    private static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    @Test
    void read_written_isTheSame() {
        Property.named("cbor-written").check(draws -> value(draws, 4), value -> {
            byte[] bytes = written(value);
            assertEquals(shown(value), shown(read(bytes)));
            assertArrayEquals(bytes, written(read(bytes)));
        });
    }

    @Test
    void read_anyBytes_isRefusedOrWrittenAsTheSameBytes() {
        Property.named("cbor-bytes").check(draws -> Fuzz.bytes(draws, 40), CborFuzzTest::holds);
    }

    @Test
    void read_changedItem_isRefusedOrWrittenAsTheSameBytes() {
        AtomicInteger read = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Property.named("cbor-changed")
                .check(
                        draws -> Fuzz.changed(draws, written(value(draws, 3))),
                        bytes -> (holds(bytes) ? read : refused).incrementAndGet());
        assertTrue(read.get() > 100 && refused.get() > 100, "read=" + read + " refused=" + refused);
    }

    @Test
    void read_corpusAndItsChanges_holds() throws IOException {
        List<byte[]> corpus = corpus();
        corpus.forEach(CborFuzzTest::holds);
        Property.named("cbor-corpus")
                .check(
                        draws -> Fuzz.changed(
                                draws, corpus.get(draws.between(0, corpus.size() - 1))),
                        CborFuzzTest::holds);
    }

    @Test
    void read_nestedTooDeeply_isRefusedWithoutARecursionToMatch() {
        byte[] deep = new byte[1_000_000];
        java.util.Arrays.fill(deep, (byte) 0x81);
        assertThrows(
                CborRefusedException.class,
                () -> CborReader.of("value", deep, deep.length).skip());
        CborWriter out = new CborWriter();
        for (int i = 0; i < CborDescriptor.MAX_DEPTH; i++) {
            out.array(1);
        }
        assertThrows(IllegalStateException.class, () -> out.array(1));
    }

    /** Whether the bytes are read; fails when what is read has another form, or costs too much. */
    private static boolean holds(byte[] bytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Object value;
        try {
            value = read(bytes);
        } catch (CborRefusedException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith("value"), e.getMessage());
            return false;
        } finally {
            long used = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(
                    used <= FIXED_BYTES + BYTES_FOR_EACH * bytes.length, "allocatedBytes=" + used);
        }
        assertArrayEquals(bytes, written(value));
        return true;
    }

    private static List<byte[]> corpus() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CborFuzzTest.class.getResourceAsStream("corpus/cbor.hex"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(HexFormat.of()::parseHex)
                    .toList();
        }
    }

    private static Object value(Draws draws, int depth) {
        return switch (draws.between(0, depth == 0 ? 4 : 7)) {
            case 0 -> integer(draws);
            case 1 -> draws.text(6, "abz\u00e9\u6c34\0");
            case 2 -> Fuzz.bytes(draws, 30);
            case 3 -> draws.between(0, 1) == 1;
            case 4 -> NULL;
            case 5 -> draws.list(4, inner -> value(inner, depth - 1));
            case 6 -> integerKeys(draws, depth);
            default -> textKeys(draws, depth);
        };
    }

    private static long integer(Draws draws) {
        long magnitude = draws.upTo(Long.MAX_VALUE) >>> draws.between(0, 62);
        return draws.between(0, 1) == 1 ? ~magnitude : magnitude;
    }

    private static Map<Object, Object> integerKeys(Draws draws, int depth) {
        // 0, 1, 2 ... before -1, -2 ...
        Map<Object, Object> map = new TreeMap<>((a, b) -> {
            long x = (Long) a;
            long y = (Long) b;
            return x < 0 == y < 0
                    ? (x < 0 ? Long.compare(y, x) : Long.compare(x, y))
                    : x < 0 ? 1 : -1;
        });
        for (int i = draws.between(0, 4); i > 0; i--) {
            map.put(integer(draws), value(draws, depth - 1));
        }
        return new LinkedHashMap<>(map);
    }

    private static Map<Object, Object> textKeys(Draws draws, int depth) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = draws.between(0, 4); i > 0; i--) {
            map.put(draws.text(3, "ab\u00e9"), value(draws, depth - 1));
        }
        return map;
    }

    private static byte[] written(Object value) {
        CborWriter out = new CborWriter(1);
        write(out, value);
        return out.toBytes();
    }

    private static void write(CborWriter out, Object value) {
        switch (value) {
            case Long number -> out.integer(number);
            case String text -> out.text(text);
            case byte[] bytes -> out.bytes(bytes);
            case Boolean flag -> out.bool(flag);
            case List<?> list -> {
                out.array(list.size());
                list.forEach(element -> write(out, element));
            }
            case Map<?, ?> map -> writeMap(out, map);
            default -> out.nil();
        }
    }

    private static void writeMap(CborWriter out, Map<?, ?> map) {
        if (map.keySet().stream().allMatch(String.class::isInstance)) {
            Map<String, Object> texts = new LinkedHashMap<>();
            map.forEach((key, value) -> texts.put((String) key, value));
            out.map(texts, CborFuzzTest::write);
            return;
        }
        out.map(map.size());
        map.forEach((key, value) -> {
            if (key instanceof Long number) {
                out.key(number);
            } else {
                out.key((String) key);
            }
            write(out, value);
        });
    }

    private static Object read(byte[] bytes) {
        CborReader in = CborReader.of("value", bytes, bytes.length);
        Object value = read(in);
        in.end();
        return value;
    }

    private static Object read(CborReader in) {
        return switch (in.peek()) {
            case INTEGER -> in.integer();
            case BYTES -> in.bytes(Integer.MAX_VALUE);
            case TEXT -> in.text(Integer.MAX_VALUE);
            case BOOLEAN -> in.bool();
            case NULL -> {
                in.nil();
                yield NULL;
            }
            case TAG -> throw in.refused("has a tag");
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (int left = in.openArray(Integer.MAX_VALUE); left > 0; left--) {
                    list.add(read(in));
                }
                in.close();
                yield list;
            }
            case MAP -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int left = in.openMap(); left > 0; left--) {
                    Object key = in.peek() == CborType.TEXT
                            ? in.textKey(Integer.MAX_VALUE)
                            : (Object) in.integerKey();
                    map.put(key, read(in));
                }
                in.close();
                yield map;
            }
        };
    }

    /** A text that tells values apart; maps in the order of their keys' texts. */
    private static String shown(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> "h" + HexFormat.of().formatHex(bytes);
            case String text -> '"' + text + '"';
            case List<?> list -> list.stream().map(CborFuzzTest::shown).toList().toString();
            case Map<?, ?> map -> {
                Map<String, String> sorted = new TreeMap<>();
                map.forEach((key, inner) -> sorted.put(shown(key), shown(inner)));
                yield sorted.toString();
            }
            case null, default -> String.valueOf(value);
        };
    }
}
