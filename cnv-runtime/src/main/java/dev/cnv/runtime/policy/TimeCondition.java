package dev.cnv.runtime.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Conditions on the time of the decision: {@link Facts#now}. Places that change their clocks are not
 * known here: an offset stays the same all year.
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface TimeCondition extends Condition {

    /** The earliest time of a window. */
    Instant MIN = Instant.EPOCH;

    /** The latest time of a window. */
    Instant MAX = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * The time is in a window.
     *
     * @param from the first moment, in whole seconds of the years 1970 to 9999
     * @param until the first moment after it, later than {@code from}
     */
    record Between(Instant from, Instant until) implements TimeCondition {
        /**
         * Checks both.
         *
         * @throws IllegalArgumentException when one is not a whole second of the years 1970 to 9999, or
         *     the second is not later
         */
        public Between {
            requireSecond(from);
            requireSecond(until);
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException(
                        "until=" + until + " is not later than from=" + from);
            }
        }
    }

    /**
     * The time of day is in a window, which may go over midnight.
     *
     * @param from the first minute
     * @param until the first minute after it, another than {@code from}
     * @param offset where
     */
    record Daily(LocalTime from, LocalTime until, ZoneOffset offset) implements TimeCondition {
        /**
         * Checks the times.
         *
         * @throws IllegalArgumentException when one is not a whole minute, they are the same, or the
         *     offset is not a whole minute
         */
        public Daily {
            requireMinute(from);
            requireMinute(until);
            requireOffset(offset);
            if (from.equals(until)) {
                throw new IllegalArgumentException("until=" + until + " is the same as from=" + from
                        + "; leave the window out");
            }
        }
    }

    /**
     * The day of the week is one of several.
     *
     * @param days at least one
     * @param offset where
     */
    record OnDays(Set<DayOfWeek> days, ZoneOffset offset) implements TimeCondition {
        /**
         * Copies the set.
         *
         * @throws IllegalArgumentException when it is empty, or the offset is not a whole minute
         */
        public OnDays {
            if (days.isEmpty()) {
                throw new IllegalArgumentException("days=[] needs at least one day");
            }
            requireOffset(offset);
            days = Collections.unmodifiableSet(EnumSet.copyOf(days));
        }
    }

    /**
     * A window.
     *
     * @param from the first moment
     * @param until the first moment after it
     * @return the condition
     */
    static Condition between(Instant from, Instant until) {
        return new Between(from, until);
    }

    /**
     * A window of each day.
     *
     * @param from the first minute, such as {@code 22:00}
     * @param until the first minute after it
     * @param offset where
     * @return the condition
     */
    static Condition daily(String from, String until, ZoneOffset offset) {
        return new Daily(LocalTime.parse(from), LocalTime.parse(until), offset);
    }

    /**
     * Some days of each week.
     *
     * @param offset where
     * @param first one day
     * @param more further days
     * @return the condition
     */
    static Condition onDays(ZoneOffset offset, DayOfWeek first, DayOfWeek... more) {
        return new OnDays(EnumSet.of(first, more), offset);
    }

    private static void requireSecond(Instant time) {
        boolean whole = time.equals(time.truncatedTo(ChronoUnit.SECONDS));
        if (!whole || time.isBefore(MIN) || time.isAfter(MAX)) {
            throw new IllegalArgumentException(
                    "time=" + time + " is not a whole second of the years 1970 to 9999");
        }
    }

    private static void requireMinute(LocalTime time) {
        if (!time.equals(time.truncatedTo(ChronoUnit.MINUTES))) {
            throw new IllegalArgumentException("time=" + time + " is not a whole minute");
        }
    }

    private static void requireOffset(ZoneOffset offset) {
        if (offset.getTotalSeconds() % 60 != 0) {
            throw new IllegalArgumentException("offset=" + offset + " is not a whole minute");
        }
    }
}
