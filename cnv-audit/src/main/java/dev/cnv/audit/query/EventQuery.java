package dev.cnv.audit.query;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which events are asked for, and in which order. All filters must hold; of several values for one field
 * any may. Without filters it is every event, in the order of the ledger.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class EventQuery {

    /** The most hits on a page. */
    public static final int MAX_LIMIT = 100_000;

    /** The hits on a page when the query does not say. */
    public static final int USUAL_LIMIT = 100;

    /** The most values for one field. */
    public static final int MAX_VALUES = 1_000;

    /** Every event, in the order of the ledger. */
    public static final EventQuery ALL = builder().build();

    private final Map<EventField, Set<String>> values;
    private final @Nullable Instant from;
    private final @Nullable Instant to;
    private final long fromIndex;
    private final long toIndex;
    private final boolean descending;
    private final int limit;
    private final @Nullable String cursor;

    private EventQuery(Builder in) {
        EnumMap<EventField, Set<String>> copy = new EnumMap<>(EventField.class);
        in.values.forEach((field, set) -> copy.put(field, Set.copyOf(set)));
        this.values = copy;
        this.from = in.from;
        this.to = in.to;
        this.fromIndex = in.fromIndex;
        this.toIndex = in.toIndex;
        this.descending = in.descending;
        this.limit = in.limit;
        this.cursor = in.cursor;
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects what is asked for.
     *
     * <p><b>Threading:</b> for one thread.
     */
    public static final class Builder {

        private final Map<EventField, Set<String>> values = new EnumMap<>(EventField.class);
        private @Nullable Instant from;
        private @Nullable Instant to;
        private long fromIndex;
        private long toIndex = Long.MAX_VALUE;
        private boolean descending;
        private int limit = USUAL_LIMIT;
        private @Nullable String cursor;

        private Builder() {}

        /**
         * Asks for events with one of these values, besides those given before for the field.
         *
         * @param field the field
         * @param any values; none leaves the field free
         * @return this
         * @throws IllegalArgumentException for an empty value, a wrong pattern, a decision that is none, or
         *     too many values
         */
        public Builder with(EventField field, List<String> any) {
            for (String value : any) {
                values.computeIfAbsent(field, _ -> new TreeSet<>()).add(checked(field, value));
            }
            if (values.getOrDefault(field, Set.of()).size() > MAX_VALUES) {
                throw new IllegalArgumentException(
                        field.word() + "Count is more than " + MAX_VALUES);
            }
            return this;
        }

        /**
         * Asks for events with one of these values.
         *
         * @param field the field
         * @param any values
         * @return this
         * @throws IllegalArgumentException as {@link #with(EventField, List)} says
         */
        public Builder with(EventField field, String... any) {
            return with(field, Arrays.asList(any));
        }

        /** Asks for events at or after an instant; {@return this} */
        public Builder from(Instant begin) {
            from = begin;
            return this;
        }

        /** Asks for events before an instant; {@return this} */
        public Builder to(Instant end) {
            to = end;
            return this;
        }

        /** Asks for events at or behind an index; {@return this} */
        public Builder fromIndex(long first) {
            fromIndex = first;
            return this;
        }

        /** Asks for events before an index; {@return this} */
        public Builder toIndex(long end) {
            toIndex = end;
            return this;
        }

        /** Asks for the latest event first; {@return this} */
        public Builder descending() {
            descending = true;
            return this;
        }

        /** Asks for at most so many hits on a page, at least one; {@return this} */
        public Builder limit(int count) {
            limit = count;
            return this;
        }

        /** Goes on behind a page that had this cursor; {@return this} */
        public Builder cursor(String text) {
            cursor = text;
            return this;
        }

        /**
         * The query.
         *
         * @return it
         * @throws IllegalArgumentException when a range ends before it begins, or the limit is none
         */
        public EventQuery build() {
            Instant begin = from;
            Instant end = to;
            if (begin != null && end != null && end.isBefore(begin)) {
                throw new IllegalArgumentException(
                        "from=" + begin + " is after to=" + end + ": give the earlier one first");
            }
            if (fromIndex < 0 || toIndex < fromIndex) {
                throw new IllegalArgumentException("fromIndex=" + fromIndex + " toIndex=" + toIndex
                        + " is no range of indices");
            }
            if (limit < 1 || limit > MAX_LIMIT) {
                throw new IllegalArgumentException("limit=" + limit + " is not 1 to " + MAX_LIMIT);
            }
            return new EventQuery(this);
        }

        private static String checked(EventField field, String value) {
            if (value.isEmpty()) {
                throw new IllegalArgumentException(field.word() + " is empty");
            }
            boolean known = value.equals(EventField.PERMITTED) || value.equals(EventField.DENIED);
            if (field == EventField.DECISION && !known) {
                throw new IllegalArgumentException("decision=" + value + " is not "
                        + EventField.PERMITTED + " or " + EventField.DENIED);
            }
            return isPattern(field, value) ? new CapabilityPattern(value).text() : value;
        }
    }

    /** Whether a value stands for several paths of verbs. */
    static boolean isPattern(EventField field, String value) {
        return field == EventField.CAPABILITY && value.indexOf('*') >= 0;
    }

    /** {@return the values asked for, by field; a field that is free has none} */
    Map<EventField, Set<String>> values() {
        return values;
    }

    Optional<Instant> from() {
        return Optional.ofNullable(from);
    }

    Optional<Instant> to() {
        return Optional.ofNullable(to);
    }

    long fromIndex() {
        return fromIndex;
    }

    long toIndex() {
        return toIndex;
    }

    boolean isDescending() {
        return descending;
    }

    int limit() {
        return limit;
    }

    Optional<String> cursor() {
        return Optional.ofNullable(cursor);
    }

    boolean isTimed() {
        return from != null || to != null;
    }

    long fromNanos() {
        return from == null ? Long.MIN_VALUE : InstantNanos.of(from);
    }

    /** The first nanosecond that is not asked for; of no matter without an end. */
    long toNanos() {
        return to == null ? Long.MAX_VALUE : InstantNanos.of(to);
    }

    private boolean fitsTime(LineFacts line) {
        return line.timed()
                && line.timeNanos() >= fromNanos()
                && (to == null || line.timeNanos() < toNanos());
    }

    /** Says whether a line is asked for; cursor and limit are not looked at. */
    boolean matches(LineFacts line) {
        if (line.index() < fromIndex || line.index() >= toIndex) {
            return false;
        }
        if (isTimed() && !fitsTime(line)) {
            return false;
        }
        for (Map.Entry<EventField, Set<String>> wanted : values.entrySet()) {
            String value = line.value(wanted.getKey());
            if (value == null || !fits(wanted.getKey(), wanted.getValue(), value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(EventField field, Set<String> wanted, String value) {
        if (wanted.contains(value)) {
            return true;
        }
        if (field != EventField.CAPABILITY) {
            return false;
        }
        for (String text : wanted) {
            if (isPattern(field, text) && fits(new CapabilityPattern(text), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(CapabilityPattern pattern, String path) {
        try {
            return pattern.matches(new CapabilityId(path));
        } catch (IllegalArgumentException _) {
            return false; // A call that named no verb is recorded with what it did name.
        }
    }

    /** {@return what cursors of this query name it by: everything but cursor and limit} */
    String fingerprint() {
        return Digest.of(words()).hex().substring(0, 16);
    }

    /**
     * The options of {@code cnv ledger query} that ask the same, quoted for a POSIX shell; neither cursor
     * nor limit.
     *
     * @return the options; empty for every event
     */
    public String words() {
        StringBuilder out = new StringBuilder();
        values.forEach((field, set) ->
                set.stream().sorted().forEach(value -> option(out, field.word(), value)));
        from().ifPresent(begin -> option(out, "from", begin.toString()));
        to().ifPresent(end -> option(out, "to", end.toString()));
        if (fromIndex > 0) {
            option(out, "from-index", Long.toString(fromIndex));
        }
        if (toIndex < Long.MAX_VALUE) {
            option(out, "to-index", Long.toString(toIndex));
        }
        return out + (descending ? (out.isEmpty() ? "" : " ") + "--descending" : "");
    }

    private static void option(StringBuilder out, String name, String value) {
        String quoted = value.matches("[A-Za-z0-9_.:/@+-]+")
                ? value
                : "'" + value.replace("'", "'\\''") + "'";
        out.append(out.isEmpty() ? "" : " ")
                .append("--")
                .append(name)
                .append('=')
                .append(quoted);
    }

    @Override
    public String toString() {
        return "EventQuery[" + words() + "]";
    }
}
