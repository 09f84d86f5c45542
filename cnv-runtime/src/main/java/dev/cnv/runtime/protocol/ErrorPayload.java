package dev.cnv.runtime.protocol;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Why the sender cannot go on.
 *
 * <pre>
 * payload = { 1: code  integer: {@link ErrorCode}
 *             2: text  at most 1024 bytes
 *            64 and above: of later versions, passed over }
 * </pre>
 *
 * @param code the reason
 * @param text the reason for a person; cut to 1024 bytes
 */
public record ErrorPayload(ErrorCode code, String text) implements HandshakeRefusal {

    /** The longest text, in UTF-8 bytes. */
    public static final int MAX_TEXT_BYTES = 1024;

    private static final int CODE = 1;
    private static final int TEXT = 2;
    private static final int MAX_BYTES = MessageDecoder.HANDSHAKE_BYTES;

    /** Cuts the text. */
    public ErrorPayload {
        text = cut(text);
    }

    /** {@return the payload's bytes} */
    public byte[] encode() {
        return new CborWriter(64 + text.length())
                .map(2)
                .key(CODE)
                .integer(code.code())
                .key(TEXT)
                .text(text)
                .toBytes();
    }

    /**
     * Reads a payload.
     *
     * @param payload the bytes between position and limit
     * @return the error
     * @throws ProtocolFaultException when the bytes are no error
     */
    public static ErrorPayload decode(ByteBuffer payload) {
        return PayloadForm.read("error", payload, MAX_BYTES, ErrorPayload::read);
    }

    private static ErrorPayload read(CborReader in) {
        in.key(CODE, "code");
        ErrorCode code = ErrorCode.ofCode(in.integer(0, Integer.MAX_VALUE));
        in.key(TEXT, "text");
        return new ErrorPayload(code, in.text(MAX_TEXT_BYTES));
    }

    /** Cut between characters; an unpaired surrogate becomes a question mark. */
    private static String cut(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(utf8.length, MAX_TEXT_BYTES);
        while (end < utf8.length && (utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8);
    }
}
