package dev.cnv.runtime.protocol;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the sender offers to call. An empty list in a message to the server asks for its list, by the
 * credential that stands where the schemas would; without one, as anybody.
 *
 * <pre>
 * payload = { 1: capabilities  [text], at most 65536
 *             2: schemas       bstr, JSON, absent when empty
 *            64 and above: of later versions, passed over }
 * </pre>
 *
 * @param capabilities ids of verbs
 * @param schemasJson their schemas; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
public record CapabilitiesPayload(List<String> capabilities, byte[] schemasJson) {

    /** The largest number of verbs. */
    public static final int MAX_CAPABILITIES = 65_536;

    private static final int CAPABILITIES = 1;
    private static final int SCHEMAS = 2;
    private static final int MAX_ID_BYTES = 256;

    /** Copies the list. */
    public CapabilitiesPayload {
        capabilities = List.copyOf(capabilities);
    }

    /** {@return the payload's bytes} */
    public byte[] encode() {
        CborWriter out = new CborWriter(256 + schemasJson.length)
                .map(schemasJson.length == 0 ? 1 : 2)
                .key(CAPABILITIES)
                .array(capabilities.size());
        capabilities.forEach(out::text);
        if (schemasJson.length > 0) {
            out.key(SCHEMAS).bytes(schemasJson);
        }
        return out.toBytes();
    }

    /**
     * Reads a payload.
     *
     * @param payload the bytes between position and limit
     * @param limits what was agreed
     * @return the capabilities
     * @throws ProtocolFaultException when the bytes are no list of capabilities
     */
    public static CapabilitiesPayload decode(ByteBuffer payload, WireLimits limits) {
        int max = limits.messageBytes();
        return PayloadForm.read("capabilities", payload, max, in -> read(in, max));
    }

    private static CapabilitiesPayload read(CborReader in, int max) {
        in.key(CAPABILITIES, "capabilities");
        List<String> capabilities = new ArrayList<>();
        for (int left = in.openArray(MAX_CAPABILITIES); left > 0; left--) {
            capabilities.add(in.text(MAX_ID_BYTES));
        }
        in.close();
        return new CapabilitiesPayload(
                capabilities, PayloadForm.optionalBytes(in, SCHEMAS, "schemas", max));
    }
}
