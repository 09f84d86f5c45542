package dev.cnv.runtime.crypto;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A key's word that another key takes its place, with that key's word that it does. It says nothing
 * about rights: whoever trusts the old key decides what follows from it.
 *
 * <pre>
 * CoseSign1 by the old key, content type application/cnv-key-rotation+cbor, payload
 *   { 1: 0, 2: old key, 3: new key, 4: time in seconds,
 *     5: CoseSign1 by the new key, content type application/cnv-key-succession+cbor, payload
 *        { 1: 0, 2: old key, 3: new key, 4: time in seconds } }
 * </pre>
 *
 * <p><b>Threading:</b> immutable.
 */
public final class KeyRotation {

    /** The content type of the statement. */
    public static final String CONTENT_TYPE = "application/cnv-key-rotation+cbor";

    /** The largest statement, in bytes. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final String SUCCESSION = "application/cnv-key-succession+cbor";
    private static final long MAX_SECONDS =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final int MAX_KEY_BYTES = 2048;

    private final PublicKey from;
    private final PublicKey to;
    private final Instant time;
    private final CoseSign1 message;

    private KeyRotation(PublicKey from, PublicKey to, Instant time, CoseSign1 message) {
        this.from = from;
        this.to = to;
        this.time = time;
        this.message = message;
    }

    /**
     * States that a key takes another's place.
     *
     * @param from the old key
     * @param to the new key
     * @param time when; cut to whole seconds
     * @return the statement
     * @throws IllegalArgumentException when both are the same key, or the time is outside years 1970 to
     *     9999
     */
    public static KeyRotation sign(SigningKey from, SigningKey to, Instant time) {
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        long seconds = second.getEpochSecond();
        if (from.publicKey().equals(to.publicKey()) || seconds < 0 || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException("from=" + from.id().shortHex() + " and to="
                    + to.id().shortHex() + " are not two keys, or time=" + second
                    + " is outside years 1970 to 9999");
        }
        CoseSign1 succession = CoseSign1.sign(
                to,
                SUCCESSION,
                claims(4, from.publicKey(), to.publicKey(), seconds).toBytes());
        byte[] payload = claims(5, from.publicKey(), to.publicKey(), seconds)
                .key(5)
                .bytes(succession.bytes())
                .toBytes();
        return new KeyRotation(
                from.publicKey(),
                to.publicKey(),
                second,
                CoseSign1.sign(from, CONTENT_TYPE, payload));
    }

    private static CborWriter claims(int count, PublicKey from, PublicKey to, long seconds) {
        return new CborWriter()
                .map(count)
                .key(1)
                .integer(0)
                .key(2)
                .bytes(from.encoded())
                .key(3)
                .bytes(to.encoded())
                .key(4)
                .integer(seconds);
    }

    /**
     * Checks a statement.
     *
     * @param bytes the bytes that {@link #bytes} gives
     * @param from the key that is known: the old one
     * @return the statement; empty when it is not signed by both keys, or is about another old key
     * @throws CborRefusedException when the bytes, or what is signed, have not the form of one
     */
    public static Optional<KeyRotation> verify(byte[] bytes, PublicKey from) {
        CoseSign1 message = CoseSign1.parse(bytes, MAX_BYTES);
        return message.verifiedReader("rotation", from, CONTENT_TYPE)
                .flatMap(in -> read(in, from, message));
    }

    /**
     * Checks a statement of which neither key is known yet. That the old key is one to trust is for the
     * caller to know.
     *
     * @param bytes the bytes that {@link #bytes} gives
     * @return the statement; empty when it is not signed by both keys that it names
     * @throws CborRefusedException when the bytes, or what is signed, have not the form of one
     */
    public static Optional<KeyRotation> parse(byte[] bytes) {
        byte[] payload = CoseSign1.parse(bytes, MAX_BYTES).untrustedPayload();
        PublicKey named =
                Claims.read(CborReader.of("rotation", payload, MAX_BYTES)).from();
        return verify(bytes, named);
    }

    private static Optional<KeyRotation> read(CborReader in, PublicKey from, CoseSign1 message) {
        Claims claims = Claims.read(in);
        in.key(5, "succession");
        CoseSign1 succession = CoseSign1.parse(in.bytes(MAX_BYTES), MAX_BYTES);
        in.close();
        in.end();
        return succession
                .verifiedReader("succession", claims.to(), SUCCESSION)
                .map(inner -> {
                    Claims repeated = Claims.read(inner);
                    inner.close();
                    inner.end();
                    return repeated;
                })
                .filter(claims::equals)
                .filter(same -> same.from().equals(from))
                .map(same -> new KeyRotation(
                        from, same.to(), Instant.ofEpochSecond(same.seconds()), message));
    }

    private record Claims(PublicKey from, PublicKey to, long seconds) {

        static Claims read(CborReader in) {
            in.openMap();
            in.key(1, "v");
            in.integer(0, 0);
            in.key(2, "from");
            PublicKey from = key(in);
            in.key(3, "to");
            PublicKey to = key(in);
            in.key(4, "time");
            return new Claims(from, to, in.integer(0, MAX_SECONDS));
        }

        private static PublicKey key(CborReader in) {
            byte[] encoded = in.bytes(MAX_KEY_BYTES);
            return in.checked(() -> PublicKey.decode(encoded));
        }
    }

    /** {@return the old key} */
    public PublicKey from() {
        return from;
    }

    /** {@return the new key} */
    public PublicKey to() {
        return to;
    }

    /** {@return when, in whole seconds} */
    public Instant time() {
        return time;
    }

    /** {@return the signed statement, in a new array} */
    public byte[] bytes() {
        return message.bytes();
    }

    @Override
    public String toString() {
        return "KeyRotation[from=" + from.id().shortHex() + ", to=" + to.id().shortHex() + ", time="
                + time + "]";
    }
}
