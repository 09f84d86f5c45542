package dev.cnv.tool;

import dev.cnv.tool.LedgerQueries.Event;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Events as the JSON objects that {@code cnv ledger query} shows; all members are always there. */
final class EventRecords {

    private EventRecords() {}

    static ObjectNode of(Event event) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("index", event.index());
        put(out, "time", event.time().map(Instant::toString));
        out.put("type", event.type());
        put(out, "agent", event.agent());
        put(out, "capability", event.capability());
        put(out, "decision", event.decision());
        put(out, "status", event.status());
        put(out, "severity", event.severity());
        put(out, "reason", event.reason());
        put(out, "tenant", event.tenant());
        put(out, "correlation", event.correlation());
        put(out, "invocation", event.invocation());
        put(out, "message", event.message());
        return out;
    }

    private static void put(ObjectNode out, String name, Optional<String> value) {
        value.ifPresentOrElse(text -> out.put(name, text), () -> out.putNull(name));
    }
}
