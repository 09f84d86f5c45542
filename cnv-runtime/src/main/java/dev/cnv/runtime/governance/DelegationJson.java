package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.DelegationEvent.DelegationCreated;
import dev.cnv.runtime.governance.DelegationEvent.DelegationExpired;
import dev.cnv.runtime.governance.DelegationEvent.DelegationRevoked;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of events about delegated authority, as {@link EventJson} writes and reads them. */
final class DelegationJson {

    static final String CREATED = "delegation-created";
    static final String EXPIRED = "delegation-expired";
    static final String REVOKED = "delegation-revoked";

    private DelegationJson() {}

    static String type(DelegationEvent event) {
        return switch (event) {
            case DelegationCreated _ -> CREATED;
            case DelegationExpired _ -> EXPIRED;
            case DelegationRevoked _ -> REVOKED;
        };
    }

    static ObjectNode write(DelegationEvent event) {
        ObjectNode out = EventJson.begin(event);
        switch (event) {
            case DelegationCreated created -> write(out, created);
            case DelegationExpired expired -> putTokens(out, expired.tokens());
            case DelegationRevoked revoked -> write(out, revoked);
        }
        return out;
    }

    private static void write(ObjectNode out, DelegationCreated event) {
        out.put("token", event.token().hex());
        event.parent().ifPresent(parent -> out.put("parent", parent.hex()));
        out.put("issuer", event.issuer().hex());
        out.put("holder", event.holder().hex());
        out.put("root", event.root());
        out.put("depth", event.depth());
        out.put("notBefore", event.notBefore().toString());
        out.put("expires", event.expires().toString());
        event.maximumUseCount().ifPresent(count -> out.put("maximumUseCount", count));
        out.put("encoded", event.encoded());
    }

    private static void write(ObjectNode out, DelegationRevoked event) {
        event.issuer().ifPresent(issuer -> out.put("issuer", issuer.hex()));
        out.put("version", event.version());
        putTokens(out, event.tokens());
        out.put("why", EventJson.text(event.why()));
        event.list().ifPresent(list -> out.put("list", list));
    }

    static DelegationCreated readCreated(Members in) {
        return in.end(new DelegationCreated(
                EventJson.origin(in),
                new Digest(in.text("token")),
                in.optionalDigest("parent"),
                new Digest(in.text("issuer")),
                new Digest(in.text("holder")),
                in.text("root"),
                in.int32("depth"),
                in.instant("notBefore"),
                in.instant("expires"),
                in.optionalInt64("maximumUseCount"),
                in.text("encoded")));
    }

    static DelegationExpired readExpired(Members in) {
        return in.end(new DelegationExpired(EventJson.origin(in), tokens(in)));
    }

    static DelegationRevoked readRevoked(Members in) {
        return in.end(new DelegationRevoked(
                EventJson.origin(in),
                in.optionalDigest("issuer"),
                in.int64("version"),
                tokens(in),
                in.text("why"),
                in.optionalText("list")));
    }

    private static List<Digest> tokens(Members in) {
        return in.texts("tokens").stream().map(Digest::new).toList();
    }

    private static void putTokens(ObjectNode out, List<Digest> tokens) {
        ArrayNode array = out.putArray("tokens");
        tokens.forEach(token -> array.add(token.hex()));
    }
}
