package dev.cnv.runtime.worker;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a worker is told when it starts: on its standard input, which nobody else can read, or in a file
 * that only its user can, and that is deleted when it has connected.
 *
 * <pre>
 * order   = length, 4 bytes, big-endian | payload
 * payload = { 1: secret        bstr, 32 bytes
 *             2: socket        text, the path to connect to
 *             3: capability    text
 *             4: version       text
 *             5: inputSchema   bstr, 32 bytes
 *             6: outputSchema  bstr, 32 bytes
 *             7: messageBytes  integer
 *             8: modules       text, left out where ServiceLoader finds them }
 * </pre>
 *
 * @param secret what runtime and worker know
 * @param socket the path of the runtime's socket
 * @param capability the one verb that the worker runs
 * @param version the verb's version
 * @param inputSchema the digest of its input schema
 * @param outputSchema the digest of its output schema
 * @param messageBytes the largest message, in bytes
 * @param modules the class that makes the verbs
 */
record StartOrder(
        WorkerSecret secret,
        String socket,
        CapabilityId capability,
        String version,
        Digest inputSchema,
        Digest outputSchema,
        int messageBytes,
        Optional<String> modules) {

    /** The longest payload, in bytes. */
    static final int MAX_BYTES = 16 * 1024;

    private static final int KEY_SECRET = 1;
    private static final int KEY_SOCKET = 2;
    private static final int KEY_CAPABILITY = 3;
    private static final int KEY_VERSION = 4;
    private static final int KEY_INPUT = 5;
    private static final int KEY_OUTPUT = 6;
    private static final int KEY_MESSAGE_BYTES = 7;
    private static final int KEY_MODULES = 8;
    private static final int MAX_TEXT_BYTES = 4 * 1024;

    static StartOrder of(
            VerbDescriptor verb,
            WorkerSecret secret,
            String socket,
            int messageBytes,
            Optional<String> modules) {
        return new StartOrder(
                secret,
                socket,
                verb.id(),
                verb.version(),
                verb.inputSchema(),
                verb.outputSchema(),
                messageBytes,
                modules);
    }

    /** Whether a verb that the worker has found is the one that the runtime means. */
    boolean isFor(VerbDescriptor verb) {
        return verb.id().equals(capability)
                && verb.version().equals(version)
                && verb.inputSchema().equals(inputSchema)
                && verb.outputSchema().equals(outputSchema);
    }

    /** {@return length and payload} */
    byte[] encode() {
        CborWriter out = new CborWriter(512)
                .map(modules.isPresent() ? 8 : 7)
                .key(KEY_SECRET)
                .bytes(secret.bytes())
                .key(KEY_SOCKET)
                .text(socket)
                .key(KEY_CAPABILITY)
                .text(capability.path())
                .key(KEY_VERSION)
                .text(version)
                .key(KEY_INPUT)
                .digest(inputSchema)
                .key(KEY_OUTPUT)
                .digest(outputSchema)
                .key(KEY_MESSAGE_BYTES)
                .integer(messageBytes);
        modules.ifPresent(name -> out.key(KEY_MODULES).text(name));
        byte[] payload = out.toBytes();
        return ByteBuffer.allocate(Integer.BYTES + payload.length)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    /**
     * Reads length and payload, and no byte more.
     *
     * @throws IOException when the stream ends before, or the length is beyond {@link #MAX_BYTES}
     * @throws CborRefusedException when the payload is none
     */
    static StartOrder read(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(from);
        int length = in.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("orderBytes=" + length + " is not 0 to " + MAX_BYTES);
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return decode(payload);
    }

    /**
     * Reads a payload.
     *
     * @throws CborRefusedException when it is none
     */
    static StartOrder decode(byte[] payload) {
        CborReader in = CborReader.of("order", payload, MAX_BYTES);
        in.openMap();
        in.key(KEY_SECRET, "secret");
        WorkerSecret secret = new WorkerSecret(in.bytesExactly(WorkerSecret.BYTES));
        StartOrder order = new StartOrder(
                secret,
                text(in, KEY_SOCKET, "socket"),
                capability(in),
                text(in, KEY_VERSION, "version"),
                digest(in, KEY_INPUT, "inputSchema"),
                digest(in, KEY_OUTPUT, "outputSchema"),
                messageBytes(in),
                in.optionalKey(KEY_MODULES, "modules")
                        ? Optional.of(in.text(MAX_TEXT_BYTES))
                        : Optional.empty());
        in.close();
        in.end();
        return order;
    }

    private static String text(CborReader in, int key, String name) {
        in.key(key, name);
        return in.text(MAX_TEXT_BYTES);
    }

    private static CapabilityId capability(CborReader in) {
        in.key(KEY_CAPABILITY, "capability");
        return in.value(MAX_TEXT_BYTES, CapabilityId::new);
    }

    private static Digest digest(CborReader in, int key, String name) {
        in.key(key, name);
        return in.digest();
    }

    private static int messageBytes(CborReader in) {
        in.key(KEY_MESSAGE_BYTES, "messageBytes");
        return (int) in.integer(1, Integer.MAX_VALUE);
    }
}
