package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.LedgerEvent.CallCompleted;
import dev.cnv.runtime.governance.LedgerEvent.Unrecognised;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class EventJsonTest {

    private static final List<LedgerEvent> EVENTS = List.of(
            Events.fullDecided(),
            Events.decidedOnFacts(),
            Events.policyChanged(),
            Events.fullCompleted(),
            Events.completed(""),
            Events.decided(Events.object()));

    @Test
    void read_written_isEqual() {
        for (LedgerEvent event : EVENTS) {
            assertEquals(event, EventJson.read(EventJson.type(event), EventJson.write(event)));
        }
    }

    @Test
    void read_anyMemberMissing_isRefusedOrStaysMissing() {
        for (LedgerEvent event : EVENTS) {
            ObjectNode full = EventJson.write(event);
            for (String name : new ArrayList<>(full.propertyNames())) {
                ObjectNode less = full.deepCopy();
                less.remove(name);
                try {
                    LedgerEvent read = EventJson.read(EventJson.type(event), less);
                    assertEquals(less, EventJson.write(read), name);
                } catch (IllegalArgumentException e) {
                    assertTrue(e.getMessage().contains(name), e.getMessage());
                }
            }
        }
    }

    /** A record with members that an earlier version does not know has a type that it does not know. */
    @Test
    void type_ofDecisions_saysWhetherThereAreFacts() {
        assertEquals("call-decided", EventJson.type(Events.fullDecided()));
        assertEquals("call-decided-2", EventJson.type(Events.decidedOnFacts()));
        assertThrows(
                IllegalArgumentException.class,
                () -> EventJson.read("call-decided", EventJson.write(Events.decidedOnFacts())));
        assertThrows(
                IllegalArgumentException.class,
                () -> EventJson.read("call-decided-2", EventJson.write(Events.fullDecided())));
    }

    @Test
    void read_unknownMember_isRefusedByName() {
        refused(event -> event.put("surprise", 1), "surprise");
    }

    @Test
    void read_wrongTypes_areRefusedByName() {
        refused(event -> event.put("attempts", "3"), "attempts");
        refused(event -> event.put("attempts", 3.5), "attempts");
        refused(event -> event.put("attempts", 1L << 40), "attempts");
        refused(event -> event.put("message", 3), "message");
        refused(event -> event.put("time", "yesterday"), "time");
        refused(event -> event.put("time", "2026-01-02T03:04:05.67800Z"), "time");
        refused(event -> event.put("invocation", "1-2-3-4-5"), "invocation");
        refused(event -> event.put("reason", "no-such-reason"), "reason");
        refused(event -> event.putArray("notes").add(1), "notes");
        refused(event -> event.put("notes", "one"), "notes");
        refused(event -> event.put("resultDigest", "abc"), "digest");
        refused(event -> event.putNull("result"), "result");
    }

    @Test
    void read_unknownType_isKeptAsItIs() {
        ObjectNode raw = Events.object().put("time", "2030-01-01T00:00:00Z").put("colour", "blue");
        Unrecognised event = (Unrecognised) EventJson.read("grant-painted", raw);
        assertEquals(Instant.parse("2030-01-01T00:00:00Z"), event.time());
        assertEquals(new UUID(0, 0), event.invocation());
        assertEquals("grant-painted", EventJson.type(event));
        assertEquals(raw, EventJson.write(event));
    }

    @Test
    void write_loneSurrogateInMessage_isReplaced() {
        ObjectNode written = EventJson.write(Events.completed("a\uD800b \uD83D\uDE00"));
        assertEquals("a\uFFFDb \uD83D\uDE00", written.get("message").stringValue());
    }

    private static void refused(Consumer<ObjectNode> change, String named) {
        CallCompleted event = Events.fullCompleted();
        ObjectNode changed = EventJson.write(event);
        change.accept(changed);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> EventJson.read(EventJson.CALL_COMPLETED, changed));
        assertTrue(e.getMessage().contains(named), e.getMessage());
    }
}
