package dev.cnv.hotpath.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.telemetry.ExpositionFormat;
import dev.cnv.runtime.telemetry.MetricViews;
import dev.cnv.runtime.telemetry.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A worker's counters as metrics: the same numbers, whatever the buckets. */
class WorkerViewsTest {

    @Test
    void buckets_ofAnyDurations_holdEachOnceWhereItBelongs() {
        Random random = new Random(23);
        for (int round = 0; round < 1_000; round++) {
            long nanos = random.nextLong() >>> (1 + random.nextInt(62));
            long[] counts = new long[WorkerCounters.BUCKET_COUNT];
            counts[WorkerCounters.bucket(nanos)] = 3;
            MetricViews.Buckets shown = WorkerViews.buckets(counts);
            assertEquals(3, Arrays.stream(shown.counts()).sum());
            int at = 0;
            while (at < shown.upperEnds().length && nanos > shown.upperEnds()[at]) {
                at++;
            }
            assertEquals(3, shown.counts()[at], "nanos=" + nanos);
            // The middle of a bucket that is a quarter wide at most.
            assertEquals(3.0 * nanos, shown.sumNanos(), 3 * (nanos * 0.126 + 0.5));
        }
    }

    @Test
    void views_ofNoWorker_areZerosAndThereOnce() throws IOException {
        Telemetry telemetry = Telemetry.on();
        WorkerViews.show(telemetry, List.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        telemetry.write(ExpositionFormat.PROMETHEUS, out);
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("cnv_hotpath_frames_total{status=\"handle_stale\"} 0.0"), text);
        assertTrue(text.contains("cnv_hotpath_frame_duration_seconds_count 0"), text);
        assertThrows(IllegalArgumentException.class, () -> WorkerViews.show(telemetry, List.of()));
    }
}
