package dev.cnv.runtime.governance;

import static dev.cnv.runtime.governance.EventJson.putDigest;
import static dev.cnv.runtime.governance.EventJson.putTexts;
import static dev.cnv.runtime.governance.EventJson.text;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityGranted;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityRevoked;
import dev.cnv.runtime.governance.RuntimeEvent.KeyChanged;
import dev.cnv.runtime.governance.RuntimeEvent.KeyPurpose;
import dev.cnv.runtime.governance.RuntimeEvent.ModeChanged;
import dev.cnv.runtime.governance.RuntimeEvent.PhaseChanged;
import dev.cnv.runtime.governance.RuntimeEvent.PolicyChanged;
import dev.cnv.runtime.governance.RuntimeEvent.SessionChanged;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of events about a runtime, as {@link EventJson} writes and reads them. */
final class RuntimeJson {

    static final String CAPABILITY_GRANTED = "capability-granted";
    static final String CAPABILITY_REVOKED = "capability-revoked";
    static final String POLICY_CHANGED = "policy-changed";
    static final String MODE_CHANGED = "mode-changed";
    static final String KEY_CHANGED = "key-changed";
    static final String PHASE_CHANGED = "phase-changed";
    static final String SESSION_CHANGED = "session-changed";

    private RuntimeJson() {}

    static String type(RuntimeEvent event) {
        return switch (event) {
            case CapabilityGranted _ -> CAPABILITY_GRANTED;
            case CapabilityRevoked _ -> CAPABILITY_REVOKED;
            case PolicyChanged _ -> POLICY_CHANGED;
            case ModeChanged _ -> MODE_CHANGED;
            case KeyChanged _ -> KEY_CHANGED;
            case PhaseChanged _ -> PHASE_CHANGED;
            case SessionChanged _ -> SESSION_CHANGED;
        };
    }

    static ObjectNode write(RuntimeEvent event) {
        ObjectNode out = EventJson.begin(event);
        switch (event) {
            case CapabilityGranted granted -> write(out, granted);
            case CapabilityRevoked revoked -> {
                out.put("capability", text(revoked.capability()));
                out.put("why", text(revoked.why()));
            }
            case PolicyChanged changed -> write(out, changed);
            case ModeChanged changed -> write(out, changed);
            case KeyChanged changed -> write(out, changed);
            case PhaseChanged changed -> write(out, changed);
            case SessionChanged changed -> write(out, changed);
        }
        return out;
    }

    private static void write(ObjectNode out, CapabilityGranted event) {
        out.put("capability", text(event.capability()));
        out.put("version", text(event.version()));
        putTexts(out, "effects", event.effects());
        out.put("sensitivity", text(event.sensitivity()));
        putTexts(out, "data", event.data());
        out.put("dryRunnable", event.dryRunnable());
        out.put("isolation", text(event.isolation()));
        EventJson.putNonEmpty(out, "phases", event.phases());
        out.put("inputSchema", event.inputSchema().hex());
        out.put("outputSchema", event.outputSchema().hex());
        out.put("why", text(event.why()));
    }

    private static void write(ObjectNode out, PolicyChanged event) {
        out.put("kind", text(event.kind()));
        out.put("direction", text(event.direction()));
        putTexts(out, "rules", event.rules());
        out.put("before", event.before().hex());
        out.put("after", event.after().hex());
        out.put("epoch", event.epoch());
        putTexts(out, "approvers", event.approvers());
        out.set("delta", event.delta());
        putDigest(out, "body", event.body());
    }

    private static void write(ObjectNode out, ModeChanged event) {
        out.put("from", event.from().name());
        out.put("to", event.to().name());
        putTexts(out, "approvers", event.approvers());
        out.put("why", text(event.why()));
    }

    private static void write(ObjectNode out, KeyChanged event) {
        put(out, "added", event.added());
        put(out, "removed", event.removed());
        out.put("why", text(event.why()));
    }

    private static void put(ObjectNode out, String name, List<RuntimeEvent.Key> keys) {
        if (keys.isEmpty()) {
            return;
        }
        ArrayNode array = out.putArray(name);
        keys.forEach(key -> array.addObject()
                .put("purpose", key.purpose().name())
                .put("id", key.id().hex())
                .put("publicKey", text(key.publicKey()))
                .put("who", text(key.who())));
    }

    private static void write(ObjectNode out, PhaseChanged event) {
        out.put("swarm", text(event.swarm()));
        out.put("from", text(event.from()));
        out.put("to", text(event.to()));
        out.put("forced", event.forced());
        out.put("why", text(event.why()));
    }

    private static void write(ObjectNode out, SessionChanged event) {
        out.put("session", event.session().toString());
        putTexts(out, "nouns", event.nouns());
        out.put("from", text(event.from()));
        out.put("to", text(event.to()));
        out.put("why", text(event.why()));
    }

    static CapabilityGranted readGranted(Members in) {
        return in.end(new CapabilityGranted(
                EventJson.origin(in),
                in.text("capability"),
                in.text("version"),
                in.texts("effects"),
                in.text("sensitivity"),
                in.texts("data"),
                in.bool("dryRunnable"),
                in.text("isolation"),
                in.optionalTexts("phases"),
                new Digest(in.text("inputSchema")),
                new Digest(in.text("outputSchema")),
                in.text("why")));
    }

    static CapabilityRevoked readRevoked(Members in) {
        return in.end(
                new CapabilityRevoked(EventJson.origin(in), in.text("capability"), in.text("why")));
    }

    static PolicyChanged readPolicy(Members in) {
        return in.end(new PolicyChanged(
                EventJson.origin(in),
                in.text("kind"),
                in.text("direction"),
                in.texts("rules"),
                new Digest(in.text("before")),
                new Digest(in.text("after")),
                in.int64("epoch"),
                in.texts("approvers"),
                in.object("delta"),
                in.optionalDigest("body")));
    }

    static ModeChanged readMode(Members in) {
        return in.end(new ModeChanged(
                EventJson.origin(in),
                in.constant("from", OperatingMode.class),
                in.constant("to", OperatingMode.class),
                in.texts("approvers"),
                in.text("why")));
    }

    static KeyChanged readKeys(Members in) {
        return in.end(new KeyChanged(
                EventJson.origin(in), keys(in, "added"), keys(in, "removed"), in.text("why")));
    }

    private static List<RuntimeEvent.Key> keys(Members in, String name) {
        return in.optionalObjects(name).stream()
                .map(key -> key.end(new RuntimeEvent.Key(
                        key.constant("purpose", KeyPurpose.class),
                        new Digest(key.text("id")),
                        key.text("publicKey"),
                        key.text("who"))))
                .toList();
    }

    static PhaseChanged readPhase(Members in) {
        return in.end(new PhaseChanged(
                EventJson.origin(in),
                in.text("swarm"),
                in.text("from"),
                in.text("to"),
                in.bool("forced"),
                in.text("why")));
    }

    static SessionChanged readSession(Members in) {
        return in.end(new SessionChanged(
                EventJson.origin(in),
                in.uuid("session"),
                in.texts("nouns"),
                in.text("from"),
                in.text("to"),
                in.text("why")));
    }
}
