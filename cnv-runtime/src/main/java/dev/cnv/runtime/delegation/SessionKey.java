package dev.cnv.runtime.delegation;

import static dev.cnv.runtime.delegation.PossessionDescriptor.*;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The secret that a caller and a runtime of one trust domain share for one session, after the caller
 * has answered the runtime's challenge with a signature. With it each call is proven at the cost of a
 * hash. It stands for one chain; each proof is good once and for 30 seconds.
 *
 * <p>Both sides have the whole key: what one could prove, so could the other. So it is for parties that
 * trust each other not to pretend; a {@link PossessionProof} is for everybody else. Nothing prints it.
 *
 * <p><b>Threading:</b> safe for use by several threads. Proofs may be checked out of order, as long as
 * not more than 1,024 later ones were checked before.
 */
public final class SessionKey {

    /** How many verbs' keys are remembered; a power of two. */
    private static final int REMEMBERED = 64;

    private final HmacSha256 key;
    private final AtomicLong lastNumber = new AtomicLong();
    private final ReplayWindow window = new ReplayWindow();

    /*
     * Implementation notes: the keys of verbs, by the verb's hash. An element is set with release and
     * read with acquire, so that whoever sees it sees its content; a lost race costs making a key again.
     */
    private final AtomicReferenceArray<@Nullable VerbKey> verbs =
            new AtomicReferenceArray<>(REMEMBERED);

    /** Arrays that nobody uses at the moment, or null. Whoever takes them owns them. */
    private final AtomicReference<@Nullable Scratch> idle = new AtomicReference<>();

    private SessionKey(byte[] key) {
        this.key = new HmacSha256(key);
    }

    /**
     * Agrees a key for a session that was opened.
     *
     * @param authority whose session it is
     * @param challenge the runtime's random bytes that the caller has signed
     * @param secret 32 random bytes that nobody else has
     * @return the key
     * @throws IllegalArgumentException when there are not 32 bytes
     */
    public static SessionKey agree(Authority authority, byte[] challenge, byte[] secret) {
        if (secret.length != DIGEST_BYTES) {
            throw new IllegalArgumentException(
                    "secretBytes=" + secret.length + " is not " + DIGEST_BYTES);
        }
        byte[] chain = authority.chainDigest().bytes();
        byte[] domain = MAC_DOMAIN.getBytes(StandardCharsets.US_ASCII);
        byte[] context = ByteBuffer.allocate(domain.length + chain.length + challenge.length)
                .put(domain)
                .put(chain)
                .put(challenge)
                .array();
        return new SessionKey(derived(new HmacSha256(secret), context));
    }

    /**
     * Proves one call.
     *
     * @param verb the verb
     * @param arguments the SHA-256 of the canonical arguments
     * @param now the time
     * @return the proof, good once
     */
    public SessionProof prove(CapabilityId verb, Digest arguments, Instant now) {
        long number = lastNumber.incrementAndGet();
        long time = now.getEpochSecond();
        Scratch scratch = take();
        byte[] tag = new byte[DIGEST_BYTES];
        scratch.message(arguments, number, time);
        key(verb).tag(scratch.message, MAC_BYTES, tag);
        idle.set(scratch);
        return new SessionProof(number, time, tag);
    }

    /**
     * Checks a proof and uses it up.
     *
     * @param proof the proof
     * @param verb the verb that is called
     * @param arguments the SHA-256 of its canonical arguments
     * @param now the time
     * @return why it does not hold; empty when it does
     */
    public Optional<Denial> check(
            SessionProof proof, CapabilityId verb, Digest arguments, Instant now) {
        long away = now.getEpochSecond() - proof.timeSeconds();
        if (Math.abs(away) > WINDOW.toSeconds()) {
            return Optional.of(Denial.of(
                    Reason.POSSESSION_STALE,
                    "the session's proof is of timeSeconds=" + proof.timeSeconds() + ", more than "
                            + WINDOW.toSeconds() + " seconds from now"));
        }
        if (!genuine(proof, verb, arguments)) {
            return Optional.of(Denial.of(
                    Reason.POSSESSION_UNPROVEN,
                    "the session's proof was not made with its key for this call of " + verb));
        }
        // Only genuine proofs move the window, so that nobody else can push others out of it.
        return window.first(proof.number())
                ? Optional.empty()
                : Optional.of(Denial.of(
                        Reason.POSSESSION_REPLAYED,
                        "the session's proof number=" + proof.number()
                                + " was used before or is too old"));
    }

    /** {@return a name only} */
    @Override
    public String toString() {
        return "SessionKey[]";
    }

    private boolean genuine(SessionProof proof, CapabilityId verb, Digest arguments) {
        Scratch scratch = take();
        scratch.message(arguments, proof.number(), proof.timeSeconds());
        key(verb).tag(scratch.message, MAC_BYTES, scratch.expected);
        boolean same = MessageDigest.isEqual(scratch.expected, proof.tagBytes());
        idle.set(scratch);
        return same;
    }

    private HmacSha256 key(CapabilityId verb) {
        int hash = verb.path().hashCode();
        int slot = (hash ^ hash >>> 16) & (REMEMBERED - 1);
        VerbKey known = verbs.getAcquire(slot);
        if (known == null || !known.verb.equals(verb.path())) {
            byte[] path = verb.path().getBytes(StandardCharsets.US_ASCII);
            known = new VerbKey(verb.path(), new HmacSha256(derived(key, path)));
            verbs.setRelease(slot, known);
        }
        return known.key;
    }

    private static byte[] derived(HmacSha256 from, byte[] context) {
        byte[] key = new byte[HmacSha256.TAG_BYTES];
        from.tag(context, context.length, key);
        return key;
    }

    private Scratch take() {
        Scratch free = idle.getAndSet(null);
        return free == null ? new Scratch() : free;
    }

    /** The key of one verb. */
    private record VerbKey(String verb, HmacSha256 key) {}

    /** The arrays that one HMAC needs, kept for the next. For one thread at a time. */
    private static final class Scratch {

        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
        private static final VarHandle INTS =
                MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
        private static final long LOW_NIBBLES = 0x0f0f_0f0f_0f0f_0f0fL;
        private static final long ONES = 0x0101_0101_0101_0101L;

        private final byte[] expected = new byte[DIGEST_BYTES];
        private final byte[] message = new byte[MAC_BYTES];
        private final byte[] digits = new byte[2 * DIGEST_BYTES];

        void message(Digest arguments, long number, long time) {
            arguments(arguments.hex());
            LONGS.set(message, MAC_NUMBER, number);
            LONGS.set(message, MAC_TIME, time);
        }

        /**
         * Reads eight digits at once. '0' to '9' are 0x30.., 'a' to 'f' 0x61..: the value is the low
         * nibble, and nine more where bit 6 is set.
         */
        @SuppressWarnings("deprecation") // A digest is ASCII by its form, which that method is for.
        private void arguments(String hex) {
            hex.getBytes(0, digits.length, digits, 0);
            for (int i = 0; i < digits.length; i += Long.BYTES) {
                long eight = (long) LONGS.get(digits, i);
                long values = (eight & LOW_NIBBLES) + 9 * (eight >>> 6 & ONES);
                INTS.set(message, MAC_ARGUMENTS + i / 2, (int) Long.compress(values, LOW_NIBBLES));
            }
        }
    }
}
