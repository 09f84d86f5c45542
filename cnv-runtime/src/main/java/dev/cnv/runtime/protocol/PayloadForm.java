package dev.cnv.runtime.protocol;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** What the forms of all payloads have in common. */
final class PayloadForm {

    /** Keys from here on are those of later versions, and passed over. */
    static final long FIRST_EXTENSION_KEY = 64;

    private static final int MAX_EXTENSIONS = 32;
    private static final byte[] NOTHING = {};

    private PayloadForm() {}

    /** Reads one map and nothing behind it; every refusal is a {@link ProtocolFaultException}. */
    static <T> T read(
            String where, ByteBuffer payload, int maxBytes, Function<CborReader, T> content) {
        try {
            CborReader in = reader(where, payload, maxBytes);
            in.openMap();
            T value = content.apply(in);
            skipExtensions(in);
            in.close();
            in.end();
            return value;
        } catch (CborRefusedException | IllegalArgumentException e) {
            throw new ProtocolFaultException(
                    new ProtocolFault(
                            ProtocolFault.Kind.BAD_PAYLOAD,
                            e.getMessage() == null ? where : e.getMessage()),
                    e);
        }
    }

    static byte[] bytes(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(payload.position(), bytes);
        return bytes;
    }

    /** Bytes of a key that may be missing. */
    static byte[] optionalBytes(CborReader in, int key, String name, int maxBytes) {
        return in.optionalKey(key, name) ? in.bytes(maxBytes) : NOTHING;
    }

    private static CborReader reader(String where, ByteBuffer payload, int maxBytes) {
        int count = payload.remaining();
        if (count > maxBytes) {
            throw new IllegalArgumentException(
                    where + " has " + count + " bytes, more than " + maxBytes);
        }
        if (payload.hasArray()) {
            int start = payload.arrayOffset() + payload.position();
            return CborReader.of(where, payload.array(), start, count, maxBytes);
        }
        return CborReader.of(where, bytes(payload), maxBytes);
    }

    private static void skipExtensions(CborReader in) {
        for (int count = 0; count < MAX_EXTENSIONS && in.more(); count++) {
            long key = in.integerKey();
            if (key < FIRST_EXTENSION_KEY) {
                throw in.refused("has the unknown key=" + key);
            }
            in.skip();
        }
    }
}
