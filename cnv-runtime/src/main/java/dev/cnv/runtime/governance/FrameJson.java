package dev.cnv.runtime.governance;

import static dev.cnv.runtime.governance.EventJson.putDigest;
import static dev.cnv.runtime.governance.EventJson.putReason;
import static dev.cnv.runtime.governance.EventJson.putTexts;
import static dev.cnv.runtime.governance.EventJson.text;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.FrameEvent.BatchExecuted;
import dev.cnv.runtime.governance.FrameEvent.FrameCount;
import dev.cnv.runtime.governance.FrameEvent.GrantEnded;
import dev.cnv.runtime.governance.FrameEvent.GrantLifted;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of events about frames, as {@link EventJson} writes and reads them. */
final class FrameJson {

    static final String GRANT_LIFTED = "grant-lifted";
    static final String GRANT_ENDED = "grant-ended";
    static final String BATCH_EXECUTED = "batch-executed";

    private FrameJson() {}

    static String type(FrameEvent event) {
        return switch (event) {
            case GrantLifted _ -> GRANT_LIFTED;
            case GrantEnded _ -> GRANT_ENDED;
            case BatchExecuted _ -> BATCH_EXECUTED;
        };
    }

    static ObjectNode write(FrameEvent event) {
        ObjectNode out = EventJson.begin(event);
        switch (event) {
            case GrantLifted lifted -> write(out, lifted);
            case GrantEnded ended -> {
                out.put("grant", ended.grant().toString());
                out.put("capability", text(ended.capability()));
                putReason(out, ended.reason());
                out.put("why", text(ended.why()));
            }
            case BatchExecuted executed -> write(out, executed);
        }
        return out;
    }

    private static void write(ObjectNode out, GrantLifted event) {
        out.put("grant", event.grant().toString());
        out.put("certificate", event.certificate().toString());
        out.put("capability", text(event.capability()));
        out.put("version", text(event.version()));
        putTexts(out, "effects", event.effects());
        putDigest(out, "chain", event.chain());
        putDigest(out, "policy", event.policy());
        out.put("table", event.table().toString());
        out.put("handle", event.handle());
        out.put("expires", event.expires().toString());
        event.uses().ifPresent(uses -> out.put("uses", uses));
    }

    private static void write(ObjectNode out, BatchExecuted event) {
        out.put("table", event.table().toString());
        out.put("worker", text(event.worker()));
        out.put("sequence", event.sequence());
        out.put("batches", event.batches());
        out.put("executed", event.executed());
        out.put("denied", event.denied());
        out.put("digest", event.digest().hex());
        if (!event.counts().isEmpty()) {
            ArrayNode counts = out.putArray("counts");
            event.counts()
                    .forEach(count -> counts.addObject()
                            .put("verb", text(count.verb()))
                            .put("status", text(count.status()))
                            .put("frames", count.frames()));
        }
    }

    static GrantLifted readLifted(Members in) {
        return in.end(new GrantLifted(
                EventJson.origin(in),
                in.uuid("invocation"),
                in.uuid("grant"),
                in.uuid("certificate"),
                in.text("capability"),
                in.text("version"),
                in.texts("effects"),
                in.optionalDigest("chain"),
                in.optionalDigest("policy"),
                in.uuid("table"),
                in.int64("handle"),
                in.instant("expires"),
                in.optionalInt64("uses")));
    }

    static GrantEnded readEnded(Members in) {
        return in.end(new GrantEnded(
                EventJson.origin(in),
                in.uuid("grant"),
                in.text("capability"),
                in.optionalReason("reason"),
                in.text("why")));
    }

    static BatchExecuted readExecuted(Members in) {
        return in.end(new BatchExecuted(
                EventJson.origin(in),
                in.uuid("table"),
                in.text("worker"),
                in.int64("sequence"),
                in.int64("batches"),
                in.int64("executed"),
                in.int64("denied"),
                new Digest(in.text("digest")),
                counts(in)));
    }

    private static List<FrameCount> counts(Members in) {
        return in.optionalObjects("counts").stream()
                .map(count -> count.end(new FrameCount(
                        count.text("verb"), count.text("status"), count.int64("frames"))))
                .toList();
    }
}
