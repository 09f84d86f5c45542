package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Denials on the wire.
 *
 * <pre>
 * {"reason":"policy-no-permit","message":"...","details":{"rule":"..."}}
 * </pre>
 *
 * A reason that a later version has and this one does not is {@link Reason#INTERNAL} with the detail
 * {@code remoteReason}: a denial stays one.
 */
final class DenialJson {

    private static final String REMOTE_REASON = "remoteReason";

    private DenialJson() {}

    static byte[] write(Denial denial) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("reason", denial.reason().code());
        json.put("message", denial.message());
        ObjectNode details = json.putObject("details");
        denial.details().forEach(details::put);
        return CanonicalJson.bytes(json);
    }

    /**
     * Reads a denial.
     *
     * @throws dev.cnv.runtime.canonical.JsonRefusedException when the bytes are not JSON
     * @throws IllegalArgumentException when they are no denial
     */
    static Denial read(byte[] bytes) {
        JsonNode json = StrictJson.parse(new String(bytes, StandardCharsets.UTF_8));
        String code = json.path("reason").asString("");
        if (!json.isObject() || code.isEmpty()) {
            throw new IllegalArgumentException("denialBytes=" + bytes.length + " name no reason");
        }
        Map<String, String> details = new TreeMap<>();
        json.path("details")
                .properties()
                .forEach(entry -> details.put(entry.getKey(), entry.getValue().asString("")));
        String message = json.path("message").asString("");
        for (Reason reason : Reason.values()) {
            if (reason.code().equals(code)) {
                return new Denial(reason, message, details);
            }
        }
        details.put(REMOTE_REASON, code);
        return new Denial(Reason.INTERNAL, message, details);
    }
}
