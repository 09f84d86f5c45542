package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.protocol.CapabilitiesPayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server says of itself to a peer.
 *
 * @param verbs the ids of the verbs that the peer may know of, sorted
 * @param audience the name that tokens call its runtime by; empty when it has none
 */
public record Capabilities(List<String> verbs, String audience) {

    private static final String AUDIENCE = "audience";

    /** Copies the list. */
    public Capabilities {
        verbs = List.copyOf(verbs);
    }

    static List<String> verbs(Cnv cnv) {
        return cnv.verbs().stream().map(verb -> verb.id().path()).toList();
    }

    static CapabilitiesPayload of(Cnv cnv, List<String> verbs) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(AUDIENCE, cnv.trust().audience());
        return new CapabilitiesPayload(verbs, CanonicalJson.bytes(json));
    }

    /**
     * Reads what a server says.
     *
     * @throws dev.cnv.runtime.canonical.JsonRefusedException when it is not in form
     */
    static Capabilities read(CapabilitiesPayload payload) {
        JsonNode json = StrictJson.parse(new String(payload.schemasJson(), StandardCharsets.UTF_8));
        return new Capabilities(payload.capabilities(), json.path(AUDIENCE).asString(""));
    }
}
