package dev.cnv.cedar;

import dev.cnv.cedar.CedarTokens.Token;
import dev.cnv.cedar.CedarWriter.NoCedarForm;
import dev.cnv.runtime.policy.TimeCondition;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * Conditions on the time. A daily window is one comparison: the clock is moved by the window's offset
 * and back by its start, so that the window begins at midnight, also when it passes midnight.
 */
final class Times {

    private static final int DAY_MINUTES = 24 * 60;

    /** As far as {@link ZoneOffset} goes. */
    private static final int MAX_OFFSET_MINUTES = 18 * 60;

    private Times() {}

    static String expression(TimeCondition condition) {
        return switch (condition) {
            case TimeCondition.Between(Instant from, Instant until) ->
                "(context.call.now >= datetime(\"" + from + "\") && context.call.now < datetime(\""
                        + until + "\"))";
            case TimeCondition.Daily(LocalTime from, LocalTime until, ZoneOffset offset) ->
                "context.call.now.offset(" + minutes(offset.getTotalSeconds() / 60) + ").offset("
                        + minutes(-minuteOfDay(from)) + ").toTime() < "
                        + minutes(
                                Math.floorMod(minuteOfDay(until) - minuteOfDay(from), DAY_MINUTES));
            case TimeCondition.OnDays _ ->
                throw new NoCedarForm("asks for the day of the week, which Cedar does not know");
        };
    }

    /**
     * The window of the three numbers of minutes that stand in its expression.
     *
     * @throws CedarRefusedException when they are none, at the place
     */
    static TimeCondition read(Token place, int offset, int start, int length) {
        boolean window = start <= 0 && start > -DAY_MINUTES && length > 0 && length < DAY_MINUTES;
        if (!window || Math.abs(offset) > MAX_OFFSET_MINUTES) {
            throw place.refused("a daily window is offset by at most 18 hours, then by 0 to -1439"
                    + " minutes, and 1 to 1439 minutes long");
        }
        return new TimeCondition.Daily(
                time(-start),
                time((length - start) % DAY_MINUTES),
                ZoneOffset.ofTotalSeconds(60 * offset));
    }

    private static LocalTime time(int minute) {
        return LocalTime.ofSecondOfDay(60L * minute);
    }

    private static int minuteOfDay(LocalTime time) {
        return time.toSecondOfDay() / 60;
    }

    private static String minutes(int count) {
        return "duration(\"" + count + "m\")";
    }
}
