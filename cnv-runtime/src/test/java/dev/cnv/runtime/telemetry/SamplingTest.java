package dev.cnv.runtime.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The sample of calls, and what is derived from it. */
class SamplingTest {

    private static long kept(Sampling sampling, LongStream ids) {
        return ids.mapToObj(i -> new UUID(i >>> 3, i)).filter(sampling::chosen).count();
    }

    @Test
    void sample_ofRandomIds_isOneInSoMany() {
        Random random = new Random(7);
        long calls = 2_000_000;
        long kept = kept(Sampling.DEFAULT, random.longs(calls));
        assertEquals(calls, Sampling.DEFAULT.estimate(kept), 6 * Math.sqrt(calls * 10_000.0));
    }

    @Test
    void sample_ofIdsInARow_isNotBiased() {
        long kept = kept(new Sampling(64), LongStream.range(0, 640_000));
        assertEquals(10_000, kept, 600);
    }

    @Test
    void sample_ofOneInOne_isAll() {
        assertEquals(1_000, kept(new Sampling(1), LongStream.range(0, 1_000)));
    }

    @Test
    void choice_isTheIdsAlone() {
        UUID id = new UUID(1, 2);
        assertEquals(new Sampling(3).chosen(id), new Sampling(3).chosen(id));
    }

    @Test
    void oneIn_belowOne_isMisuse() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Sampling(0))
                .getMessage()
                .contains("oneIn=0"));
    }
}
