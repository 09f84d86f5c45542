package dev.cnv.runtime.protocol;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import java.nio.ByteBuffer;

/**
 * Control of a stream's producer, from the one who called.
 *
 * <pre>
 * payload = { 1: code   integer: {@link Code}
 *             2: value  integer: for CREDIT 1 to 65,536, else 0
 *            64 and above: of later versions, passed over }
 * </pre>
 *
 * @param code what the producer shall do
 * @param value for {@link Code#CREDIT} how many more events the consumer takes, else 0
 */
public record StreamControlPayload(Code code, long value) {

    /** What a producer can be told. */
    public enum Code {
        /** Stop for now. */
        PAUSE(0),
        /** Go on. */
        RESUME(1),
        /** End. */
        CANCEL(2),
        /** Say how far it is. */
        STATUS(3),
        /** Send so many more events. */
        CREDIT(4);

        private final int code;

        Code(int code) {
            this.code = code;
        }

        /** {@return the number on the wire} */
        public int code() {
            return code;
        }
    }

    /** The most events that may be asked for and not be sent yet; also the largest credit. */
    public static final int MAX_CREDIT = 65_536;

    private static final int CODE = 1;
    private static final int VALUE = 2;

    /** {@return the payload's bytes} */
    public byte[] encode() {
        return new CborWriter(16)
                .map(2)
                .key(CODE)
                .integer(code.code())
                .key(VALUE)
                .integer(value)
                .toBytes();
    }

    /**
     * Reads a payload.
     *
     * @param payload the bytes between position and limit
     * @param limits what was agreed
     * @return the control
     * @throws ProtocolFaultException when the bytes are no control
     */
    public static StreamControlPayload decode(ByteBuffer payload, WireLimits limits) {
        return PayloadForm.read(
                "control", payload, limits.messageBytes(), StreamControlPayload::read);
    }

    private static StreamControlPayload read(CborReader in) {
        Code[] codes = Code.values();
        in.key(CODE, "code");
        Code code = codes[(int) in.integer(0, codes.length - 1)];
        in.key(VALUE, "value");
        return new StreamControlPayload(
                code, code == Code.CREDIT ? in.integer(1, MAX_CREDIT) : in.integer(0, 0));
    }
}
