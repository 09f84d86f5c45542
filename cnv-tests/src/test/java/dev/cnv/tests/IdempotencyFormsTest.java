package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A stream's result is had again in the form of the first call: typed, as JSON, or by its events. */
class IdempotencyFormsTest {

    private static final String BELOW = "{\"below\":3}";

    private final Feed feed = new Feed();
    private final MemoryLedger ledger = new MemoryLedger();
    private final Fixture fixture = process();
    private final Session keyed = fixture.alice().with(CallOptions.NONE.idempotencyKey("k-1"));

    private Fixture process() {
        return new Fixture(
                builder -> builder.verbs(new FeedVerbs(feed)).ledger(new Surviving(ledger)));
    }

    @AfterEach
    void close() {
        Waiting.close(fixture);
    }

    private static Outcome<JsonNode> json(Session session) {
        return Fixture.json(session, "feed.numbers", BELOW);
    }

    private static Outcome<JsonNode> opened(Session session) throws Exception {
        StreamHandle handle = session.open(
                new CapabilityId("feed.numbers"), StrictJson.parse(BELOW), new StreamOptions(4));
        Hearing.all(handle).untilTheEnd();
        return handle.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void json_thenOthers_areToldThatItIsRecorded() throws Exception {
        assertEquals("[0,1,2]", json(keyed).orThrow().toString());
        assertEquals("[0,1,2]", json(keyed).orThrow().toString());
        assertEquals(
                Reason.IDEMPOTENCY_RECORDED,
                Fixture.reason(FeedVerbs.with(keyed).numbers(3)));
        assertEquals(Reason.IDEMPOTENCY_RECORDED, Fixture.reason(opened(keyed)));
        assertEquals(3, feed.said.get(), "it ran once");
    }

    @Test
    void typed_thenOthers_areToldThatItIsRecorded() throws Exception {
        Flow.Publisher<Long> first = FeedVerbs.with(keyed).numbers(3).orThrow();
        assertSame(first, FeedVerbs.with(keyed).numbers(3).orThrow());
        assertEquals(Reason.IDEMPOTENCY_RECORDED, Fixture.reason(json(keyed)));
        assertEquals(Reason.IDEMPOTENCY_RECORDED, Fixture.reason(opened(keyed)));
    }

    @Test
    void opened_thenOthers_areToldThatItIsRecorded() throws Exception {
        JsonNode first = opened(keyed).orThrow();
        assertEquals(3, first.get("elements").intValue());
        assertEquals(first, opened(keyed).orThrow());
        assertEquals(Reason.IDEMPOTENCY_RECORDED, Fixture.reason(json(keyed)));
        assertEquals(
                Reason.IDEMPOTENCY_RECORDED,
                Fixture.reason(FeedVerbs.with(keyed).numbers(3)));
    }

    @Test
    void afterARestart_onlyJsonIsAnswered() throws Exception {
        json(keyed).orThrow();
        try (Fixture second = process()) {
            Session again = second.alice().with(CallOptions.NONE.idempotencyKey("k-1"));
            assertEquals(Reason.IDEMPOTENCY_RECORDED, Fixture.reason(opened(again)));
            assertEquals(
                    Reason.IDEMPOTENCY_RECORDED,
                    Fixture.reason(FeedVerbs.with(again).numbers(3)));
            assertEquals("[0,1,2]", json(again).orThrow().toString());
        }
    }

    @Test
    void verbThatReturnsAValue_isAnsweredInEveryForm() throws Exception {
        assertEquals("done", FeedVerbs.with(keyed).kinds().orThrow());
        StreamHandle handle = keyed.open(
                new CapabilityId("feed.kinds"), StrictJson.parse("{}"), new StreamOptions(4));
        Hearing.all(handle).untilTheEnd();
        Outcome<JsonNode> again = handle.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertInstanceOf(Outcome.Completed.class, again);
        assertEquals(
                "\"done\"", Fixture.json(keyed, "feed.kinds", "{}").orThrow().toString());
    }
}
