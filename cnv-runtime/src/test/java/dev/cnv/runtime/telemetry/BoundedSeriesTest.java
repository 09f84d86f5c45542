package dev.cnv.runtime.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** The bound on the series of a metric, which loses no update. */
class BoundedSeriesTest {

    @Test
    void series_beyondTheBound_areOne() {
        BoundedSeries<LongAdder> series = new BoundedSeries<>(2, 2, _ -> new LongAdder());
        series.of(List.of("a", "b")).increment();
        series.of(List.of("a", "c")).increment();
        series.of(List.of("a", "d")).increment();
        series.of(List.of("b", "d")).increment();
        series.of(List.of("a", "b")).increment();
        assertEquals(3, series.all().size());
        assertEquals(2, series.known(List.of("a", "b")).orElseThrow().sum());
        assertEquals(
                2, series.known(List.of("overflow", "overflow")).orElseThrow().sum());
        assertTrue(series.known(List.of("a", "d")).isEmpty());
    }

    @Test
    void updates_fromManyThreadsOverTheBound_areAllCounted() throws Exception {
        int threads = 16;
        int each = 20_000;
        BoundedSeries<LongAdder> series = new BoundedSeries<>(1, 10, _ -> new LongAdder());
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int from = t;
                running.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        series.of(List.of("v" + (from + i) % 100)).increment();
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertEquals(11, series.all().size());
        assertEquals(
                (long) threads * each,
                series.all().stream().mapToLong(LongAdder::sum).sum());
    }
}
