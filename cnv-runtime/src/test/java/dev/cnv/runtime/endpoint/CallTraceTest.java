package dev.cnv.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.telemetry.TraceCarrier;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A call is made once, whatever becomes of its trace. */
class CallTraceTest {

    private static final CallTrace TRACE =
            new CallTrace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null);

    private final AtomicInteger calls = new AtomicInteger();

    private static TraceCarrier carrier(Supplier<Error> before) {
        return new TraceCarrier() {

            @Override
            public Map<String, String> current() {
                return Map.of();
            }

            @Override
            public <T> T within(Map<String, String> headers, Supplier<T> made) {
                Error fault = before.get();
                if (fault != null) {
                    throw fault;
                }
                return made.get();
            }
        };
    }

    @Test
    void call_whoseCarrierEndsWithAnError_isMadeAllTheSame() {
        TraceCarrier broken = carrier(() -> new NoClassDefFoundError("tracer"));
        assertThrows(
                NoClassDefFoundError.class, () -> TRACE.within(broken, calls::incrementAndGet));
        assertEquals(1, calls.get());
    }

    @Test
    void call_thatEndsWithAnError_isNotMadeAgain() {
        assertThrows(
                AssertionError.class,
                () -> TRACE.within(carrier(() -> null), () -> {
                    calls.incrementAndGet();
                    throw new AssertionError("of the call");
                }));
        assertEquals(1, calls.get());
    }
}
