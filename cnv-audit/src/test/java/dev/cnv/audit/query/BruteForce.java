package dev.cnv.audit.query;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The answer to a query, found by reading each line whole; shares nothing with the index. */
final class BruteForce {

    private BruteForce() {}

    static List<Long> answer(LinesInMemory lines, EventQuery query) {
        List<Long> found = new ArrayList<>();
        for (int i = 0; i < lines.lines.size(); i++) {
            JsonNode line =
                    StrictJson.parse(new String(lines.lines.get(i), StandardCharsets.UTF_8));
            if (i >= query.fromIndex() && i < query.toIndex() && fits(line, query)) {
                found.add((long) i);
            }
        }
        return query.isDescending() ? found.reversed() : found;
    }

    private static boolean fits(JsonNode line, EventQuery query) {
        JsonNode event = line.get("event");
        for (EventField field : query.values().keySet()) {
            Set<String> wanted = query.values().get(field);
            String value = switch (field) {
                case TYPE -> line.get("type").stringValue();
                case DECISION -> decision(line);
                default -> {
                    JsonNode member = event.path(field.word());
                    yield member.isString() ? member.stringValue() : "";
                }
            };
            if (value.isEmpty() || wanted.stream().noneMatch(w -> fits(field, w, value))) {
                return false;
            }
        }
        return fitsTime(event.path("time"), query);
    }

    private static String decision(JsonNode line) {
        JsonNode permitted = line.get("event").path("permitted");
        boolean has =
                permitted.isBoolean() && line.get("type").stringValue().equals("policy-decision");
        return has ? permitted.booleanValue() ? "permitted" : "denied" : "";
    }

    private static boolean fits(EventField field, String wanted, String value) {
        if (field != EventField.CAPABILITY || !wanted.contains("*")) {
            return wanted.equals(value);
        }
        try {
            return new CapabilityPattern(wanted).matches(new CapabilityId(value));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean fitsTime(JsonNode time, EventQuery query) {
        if (query.from().isEmpty() && query.to().isEmpty()) {
            return true;
        }
        try {
            Instant at = clamped(Instant.parse(time.isString() ? time.stringValue() : ""));
            return query.from().map(from -> !at.isBefore(clamped(from))).orElse(true)
                    && query.to().map(to -> at.isBefore(clamped(to))).orElse(true);
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    /** Instants that a long of nanoseconds has no room for are the end of the range. */
    private static Instant clamped(Instant instant) {
        Instant low = Instant.ofEpochSecond(0, Long.MIN_VALUE);
        Instant high = Instant.ofEpochSecond(0, Long.MAX_VALUE);
        return instant.isBefore(low) ? low : instant.isAfter(high) ? high : instant;
    }
}
