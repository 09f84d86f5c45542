package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.audit.query.EventField;
import dev.cnv.audit.query.EventHit;
import dev.cnv.audit.query.EventIndex;
import dev.cnv.audit.query.EventPage;
import dev.cnv.audit.query.EventQuery;
import dev.cnv.audit.query.EventStats;
import dev.cnv.audit.query.EventTail;
import dev.cnv.audit.query.TimeWords;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ledgers, asked for events: an index beside the ledger's lines is kept up, the lines are only read.
 *
 * <p>Each verb lists the filters anew: a verb's parameters are those of its method, one by one, so that its
 * schema, help and completion say all of them. What they mean stands once, in {@link #filters}.
 */
public final class LedgerQueries {

    private static final String USUAL_FOLDER = ".cnv/ledger";
    private static final int BAR_WIDTH = 30;

    private final Clock clock;

    /** For the process: its clock and its zone. */
    public LedgerQueries() {
        this(Clock.system(ZoneId.systemDefault()));
    }

    LedgerQueries(Clock clock) {
        this.clock = clock;
    }

    /**
     * An event in a ledger.
     *
     * @param index its place
     * @param time when it happened
     * @param type the name of its type
     * @param agent who made it happen
     * @param capability the verb that it is about
     * @param decision permitted or denied
     * @param status how an invocation ended
     * @param severity how bad a violation is
     * @param reason why a call was denied or failed
     * @param tenant whose data and quotas it touches
     * @param correlation the request that it belongs to
     * @param invocation the call that it belongs to
     * @param message the sentence for people
     */
    public record Event(
            long index,
            Optional<Instant> time,
            String type,
            Optional<String> agent,
            Optional<String> capability,
            Optional<String> decision,
            Optional<String> status,
            Optional<String> severity,
            Optional<String> reason,
            Optional<String> tenant,
            Optional<String> correlation,
            Optional<String> invocation,
            Optional<String> message) {}

    /**
     * A page of events.
     *
     * @param next what to give as --cursor for the next page; empty when there is nothing more
     * @param notes what was done to the index that nobody asked for
     * @param events the events
     */
    public record Found(Optional<String> next, List<String> notes, List<Event> events) {}

    /**
     * Events that have something in common.
     *
     * @param by what they have in common: a field's name, or time
     * @param value the field's value, or when the span of time begins
     * @param events how many there are
     * @param percent how many of all those counted that is
     * @param bar the same as a bar
     */
    public record Count(String by, String value, long events, double percent, String bar) {}

    /**
     * Events, counted.
     *
     * @param events how many there are
     * @param bytes how long their lines are together
     * @param first when the earliest happened
     * @param last when the latest happened
     * @param perSecond how many there are a second between these
     * @param counts how many there are by each field and over time
     */
    public record Stats(
            long events,
            long bytes,
            Optional<Instant> first,
            Optional<Instant> last,
            Optional<Double> perSecond,
            List<Count> counts) {}

    /**
     * Finds events. All filters must hold; of a repeated one, any. Times are 2h or 7d (ago), now-90m,
     * today, yesterday, 2026-01-31, 2026-01-31T10:00 or 2026-01-31T10:00:00Z; a day as the end is in the
     * range.
     *
     * @param dir the ledger's folder
     * @param from no events before this time
     * @param to no events at or after this time
     * @param type events of these types
     * @param agent events of these agents
     * @param tenant events of these tenants
     * @param capability events about these verbs; * is one word of the path, a last ** the rest
     * @param correlation events of these requests
     * @param decision permitted or denied
     * @param severity violations as bad as this
     * @param reason calls denied or failed for these reasons
     * @param status invocations that ended so
     * @param invocation events of these calls
     * @param fromIndex no events before this index
     * @param toIndex no events at or behind this index
     * @param descending the latest first
     * @param limit how many events to show
     * @param cursor goes on behind an earlier page of the same query
     * @return the events
     */
    @Capability(id = "cnv.ledger.query")
    @Effects(Effect.STORAGE_WRITE)
    @Contract(duration = DurationClass.BATCH, idempotent = true)
    public Found query(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir,
            Optional<String> from,
            Optional<String> to,
            @Param(flag = 't') List<String> type,
            @Param(flag = 'a') List<String> agent,
            List<String> tenant,
            @Param(flag = 'c') List<String> capability,
            List<String> correlation,
            List<String> decision,
            List<String> severity,
            List<String> reason,
            List<String> status,
            List<String> invocation,
            @Param(min = "0", defaultValue = "0") long fromIndex,
            @Param(min = "0") Optional<Long> toIndex,
            boolean descending,
            @Param(flag = 'n', min = "1", max = "100000", defaultValue = "100") int limit,
            Optional<String> cursor) {
        return asked(() -> {
            EventQuery.Builder query = filters(
                    from,
                    to,
                    type,
                    agent,
                    tenant,
                    capability,
                    correlation,
                    decision,
                    severity,
                    reason,
                    status,
                    invocation,
                    fromIndex,
                    toIndex);
            cursor.ifPresent(query::cursor);
            EventQuery built = descending
                    ? query.descending().limit(limit).build()
                    : query.limit(limit).build();
            try (EventIndex index = open(dir)) {
                EventPage page = index.find(built);
                return new Found(
                        page.next(),
                        index.notes(),
                        page.hits().stream().map(LedgerQueries::event).toList());
            }
        });
    }

    /**
     * Counts events, by each field and over time. Filters and times are those of cnv ledger query.
     *
     * @param dir the ledger's folder
     * @param from no events before this time
     * @param to no events at or after this time
     * @param type events of these types
     * @param agent events of these agents
     * @param tenant events of these tenants
     * @param capability events about these verbs; * is one word of the path, a last ** the rest
     * @param correlation events of these requests
     * @param decision permitted or denied
     * @param severity violations as bad as this
     * @param reason calls denied or failed for these reasons
     * @param status invocations that ended so
     * @param invocation events of these calls
     * @param fromIndex no events before this index
     * @param toIndex no events at or behind this index
     * @param top how many values of each field to show, the most frequent ones
     * @param spans how many spans of time to show at most
     * @return the counts
     */
    @Capability(id = "cnv.ledger.stats")
    @Effects(Effect.STORAGE_WRITE)
    @Contract(duration = DurationClass.BATCH, idempotent = true)
    public Stats stats(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir,
            Optional<String> from,
            Optional<String> to,
            @Param(flag = 't') List<String> type,
            @Param(flag = 'a') List<String> agent,
            List<String> tenant,
            @Param(flag = 'c') List<String> capability,
            List<String> correlation,
            List<String> decision,
            List<String> severity,
            List<String> reason,
            List<String> status,
            List<String> invocation,
            @Param(min = "0", defaultValue = "0") long fromIndex,
            @Param(min = "0") Optional<Long> toIndex,
            @Param(min = "1", max = "10000", defaultValue = "10") int top,
            @Param(min = "2", max = "1000", defaultValue = "24") int spans) {
        return asked(() -> {
            EventQuery query = filters(
                            from,
                            to,
                            type,
                            agent,
                            tenant,
                            capability,
                            correlation,
                            decision,
                            severity,
                            reason,
                            status,
                            invocation,
                            fromIndex,
                            toIndex)
                    .build();
            EventStats stats = new EventStats();
            try (EventIndex index = open(dir)) {
                index.forEach(query, stats::add);
            }
            return stats(stats, top, spans);
        });
    }

    /**
     * Prints events as they come, until so many came, the time is over, or the command is interrupted. Each has
     * the members of those that cnv ledger query finds.
     *
     * @param dir the ledger's folder
     * @param type events of these types
     * @param agent events of these agents
     * @param tenant events of these tenants
     * @param capability events about these verbs; * is one word of the path, a last ** the rest
     * @param correlation events of these requests
     * @param decision permitted or denied
     * @param severity violations as bad as this
     * @param reason calls denied or failed for these reasons
     * @param count how many events to wait for
     * @param duration how long to wait
     * @throws InterruptedException when the command is interrupted
     */
    @Capability(id = "cnv.ledger.tail")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH, idempotent = true)
    public void tail(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir,
            @Param(flag = 't') List<String> type,
            @Param(flag = 'a') List<String> agent,
            List<String> tenant,
            @Param(flag = 'c') List<String> capability,
            List<String> correlation,
            List<String> decision,
            List<String> severity,
            List<String> reason,
            @Param(flag = 'n', min = "1", defaultValue = "9000000000000000000") long count,
            @Param(defaultValue = "1d") Duration duration)
            throws InterruptedException {
        EventQuery query = asked(() -> filters(
                        Optional.empty(),
                        Optional.empty(),
                        type,
                        agent,
                        tenant,
                        capability,
                        correlation,
                        decision,
                        severity,
                        reason,
                        List.of(),
                        List.of(),
                        0,
                        Optional.empty())
                .build());
        Progress caller = Cnv.current().progress();
        Instant end = clock.instant().plus(duration);
        long left = count;
        try (EventTail tail = EventTail.atEnd(InputFiles.ledger(dir), query)) {
            while (left > 0 && clock.instant().isBefore(end)) {
                left -= told(tail, left, caller);
                if (left > 0) {
                    tail.await(Duration.between(clock.instant(), end));
                }
            }
        }
    }

    /** Tells what came, at most so many; {@return how many were told} */
    private static long told(EventTail tail, long max, Progress caller) {
        long[] count = new long[1];
        tail.poll(hit -> {
            if (count[0] < max) {
                caller.record(EventRecords.of(event(hit)));
                count[0]++;
            }
        });
        return count[0];
    }

    private EventIndex open(Path dir) {
        return EventIndex.open(InputFiles.ledger(dir), Cnv.current().progress());
    }

    private EventQuery.Builder filters(
            Optional<String> from,
            Optional<String> to,
            List<String> type,
            List<String> agent,
            List<String> tenant,
            List<String> capability,
            List<String> correlation,
            List<String> decision,
            List<String> severity,
            List<String> reason,
            List<String> status,
            List<String> invocation,
            long fromIndex,
            Optional<Long> toIndex) {
        EventQuery.Builder query = EventQuery.builder()
                .with(EventField.TYPE, type)
                .with(EventField.AGENT, agent)
                .with(EventField.TENANT, tenant)
                .with(EventField.CAPABILITY, capability)
                .with(EventField.CORRELATION, correlation)
                .with(EventField.DECISION, decision)
                .with(
                        EventField.SEVERITY,
                        severity.stream().map(s -> s.toUpperCase(Locale.ROOT)).toList())
                .with(EventField.REASON, reason)
                .with(EventField.STATUS, status)
                .with(EventField.INVOCATION, invocation)
                .fromIndex(fromIndex)
                .toIndex(toIndex.orElse(Long.MAX_VALUE));
        ZoneId zone = clock.getZone();
        new TimeWords(clock, zone).range(from, to, query);
        return query;
    }

    private interface Question<T> {
        T put();
    }

    /** A question that is wrong is the caller's fault; a ledger that cannot be read is none. */
    private static <T> T asked(Question<T> question) {
        try {
            return question.put();
        } catch (LedgerException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new VerbRefusedException(
                    Denial.of(Reason.PARAMETER_MALFORMED, String.valueOf(e.getMessage())));
        }
    }

    static Event event(EventHit hit) {
        ObjectNode members = hit.members();
        String message = members.path("message").asString("");
        return new Event(
                hit.index(),
                hit.time(),
                hit.type(),
                hit.value(EventField.AGENT),
                hit.value(EventField.CAPABILITY),
                hit.value(EventField.DECISION),
                hit.value(EventField.STATUS),
                hit.value(EventField.SEVERITY),
                hit.value(EventField.REASON),
                hit.value(EventField.TENANT),
                hit.value(EventField.CORRELATION),
                hit.value(EventField.INVOCATION),
                message.isEmpty() ? Optional.empty() : Optional.of(message));
    }

    private static Stats stats(EventStats stats, int top, int spans) {
        List<Count> counts = new ArrayList<>();
        for (EventField field : EventStats.counted()) {
            List<EventStats.Count> values = stats.top(field, top);
            for (EventStats.Count value : values) {
                counts.add(count(
                        field.word(),
                        value.value(),
                        value.count(),
                        stats.events(),
                        stats.events()));
            }
        }
        List<EventStats.Bucket> buckets = stats.overTime(spans);
        long most = buckets.stream().mapToLong(EventStats.Bucket::count).max().orElse(0);
        for (EventStats.Bucket bucket : buckets) {
            counts.add(
                    count("time", bucket.begin().toString(), bucket.count(), stats.events(), most));
        }
        return new Stats(
                stats.events(),
                stats.bytes(),
                stats.first(),
                stats.last(),
                perSecond(stats),
                List.copyOf(counts));
    }

    private static Count count(String by, String value, long events, long all, long full) {
        int bar = full == 0 ? 0 : (int) Math.ceilDiv(events * BAR_WIDTH, full);
        return new Count(
                by, value, events, Math.round(events * 1_000.0 / all) / 10.0, "#".repeat(bar));
    }

    private static Optional<Double> perSecond(EventStats stats) {
        if (stats.first().isEmpty() || stats.last().isEmpty()) {
            return Optional.empty();
        }
        Duration between = Duration.between(stats.first().get(), stats.last().get());
        double seconds = between.getSeconds() + between.getNano() / 1e9;
        return seconds > 0
                ? Optional.of(Math.round(stats.events() * 1_000 / seconds) / 1_000.0)
                : Optional.empty();
    }
}
