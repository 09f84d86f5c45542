package dev.cnv.benchmarks.ledger;

import dev.cnv.audit.query.EventField;
import dev.cnv.audit.query.EventIndex;
import dev.cnv.audit.query.EventPage;
import dev.cnv.audit.query.EventQuery;
import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.governance.CallEvent.SecurityViolation;
import dev.cnv.runtime.governance.CallEvent.Severity;
import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * Fills a ledger, builds its index and asks for the events of one request, which are four: {@code
 * QueryBenchmark FOLDER [EVENTS]}, 10,000,000 events when it is not said. A folder that has a ledger is taken
 * as it is, its index included.
 */
public final class QueryBenchmark {

    private static final int EVENTS_A_REQUEST = 4;
    private static final int QUERIES = 2_000;
    private static final int WARM_UP = 2_000;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private QueryBenchmark() {}

    /** Runs it. */
    public static void main(String... args) throws IOException {
        Path folder = Path.of(args[0]);
        long events = args.length > 1 ? Long.parseLong(args[1]) : 10_000_000;
        if (!Files.exists(folder)) {
            fill(folder, events);
        }
        ask(folder);
    }

    private static void fill(Path folder, long events) {
        long begin = System.nanoTime();
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                FileLedger ledger = FileLedger.open(folder, time)) {
            Random random = new Random(1);
            for (long i = 0; i < events; i++) {
                ledger.append(event(i, random), Durability.BUFFERED);
            }
        }
        print("fill", events, System.nanoTime() - begin);
    }

    private static SecurityViolation event(long index, Random random) {
        EventOrigin origin = new EventOrigin(
                new UUID(random.nextLong(), random.nextLong()),
                BEGIN.plusMillis(index),
                "agent-" + random.nextInt(1_000),
                "tenant-" + random.nextInt(20),
                correlation(index / EVENTS_A_REQUEST),
                Optional.empty(),
                Map.of());
        return new SecurityViolation(
                origin,
                new UUID(1, index / 2),
                Severity.values()[random.nextInt(4)],
                "noun-" + random.nextInt(50) + ".verb",
                Reason.values()[random.nextInt(Reason.values().length)],
                "a sentence for people that says what was refused and what to change");
    }

    private static String correlation(long request) {
        return new UUID(request * 0x9E37_79B9_7F4A_7C15L, request).toString();
    }

    private static void ask(Path folder) {
        long begin = System.nanoTime();
        try (EventIndex index = EventIndex.open(folder, Progress.NONE)) {
            long events = index.size();
            print("index", events, System.nanoTime() - begin);
            Random random = new Random(2);
            for (int i = 0; i < WARM_UP; i++) {
                one(index, random, events);
            }
            long[] nanos = new long[QUERIES];
            for (int i = 0; i < QUERIES; i++) {
                nanos[i] = one(index, random, events);
            }
            Arrays.sort(nanos);
            System.out.printf(
                    "query by correlation id: median %.3f ms, 99 of 100 within %.3f ms, longest %.3f ms%n",
                    nanos[QUERIES / 2] / 1e6,
                    nanos[QUERIES * 99 / 100] / 1e6,
                    nanos[QUERIES - 1] / 1e6);
        }
    }

    private static long one(EventIndex index, Random random, long events) {
        String id = correlation(random.nextLong(events / EVENTS_A_REQUEST));
        EventQuery query = EventQuery.builder().with(EventField.CORRELATION, id).build();
        long begin = System.nanoTime();
        EventPage page = index.find(query);
        long nanos = System.nanoTime() - begin;
        if (page.hits().size() != EVENTS_A_REQUEST) {
            throw new IllegalStateException(
                    "correlation=" + id + " found " + page.hits().size());
        }
        return nanos;
    }

    private static void print(String what, long events, long nanos) {
        System.out.printf(
                "%s: %,d events in %.1f s, %,.0f a second%n",
                what, events, nanos / 1e9, events / (nanos / 1e9));
    }
}
