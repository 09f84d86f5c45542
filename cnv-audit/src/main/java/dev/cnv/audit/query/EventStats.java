package dev.cnv.audit.query;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts events, by what they can be chosen by and by time, in bounded memory: of one field at most
 * {@value #MAX_VALUES} values are told apart, and later ones are counted together.
 *
 * <p><b>Threading:</b> for one thread.
 */
public final class EventStats {

    /** The most values of one field that are told apart. */
    public static final int MAX_VALUES = 10_000;

    /** What values beyond {@link #MAX_VALUES} are counted as. */
    public static final String OTHERS = "(others)";

    private static final int MAX_FINE_BUCKETS = 4_096;
    /** Widths of buckets in seconds, each a multiple of the one before; the last is doubled as long as needed. */
    private static final long[] WIDTHS = {1, 10, 60, 600, 3_600, 21_600, 86_400, 604_800};

    private static final List<EventField> COUNTED = List.of(
            EventField.TYPE,
            EventField.AGENT,
            EventField.TENANT,
            EventField.CAPABILITY,
            EventField.DECISION,
            EventField.STATUS,
            EventField.REASON,
            EventField.SEVERITY);

    private final Map<EventField, Map<String, Long>> counts = new EnumMap<>(EventField.class);
    private Map<Long, Long> buckets = new TreeMap<>();
    private int width;
    private long doublings;
    private long events;
    private long bytes;
    private @Nullable Instant first;
    private @Nullable Instant last;

    /** Begins with nothing counted. */
    public EventStats() {
        COUNTED.forEach(field -> counts.put(field, new HashMap<>()));
    }

    /**
     * A number of events.
     *
     * @param value what they have in common
     * @param count how many there are
     */
    public record Count(String value, long count) {}

    /**
     * The events of a span of time.
     *
     * @param begin the span's first instant
     * @param width how long it is
     * @param count how many there are
     */
    public record Bucket(Instant begin, Duration width, long count) {}

    /**
     * Counts an event.
     *
     * @param hit the event
     */
    public void add(EventHit hit) {
        events++;
        bytes += hit.lineBytes();
        for (EventField field : COUNTED) {
            hit.value(field).ifPresent(value -> count(counts.get(field), value));
        }
        hit.time().ifPresent(this::add);
    }

    /** {@return how many events were counted} */
    public long events() {
        return events;
    }

    /** {@return how many bytes their lines have} */
    public long bytes() {
        return bytes;
    }

    /** {@return the earliest event's time} */
    public Optional<Instant> first() {
        return Optional.ofNullable(first);
    }

    /** {@return the latest event's time} */
    public Optional<Instant> last() {
        return Optional.ofNullable(last);
    }

    /** {@return the fields that are counted} */
    public static List<EventField> counted() {
        return COUNTED;
    }

    /**
     * The most frequent values.
     *
     * @param field one of {@link #counted()}
     * @param max how many at most
     * @return the values, the most frequent first
     */
    public List<Count> top(EventField field, int max) {
        return counts.getOrDefault(field, Map.of()).entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Count::count)
                        .reversed()
                        .thenComparing(Count::value))
                .limit(max)
                .toList();
    }

    /**
     * The events over time, in spans of one width; empty spans between are told too.
     *
     * @param max how many spans at most, at least 2
     * @return the spans, the earliest first
     */
    public List<Bucket> overTime(int max) {
        while (span() > max) {
            widen();
        }
        List<Bucket> all = new ArrayList<>();
        if (first != null && last != null) {
            for (long bucket = bucket(first); bucket <= bucket(last); bucket++) {
                all.add(new Bucket(
                        Instant.ofEpochSecond(bucket * seconds()),
                        Duration.ofSeconds(seconds()),
                        buckets.getOrDefault(bucket, 0L)));
            }
        }
        return all;
    }

    private void add(Instant time) {
        Instant earliest = first;
        Instant latest = last;
        first = earliest == null || time.isBefore(earliest) ? time : earliest;
        last = latest == null || time.isAfter(latest) ? time : latest;
        buckets.merge(bucket(time), 1L, Long::sum);
        while (buckets.size() > MAX_FINE_BUCKETS) {
            widen();
        }
    }

    private static void count(@Nullable Map<String, Long> in, String value) {
        if (in != null) {
            boolean known = in.size() < MAX_VALUES || in.containsKey(value);
            in.merge(known ? value : OTHERS, 1L, Long::sum);
        }
    }

    private long span() {
        return first == null || last == null ? 0 : bucket(last) - bucket(first) + 1;
    }

    private void widen() {
        long before = seconds();
        if (width < WIDTHS.length - 1) {
            width++;
        } else {
            doublings++;
        }
        Map<Long, Long> wider = new TreeMap<>();
        buckets.forEach((bucket, count) ->
                wider.merge(Math.floorDiv(bucket * before, seconds()), count, Long::sum));
        buckets = wider;
    }

    private long bucket(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), seconds());
    }

    private long seconds() {
        return WIDTHS[width] << doublings;
    }
}
