package dev.cnv.otel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** W3C trace context in and out, without an SDK. */
class TraceHeadersTest {

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void headers_thatCameIn_goOut() {
        Map<String, String> in = Map.of("Traceparent", PARENT, "TRACESTATE", "congo=t61rcWkgMzE");
        assertEquals(
                Map.of("traceparent", PARENT, "tracestate", "congo=t61rcWkgMzE"),
                TraceHeaders.within(in, TraceHeaders::current));
        assertEquals(Map.of(), TraceHeaders.current(), "the trace is over");
    }

    @Test
    void headers_thatAreMalformedOrTooLong_areNone() {
        assertNone("");
        assertNone("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7");
        assertNone("00-00000000000000000000000000000000-00f067aa0ba902b7-01");
        assertNone("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01");
        assertNone("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assertNone("00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01");
        assertNone(PARENT + "-" + "0".repeat(200));
        assertEquals(
                Map.of("traceparent", PARENT),
                TraceHeaders.within(
                        Map.of("traceparent", PARENT, "tracestate", "a=" + "b".repeat(600)),
                        TraceHeaders::current));
    }

    private static void assertNone(String parent) {
        assertEquals(
                Map.of(),
                TraceHeaders.within(Map.of("traceparent", parent), TraceHeaders::current),
                parent);
    }

    @Test
    void headers_ofAnyBytes_failNoCall() {
        Random random = new Random(19);
        for (int i = 0; i < Integer.getInteger("cnv.property.cases", 10_000); i++) {
            String text = random.nextBoolean() ? mutated(random) : noise(random);
            int calls = TraceHeaders.within(
                    Map.of("traceparent", text, "tracestate", noise(random)), () -> 1);
            assertEquals(1, calls);
        }
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(PARENT);
        for (int k = random.nextInt(4); k > 0; k--) {
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
        }
        return text.substring(0, random.nextInt(text.length() + 1));
    }

    private static String noise(Random random) {
        byte[] bytes = new byte[random.nextInt(700)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
