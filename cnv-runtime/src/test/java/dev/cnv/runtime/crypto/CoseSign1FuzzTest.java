package dev.cnv.runtime.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Broken messages are refused with one exception, and no changed one ever verifies. */
class CoseSign1FuzzTest {

    private static final String TYPE = "text/plain";

    @Test
    void parse_anyBytes_isRefused() {
        Property.named("cose-bytes").check(draws -> Fuzz.bytes(draws, 60), bytes -> parsed(bytes));
    }

    @Test
    void parse_changedMessage_isRefusedOrKeepsItsBytesAndDoesNotVerify() throws IOException {
        List<byte[]> corpus = corpus();
        SigningKey key = key();
        AtomicInteger read = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Property.named("cose-corpus")
                .check(
                        draws -> {
                            byte[] kept = corpus.get(draws.between(0, corpus.size() - 1));
                            return List.of(kept, Fuzz.changed(draws, kept));
                        },
                        pair -> {
                            boolean same = Arrays.equals(pair.get(0), pair.get(1));
                            if (!parsed(pair.get(1))) {
                                refused.incrementAndGet();
                                return;
                            }
                            CoseSign1 message = CoseSign1.parse(pair.get(1), pair.get(1).length);
                            assertArrayEquals(pair.get(1), message.bytes());
                            assertTrue(same
                                    || message.verified(key.publicKey(), TYPE).isEmpty());
                            read.incrementAndGet();
                        });
        assertTrue(read.get() > 100 && refused.get() > 100, "read=" + read + " refused=" + refused);
    }

    /** The corpus holds one message that verifies, so that the test above has something to break. */
    @Test
    void corpus_firstMessage_verifies() throws IOException {
        byte[] first = corpus().getFirst();
        assertTrue(CoseSign1.parse(first, first.length)
                .verified(key().publicKey(), TYPE)
                .isPresent());
    }

    /** Messages in other forms that a lenient reader would take. */
    @Test
    void parse_otherHeaders_isRefused() {
        byte[] id = key().id().bytes();
        byte[] signature = new byte[64];
        assertTrue(parsed(message(header(-19, id), 0, signature)));
        refused(message(header(-8, id), 0, signature), "an algorithm of no suite");
        refused(message(header(-19, new byte[31]), 0, signature), "a short key id");
        refused(message(header(-19, id), 1, signature), "an unprotected header");
        refused(message(header(-19, id), 0, new byte[63]), "a short signature");
        refused(message(header(-48, id), 0, signature), "a signature of another suite");
        refused(message(new byte[0], 0, signature), "no header");
        refused(
                message(new CborWriter().map(1).key(1).integer(-19).toBytes(), 0, signature),
                "a header without key");
    }

    private static byte[] header(long algorithm, byte[] id) {
        return new CborWriter()
                .map(3)
                .key(1)
                .integer(algorithm)
                .key(3)
                .text(TYPE)
                .key(4)
                .bytes(id)
                .toBytes();
    }

    private static byte[] message(byte[] header, int unprotected, byte[] signature) {
        CborWriter out = new CborWriter().tag(18).array(4).bytes(header).map(unprotected);
        for (int i = 0; i < unprotected; i++) {
            out.key(i).integer(0);
        }
        return out.bytes(new byte[] {1}).bytes(signature).toBytes();
    }

    private static void refused(byte[] bytes, String what) {
        assertTrue(!parsed(bytes), what);
    }

    private static boolean parsed(byte[] bytes) {
        try {
            CoseSign1.parse(bytes, bytes.length);
            return true;
        } catch (CborRefusedException _) {
            return false;
        }
    }

    private static SigningKey key() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 1);
        return SigningKey.ofRawSecretKey(SignatureSuite.ED25519, seed);
    }

    private static List<byte[]> corpus() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                CoseSign1FuzzTest.class.getResourceAsStream("corpus/cose.hex"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(HexFormat.of()::parseHex)
                    .toList();
        }
    }
}
