package dev.cnv.audit.query;

import dev.cnv.testing.Draws;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Events of every kind that a ledger may have, and queries that find some of them. */
final class RandomEvents {

    static final List<String> TYPES = List.of(
            "policy-decision",
            "invocation-completed",
            "security-violation",
            "mode-changed",
            "from-a-later-version");
    static final List<String> AGENTS =
            List.of("ann", "bob", "a long\nname 'with' \"marks\" \u00e9");
    static final List<String> CAPABILITIES =
            List.of("file.read", "file.dir.list", "mail.send", "No Verb", "x".repeat(1_200));
    static final List<String> PATTERNS = List.of("file.*", "file.**", "**", "*.read", "mail.*");
    static final List<String> TIMES = List.of(
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00.5Z",
            "2026-01-02T10:11:12.123456789Z",
            "1969-12-31T23:59:59.999999999Z",
            "-2000-01-01T00:00:00Z",
            "9999-01-01T00:00:00Z");

    private RandomEvents() {}

    record Event(String type, String members) {}

    static Event event(Draws draws) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        String type = draws.pick(TYPES);
        maybe(draws, out, "agent", AGENTS);
        out.putObject("arguments")
                .put("agent", "eve")
                .putArray("list")
                .addObject()
                .put("type", "mode-changed");
        maybe(draws, out, "capability", CAPABILITIES);
        maybe(draws, out, "correlation", List.of("c1", "c2", "", "y".repeat(1_100)));
        maybe(draws, out, "invocation", List.of("00000000-0000-0000-0000-000000000001"));
        switch (draws.between(0, 4)) {
            case 0 -> out.put("permitted", true);
            case 1 -> out.put("permitted", false);
            case 2 -> out.put("permitted", "true");
            default -> {}
        }
        maybe(draws, out, "reason", List.of("policy-denied", "handler-failed"));
        maybe(draws, out, "severity", List.of("LOW", "HIGH"));
        maybe(draws, out, "status", List.of("completed", "failed"));
        maybe(draws, out, "tenant", List.of("acme", ""));
        switch (draws.between(0, 9)) {
            case 0 -> {}
            case 1 -> out.put("time", "2026-02-30T00:00:00Z");
            case 2 -> out.put("time", 17);
            default -> out.put("time", draws.pick(TIMES));
        }
        return new Event(type, out.toString());
    }

    private static void maybe(Draws draws, ObjectNode out, String name, List<String> values) {
        switch (draws.between(0, 9)) {
            case 0, 1 -> {}
            case 2 -> out.putArray(name).add(values.getFirst());
            default -> out.put(name, draws.pick(values));
        }
    }

    static List<Event> events(Draws draws, int max) {
        List<Event> events = new ArrayList<>();
        for (int count = draws.between(0, max); count > 0; count--) {
            events.add(event(draws));
        }
        return events;
    }

    static EventQuery.Builder query(Draws draws) {
        EventQuery.Builder query = EventQuery.builder();
        with(draws, query, EventField.TYPE, TYPES);
        with(draws, query, EventField.AGENT, AGENTS);
        with(draws, query, EventField.TENANT, List.of("acme", "none"));
        with(draws, query, EventField.CAPABILITY, draws.flip() ? CAPABILITIES : PATTERNS);
        with(
                draws,
                query,
                EventField.CORRELATION,
                List.of("c1", "c2", "y".repeat(1_100), "y".repeat(1_050)));
        with(draws, query, EventField.DECISION, List.of("permitted", "denied"));
        with(draws, query, EventField.SEVERITY, List.of("LOW", "HIGH", "CRITICAL"));
        with(draws, query, EventField.REASON, List.of("policy-denied", "handler-failed"));
        with(draws, query, EventField.STATUS, List.of("completed", "failed"));
        if (draws.rarely(4)) {
            Instant one = Instant.parse(draws.pick(TIMES));
            Instant two = Instant.parse(draws.pick(TIMES));
            query.from(one.isBefore(two) ? one : two).to(one.isBefore(two) ? two : one);
        }
        if (draws.rarely(4)) {
            long first = draws.between(0, 30);
            query.fromIndex(first).toIndex(first + draws.between(0, 60));
        }
        if (draws.flip()) {
            query.descending();
        }
        return query.limit(draws.between(1, 12));
    }

    private static void with(
            Draws draws, EventQuery.Builder query, EventField field, List<String> values) {
        if (draws.rarely(6)) {
            query.with(field, draws.pick(values));
            if (draws.flip()) {
                query.with(field, draws.pick(values));
            }
        }
    }
}
