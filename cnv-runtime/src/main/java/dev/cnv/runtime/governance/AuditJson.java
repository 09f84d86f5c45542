package dev.cnv.runtime.governance;

import static dev.cnv.runtime.governance.EventJson.putDigest;
import static dev.cnv.runtime.governance.EventJson.putTexts;
import static dev.cnv.runtime.governance.EventJson.text;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.AuditEvent.AuditCheckpoint;
import dev.cnv.runtime.governance.AuditEvent.PayloadErased;
import dev.cnv.runtime.governance.AuditEvent.ReplayCompleted;
import tools.jackson.databind.node.ObjectNode;

/** The members of events about the ledger itself, as {@link EventJson} writes and reads them. */
final class AuditJson {

    static final String CHECKPOINT = "audit-checkpoint";
    static final String REPLAY_COMPLETED = "replay-completed";
    static final String PAYLOAD_ERASED = "payload-erased";

    private AuditJson() {}

    static String type(AuditEvent event) {
        return switch (event) {
            case AuditCheckpoint _ -> CHECKPOINT;
            case ReplayCompleted _ -> REPLAY_COMPLETED;
            case PayloadErased _ -> PAYLOAD_ERASED;
        };
    }

    static ObjectNode write(AuditEvent event) {
        ObjectNode out = EventJson.begin(event);
        switch (event) {
            case AuditCheckpoint checkpoint -> write(out, checkpoint);
            case ReplayCompleted replay -> write(out, replay);
            case PayloadErased erased -> {
                out.put("payload", erased.payload().hex());
                out.put("why", text(erased.why()));
            }
        }
        return out;
    }

    private static void write(ObjectNode out, AuditCheckpoint event) {
        out.put("name", text(event.name()));
        out.put("size", event.size());
        out.put("sinceLast", event.sinceLast());
        out.put("root", event.root().hex());
    }

    private static void write(ObjectNode out, ReplayCompleted event) {
        out.put("from", event.from());
        out.put("to", event.to());
        out.put("root", event.root().hex());
        putTexts(out, "policies", event.policies());
        out.put("decisions", event.decisionCount());
        out.put("same", event.sameCount());
        out.put("different", event.differentCount());
        out.put("undetermined", event.undeterminedCount());
        out.put("result", event.result().hex());
        putDigest(out, "signature", event.signature());
    }

    static AuditCheckpoint readCheckpoint(Members in) {
        return in.end(new AuditCheckpoint(
                EventJson.origin(in),
                in.text("name"),
                in.int64("size"),
                in.int64("sinceLast"),
                new Digest(in.text("root"))));
    }

    static ReplayCompleted readReplay(Members in) {
        return in.end(new ReplayCompleted(
                EventJson.origin(in),
                in.int64("from"),
                in.int64("to"),
                new Digest(in.text("root")),
                in.texts("policies"),
                in.int64("decisions"),
                in.int64("same"),
                in.int64("different"),
                in.int64("undetermined"),
                new Digest(in.text("result")),
                in.optionalDigest("signature")));
    }

    static PayloadErased readErased(Members in) {
        return in.end(new PayloadErased(
                EventJson.origin(in), new Digest(in.text("payload")), in.text("why")));
    }
}
