package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.LedgerEvent.Unrecognised;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class EventJsonTest {

    private static final List<LedgerEvent> EVENTS = Events.all();

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

    /** What a decision was based on and used up are members of it, and no types of their own. */
    @Test
    void type_ofDecisions_isOne() {
        for (LedgerEvent decision : List.of(
                Events.fullDecided(),
                Events.decidedOnFacts(),
                Events.fullSpending(),
                Events.vouchedDecided())) {
            assertEquals("policy-decision", EventJson.type(decision));
        }
        assertEquals(
                Spending.NONE,
                ((PolicyDecision) EventJson.read(
                                EventJson.POLICY_DECISION, EventJson.write(Events.fullDecided())))
                        .spending());
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

    @Test
    void read_malformedSpending_isRefusedByName() {
        LedgerEvent event = Events.fullSpending();
        refused(event, in -> in.putArray("uses"), "uses is empty");
        refused(event, in -> in.put("uses", 1), "uses");
        refused(event, in -> in.putArray("uses").add(1), "uses");
        refused(event, in -> in.putArray("uses").addObject().put("token", "x"), "digest");
        refused(event, in -> in.put("nonce", "x"), "nonce");
        refused(event, in -> ((ObjectNode) in.get("nonce")).put("more", 1), "more");
    }

    @Test
    void read_malformedDelegation_isRefusedByName() {
        refused(Events.created(), in -> in.put("encoded", "A"), "");
        refused(Events.created(), in -> in.put("encoded", "AAEC\n"), "");
        refused(Events.created(), in -> in.put("encoded", "AAED=="), "");
        refused(
                Events.created(),
                in -> in.put("encoded", "A".repeat(DelegationEvent.MAX_ENCODED_LENGTH + 4)),
                "encodedLength");
        refused(Events.created(), in -> in.put("depth", "2"), "depth");
        refused(Events.expired(), in -> in.putArray("tokens"), "tokenCount=0");
        refused(Events.revoked(), in -> in.put("version", 0), "version=0");
        refused(Events.revoked(), in -> in.remove("issuer"), "issuer=none");
        refused(Events.revoked(), in -> in.remove("list"), "list=none");
        refused(Events.revokedByOperator(), in -> in.put("version", 3), "version=3");
    }

    @Test
    void delegationEvents_belongToNoCall() {
        assertEquals(LedgerEvent.NO_INVOCATION, Events.created().invocation());
        assertEquals(LedgerEvent.NO_INVOCATION, Events.expired().invocation());
        assertEquals(LedgerEvent.NO_INVOCATION, Events.revoked().invocation());
    }

    private static void refused(Consumer<ObjectNode> change, String named) {
        refused(Events.fullCompleted(), change, named);
    }

    private static void refused(LedgerEvent event, Consumer<ObjectNode> change, String named) {
        ObjectNode changed = EventJson.write(event);
        change.accept(changed);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> EventJson.read(EventJson.type(event), changed));
        assertTrue(e.getMessage().contains(named), e.getMessage());
    }
}
