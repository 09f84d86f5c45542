package dev.cnv.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.certificate.SignedMilestone;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.protocol.StreamEventKind;
import dev.cnv.runtime.protocol.StreamPayload;
import dev.cnv.runtime.stream.Milestone;
import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Events as they are written and read: what is none is refused, typed. */
class StreamEventJsonTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123456789Z");
    private static final UUID ID = new UUID(1, 2);
    private static final Receipt RECEIPT = new Receipt(
            ID,
            "feed.count",
            "1.0.0",
            "alice",
            "default",
            "c",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.of(1),
            OptionalLong.of(2));
    private static final Milestone REACHED =
            new Milestone(ID, 3, "half", Digest.of("v"), Digest.of("l"), 17);

    private static final List<StreamEvent> EVENTS = List.of(
            new StreamEvent.Started(0, NOW, ID),
            new StreamEvent.Progressed(1, NOW, Long.MAX_VALUE, 0, "half"),
            new StreamEvent.PartialResult(
                    2, NOW, StrictJson.parse("{\"a\":[1]}"), Optional.empty()),
            new StreamEvent.PartialResult(3, NOW, StrictJson.parse("7"), Optional.of(REACHED)),
            new StreamEvent.PartialResult(
                    4,
                    NOW,
                    StrictJson.parse("null"),
                    Optional.of(REACHED.signed(SignedMilestone.of(new byte[] {1, 2, 3})))),
            new StreamEvent.Logged(5, NOW, "a log \u0007"),
            new StreamEvent.Warned(6, NOW, ""));

    private static final List<Outcome<JsonNode>> OUTCOMES = List.of(
            new Outcome.Completed<>(StrictJson.parse("7"), RECEIPT, false),
            new Outcome.Denied<>(Denial.of(Reason.POLICY_NO_PERMIT, "no"), RECEIPT),
            new Outcome.Failed<>(Denial.of(Reason.CANCELLED, "gone"), RECEIPT),
            new Outcome.Withheld<>(RECEIPT));

    private static StreamPayload last(StreamEventKind kind) {
        return new StreamPayload(
                9, kind, ("{\"at\":\"" + NOW + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void events_ofEveryKind_areReadAsTheyWereWritten() {
        for (StreamEvent event : EVENTS) {
            assertEquals(
                    event, StreamEventJson.event(StreamEventJson.payload(event), Optional.empty()));
        }
    }

    @Test
    void end_isThatOfTheOutcome() {
        List<StreamEventKind> kinds = List.of(
                StreamEventKind.COMPLETED,
                StreamEventKind.ERROR,
                StreamEventKind.CANCELLED,
                StreamEventKind.COMPLETED);
        for (int i = 0; i < OUTCOMES.size(); i++) {
            Optional<Outcome<JsonNode>> outcome = Optional.of(OUTCOMES.get(i));
            for (StreamEventKind kind : StreamEventKind.values()) {
                if (!kind.isLast()) {
                    continue;
                }
                if (kind == kinds.get(i)) {
                    StreamEvent read = StreamEventJson.event(last(kind), outcome);
                    assertEquals(kind.name(), read.kind().name());
                    assertEquals(last(kind).sequence(), read.sequence());
                } else {
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> StreamEventJson.event(last(kind), outcome));
                }
            }
        }
    }

    @Test
    void end_beforeTheOutcome_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> StreamEventJson.event(last(StreamEventKind.COMPLETED), Optional.empty()));
    }

    @Test
    void content_changed_isReadOrRefusedTyped() {
        AtomicInteger read = new AtomicInteger();
        Property.named("stream-event-changed")
                .check(
                        draws -> {
                            StreamPayload good = StreamEventJson.payload(draws.pick(EVENTS));
                            return new StreamPayload(
                                    0,
                                    draws.pick(List.of(StreamEventKind.values())),
                                    Fuzz.changed(draws, good.json()));
                        },
                        payload -> {
                            if (isRead(payload)) {
                                read.incrementAndGet();
                            }
                        });
        assertTrue(read.get() > 20, "read=" + read + " changed events, so this says little");
    }

    @Test
    void content_ofAnyBytes_isRefusedTyped() {
        Property.named("stream-event-bytes")
                .check(
                        draws -> new StreamPayload(
                                0,
                                draws.pick(List.of(StreamEventKind.values())),
                                Fuzz.bytes(draws, 60)),
                        StreamEventJsonTest::isRead);
    }

    /** Nothing but these two kinds of refusal gets out. */
    private static boolean isRead(StreamPayload payload) {
        try {
            StreamEvent read = StreamEventJson.event(payload, Optional.of(OUTCOMES.getFirst()));
            assertEquals(payload.kind().name(), read.kind().name());
            return true;
        } catch (dev.cnv.runtime.canonical.JsonRefusedException | IllegalArgumentException e) {
            return false;
        }
    }
}
