package dev.cnv.audit.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.Progress;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index answers as reading every line does. 100 and 25 ledgers with ten queries each, in CI. */
class EventIndexPropertyTest {

    @TempDir
    private Path folder;

    private final AtomicInteger count = new AtomicInteger();

    private record Case(
            List<RandomEvents.Event> before,
            List<RandomEvents.Event> behind,
            List<RandomEvents.Event> while_,
            List<EventQuery.Builder> queries) {

        static Case draw(Draws draws) {
            List<EventQuery.Builder> queries = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                queries.add(RandomEvents.query(draws));
            }
            return new Case(
                    RandomEvents.events(draws, 60),
                    RandomEvents.events(draws, 20),
                    RandomEvents.events(draws, 20),
                    queries);
        }
    }

    @Test
    void find_anyQuery_isWhatReadingEveryLineFinds() {
        Property.named("event-index-answers").oneIn(100).check(Case::draw, this::answers);
    }

    @Test
    void find_whileEventsAreAppended_pagesHaveEachOnce() {
        Property.named("event-index-pages").oneIn(400).check(Case::draw, this::pages);
    }

    private void answers(Case given) {
        LinesInMemory lines = new LinesInMemory();
        given.before().forEach(event -> lines.append(event.type(), event.members()));
        try (EventIndex index = open(lines)) {
            given.behind().forEach(event -> lines.append(event.type(), event.members()));
            check(given, lines, index);
            assertEquals(lines.lines.size(), index.refresh());
            check(given, lines, index);
            assertEquals(List.of(), index.notes());
        }
    }

    private static void check(Case given, LinesInMemory lines, EventIndex index) {
        for (EventQuery.Builder builder : given.queries()) {
            EventQuery query = builder.build();
            List<Long> expected = BruteForce.answer(lines, query);
            List<Long> all = new ArrayList<>();
            index.forEach(query, hit -> all.add(hit.index()));
            assertEquals(expected, all, query::toString);
            assertEquals(expected, concatenated(index, builder, () -> {}), query::toString);
        }
    }

    private void pages(Case given) {
        LinesInMemory lines = new LinesInMemory();
        given.before().forEach(event -> lines.append(event.type(), event.members()));
        try (EventIndex index = open(lines)) {
            for (EventQuery.Builder builder : given.queries()) {
                List<Long> first = BruteForce.answer(lines, builder.build());
                List<RandomEvents.Event> left = new ArrayList<>(given.while_());
                List<Long> found = concatenated(index, builder, () -> {
                    if (!left.isEmpty()) {
                        RandomEvents.Event event = left.removeLast();
                        lines.append(event.type(), event.members());
                        if (left.size() % 3 == 0) {
                            index.refresh();
                        }
                    }
                });
                assertEquals(found.size(), new HashSet<>(found).size(), "none twice");
                assertTrue(found.containsAll(first), "all that there was");
                assertTrue(BruteForce.answer(lines, builder.build()).containsAll(found));
            }
        }
    }

    private static List<Long> concatenated(
            EventIndex index, EventQuery.Builder builder, Runnable between) {
        List<Long> all = new ArrayList<>();
        EventQuery query = builder.build();
        while (true) {
            EventPage page = index.find(query);
            assertTrue(page.hits().size() <= query.limit());
            page.hits().forEach(hit -> all.add(hit.index()));
            if (page.next().isEmpty()) {
                return all;
            }
            between.run();
            query = copyWithCursor(query, page.next());
        }
    }

    private static EventQuery copyWithCursor(EventQuery query, Optional<String> cursor) {
        EventQuery.Builder copy = EventQuery.builder()
                .limit(query.limit())
                .fromIndex(query.fromIndex())
                .toIndex(query.toIndex())
                .cursor(cursor.orElseThrow());
        query.values().forEach((field, values) -> copy.with(field, List.copyOf(values)));
        query.from().ifPresent(copy::from);
        query.to().ifPresent(copy::to);
        return query.isDescending() ? copy.descending().build() : copy.build();
    }

    private EventIndex open(LinesInMemory lines) {
        return EventIndex.open(
                lines, folder.resolve(Integer.toString(count.getAndIncrement())), Progress.NONE);
    }
}
