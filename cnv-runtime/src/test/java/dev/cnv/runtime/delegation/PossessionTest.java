package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.VirtualTime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has not the key, or not for this call, this once and now, is refused. */
class PossessionTest {

    private static final Trust TRUST = Trust.of(Keys.ROOT.publicKey()).withAudience("east");
    private static final CapabilityId READ = new CapabilityId("file.read");
    private static final Digest ARGUMENTS = Digest.of("{}");
    private static final Chain CHAIN = Keys.botChain();
    private static final byte[] SECRET = new byte[32];

    private final ChainVerifier verifier = Keys.verifier();

    @Test
    void authenticate_proofOfThisCall_holdsOnce() {
        PossessionProof proof = proof(Keys.BOT, CHAIN, READ, ARGUMENTS, "east", Keys.NOW);
        assertInstanceOf(AuthenticationResult.Authenticated.class, present(proof, READ, ARGUMENTS));
        refused(Reason.POSSESSION_REPLAYED, proof, Keys.NOW);
        PossessionProof parsed = PossessionProof.parse(proof.text() + "\n");
        assertEquals(proof, parsed);
        assertEquals(proof.hashCode(), parsed.hashCode());
        assertNotEquals((Object) proof, "proof");
        assertEquals("PossessionProof[key=" + Keys.BOT.id().shortHex() + "]", proof.toString());
        refused(Reason.POSSESSION_REPLAYED, parsed, Keys.NOW);
    }

    @Test
    void authenticate_proofOfAnotherCall_isRefusedByPart() {
        otherCall("chain", proof(Keys.BOT, Keys.aliceChain(), READ, ARGUMENTS, "east", Keys.NOW));
        otherCall(
                "verb",
                proof(Keys.BOT, CHAIN, new CapabilityId("file.list"), ARGUMENTS, "east", Keys.NOW));
        otherCall("arguments", proof(Keys.BOT, CHAIN, READ, Digest.of("[]"), "east", Keys.NOW));
        otherCall("audience", proof(Keys.BOT, CHAIN, READ, ARGUMENTS, "west", Keys.NOW));
        otherCall("audience", proof(Keys.BOT, CHAIN, READ, ARGUMENTS, "", Keys.NOW));
    }

    @Test
    void authenticate_proofByAnotherKeyOrOfAnotherKind_isUnproven() {
        for (SigningKey key : List.of(Keys.ALICE, Keys.ROOT, Keys.OTHER)) {
            refused(
                    Reason.POSSESSION_UNPROVEN,
                    proof(key, CHAIN, READ, ARGUMENTS, "east", Keys.NOW),
                    Keys.NOW);
        }
        byte[] payload = CoseSign1.parse(
                        proof(Keys.BOT, CHAIN, READ, ARGUMENTS, "east", Keys.NOW)
                                .bytes(),
                        8192)
                .untrustedPayload();
        PossessionProof otherType = PossessionProof.ofBytes(
                CoseSign1.sign(Keys.BOT, TokenDescriptor.CONTENT_TYPE, payload).bytes());
        refused(Reason.POSSESSION_UNPROVEN, otherType, Keys.NOW);
        PossessionProof noClaims = PossessionProof.ofBytes(
                CoseSign1.sign(Keys.BOT, PossessionDescriptor.CONTENT_TYPE, new byte[] {1})
                        .bytes());
        refused(Reason.POSSESSION_UNPROVEN, noClaims, Keys.NOW);
    }

    @Test
    void authenticate_proofOfAnotherTime_isStaleBeyond30Seconds() {
        for (long seconds : new long[] {-31, 31}) {
            refused(
                    Reason.POSSESSION_STALE,
                    proof(
                            Keys.BOT,
                            CHAIN,
                            READ,
                            ARGUMENTS,
                            "east",
                            Keys.NOW.plusSeconds(60 + seconds)),
                    Keys.NOW.plusSeconds(60));
        }
        for (long seconds : new long[] {-30, 30}) {
            PossessionProof proof = proof(
                    Keys.BOT, CHAIN, READ, ARGUMENTS, "east", Keys.NOW.plusSeconds(60 + seconds));
            assertInstanceOf(
                    AuthenticationResult.Authenticated.class,
                    verifier.authenticate(
                            CHAIN, proof, READ, ARGUMENTS, TRUST, Keys.NOW.plusSeconds(60)));
        }
    }

    @Test
    void authenticate_anyBitOfAProofChanged_isRefused() {
        byte[] bytes = proof(Keys.BOT, CHAIN, READ, ARGUMENTS, "east", Keys.NOW).bytes();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            PossessionProof proof;
            try {
                proof = PossessionProof.ofBytes(changed);
            } catch (CborRefusedException _) {
                continue;
            }
            assertInstanceOf(
                    AuthenticationResult.Refused.class,
                    present(proof, READ, ARGUMENTS),
                    "bit=" + bit);
        }
    }

    @Test
    void preview_goodProof_staysGood() {
        PossessionProof proof = proof(Keys.BOT, CHAIN, READ, ARGUMENTS, "east", Keys.NOW);
        VerifiedChain chain = assertInstanceOf(
                        ChainVerdict.Holds.class, verifier.verify(CHAIN, TRUST, Keys.NOW))
                .chain();
        for (int i = 0; i < 2; i++) {
            assertInstanceOf(
                    AuthenticationResult.Authenticated.class,
                    verifier.preview(chain, proof, READ, Set.of(ARGUMENTS), TRUST, Keys.NOW));
        }
        assertInstanceOf(
                AuthenticationResult.Refused.class,
                verifier.preview(chain, proof, READ, Set.of(Digest.of("")), TRUST, Keys.NOW));
        assertInstanceOf(AuthenticationResult.Authenticated.class, present(proof, READ, ARGUMENTS));
    }

    @Test
    void authenticate_challengeNotSignedByTheHolder_isUnproven() {
        Credential.Held held = new Credential.Held(CHAIN, Keys.BOT);
        byte[] other = Keys.CHALLENGE.clone();
        other[31] = 1;
        assertInstanceOf(
                AuthenticationResult.Authenticated.class,
                verifier.authenticate(
                        CHAIN,
                        Keys.CHALLENGE,
                        held.prove(Keys.CHALLENGE, "east"),
                        TRUST,
                        Keys.NOW));
        unproven(Keys.CHALLENGE, held.prove(other, "east"));
        unproven(Keys.CHALLENGE, held.prove(Keys.CHALLENGE, "west"));
        unproven(
                Keys.CHALLENGE,
                new Credential.Held(CHAIN, Keys.ALICE).prove(Keys.CHALLENGE, "east"));
        unproven(
                Keys.CHALLENGE,
                new Credential.Held(Keys.aliceChain(), Keys.BOT).prove(Keys.CHALLENGE, "east"));
        unproven(Keys.CHALLENGE, Keys.BOT.sign(Keys.CHALLENGE));
        unproven(Keys.CHALLENGE, new byte[0]);
        unproven(new byte[0], held.prove(new byte[0], "east"));
        unproven(new byte[33], held.prove(new byte[33], "east"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "cnv-possession-v1:", "cnv-possession-v2:gA", "cnv-possession-v1:gA"})
    void parse_malformed_isRefused(String text) {
        assertThrows(CborRefusedException.class, () -> PossessionProof.parse(text));
    }

    @Test
    void sessionKey_proofOfThisCall_holdsOnce() {
        SessionKey key = key();
        SessionProof proof = key.prove(READ, ARGUMENTS, Keys.NOW);
        assertEquals(Optional.empty(), key.check(proof, READ, ARGUMENTS, Keys.NOW));
        assertEquals(Reason.POSSESSION_REPLAYED, reason(key, proof, READ, ARGUMENTS, Keys.NOW));
        assertEquals("SessionKey[]", key.toString());
        assertTrue(proof.toString().startsWith("SessionProof[number=1, "), proof::toString);
    }

    @Test
    void sessionKey_tag_isTheDescribedHmac() throws Exception {
        SessionProof proof = key().prove(READ, ARGUMENTS, Keys.NOW);
        byte[] context = ByteBuffer.allocate(15 + 32 + 32)
                .put("cnv-session-v2\0".getBytes(StandardCharsets.US_ASCII))
                .put(CHAIN.digest().bytes())
                .put(Keys.CHALLENGE)
                .array();
        byte[] session = hmac(SECRET, context);
        byte[] verb = hmac(session, READ.path().getBytes(StandardCharsets.US_ASCII));
        byte[] message = ByteBuffer.allocate(48)
                .put(ARGUMENTS.bytes())
                .putLong(proof.number())
                .putLong(Keys.NOW.getEpochSecond())
                .array();
        assertArrayEquals(hmac(verb, message), proof.tag());
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    @Test
    void sessionKey_moreVerbsThanAreRemembered_areToldApart() {
        SessionKey key = key();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 200; i++) {
                CapabilityId verb = new CapabilityId("file.read" + i);
                CapabilityId other = new CapabilityId("file.read" + (i + 64));
                SessionProof proof = key.prove(verb, ARGUMENTS, Keys.NOW);
                assertEquals(
                        Reason.POSSESSION_UNPROVEN, reason(key, proof, other, ARGUMENTS, Keys.NOW));
                assertEquals(Optional.empty(), key.check(proof, verb, ARGUMENTS, Keys.NOW));
            }
        }
    }

    @Test
    void sessionKey_proofOfAnotherCallOrTime_isRefused() {
        SessionKey key = key();
        SessionProof proof = key.prove(READ, ARGUMENTS, Keys.NOW);
        CapabilityId list = new CapabilityId("file.list");
        assertEquals(Reason.POSSESSION_UNPROVEN, reason(key, proof, list, ARGUMENTS, Keys.NOW));
        assertEquals(Reason.POSSESSION_UNPROVEN, reason(key, proof, READ, Digest.of(""), Keys.NOW));
        for (long seconds : new long[] {-31, 31}) {
            assertEquals(
                    Reason.POSSESSION_STALE,
                    reason(key, proof, READ, ARGUMENTS, Keys.NOW.plusSeconds(seconds)));
        }
        assertEquals(Optional.empty(), key.check(proof, READ, ARGUMENTS, Keys.NOW.plusSeconds(30)));
    }

    @Test
    void sessionKey_anyPartOfAProofChanged_isRefused() {
        SessionKey key = key();
        SessionProof proof = key.prove(READ, ARGUMENTS, Keys.NOW);
        byte[] tag = proof.tag();
        for (int bit = 0; bit < 8 * tag.length; bit++) {
            byte[] changed = tag.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            SessionProof forged = SessionProof.of(proof.number(), proof.timeSeconds(), changed);
            assertEquals(
                    Reason.POSSESSION_UNPROVEN, reason(key, forged, READ, ARGUMENTS, Keys.NOW));
        }
        assertEquals(
                Reason.POSSESSION_UNPROVEN,
                reason(
                        key,
                        SessionProof.of(proof.number() + 1, proof.timeSeconds(), tag),
                        READ,
                        ARGUMENTS,
                        Keys.NOW));
        assertEquals(
                Reason.POSSESSION_UNPROVEN,
                reason(
                        key,
                        SessionProof.of(proof.number(), proof.timeSeconds() + 1, tag),
                        READ,
                        ARGUMENTS,
                        Keys.NOW));
        assertEquals(
                Optional.empty(),
                key.check(
                        SessionProof.of(proof.number(), proof.timeSeconds(), tag),
                        READ,
                        ARGUMENTS,
                        Keys.NOW),
                "none of the forged ones has used the number up");
        assertThrows(IllegalArgumentException.class, () -> SessionProof.of(1, 1, new byte[31]));
    }

    @Test
    void sessionKey_ofAnotherSession_isRefused() {
        Authority bot = Keys.authority(TRUST, CHAIN, Keys.BOT);
        Authority alice = Keys.authority(TRUST, Keys.aliceChain(), Keys.ALICE);
        byte[] otherSecret = new byte[32];
        otherSecret[0] = 1;
        byte[] otherChallenge = new byte[32];
        otherChallenge[0] = 1;
        SessionProof proof = key().prove(READ, ARGUMENTS, Keys.NOW);
        assertEquals(Optional.empty(), key().check(proof, READ, ARGUMENTS, Keys.NOW));
        for (SessionKey other : List.of(
                SessionKey.agree(alice, Keys.CHALLENGE, SECRET),
                SessionKey.agree(bot, otherChallenge, SECRET),
                SessionKey.agree(bot, Keys.CHALLENGE, otherSecret))) {
            assertEquals(
                    Reason.POSSESSION_UNPROVEN, reason(other, proof, READ, ARGUMENTS, Keys.NOW));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> SessionKey.agree(bot, Keys.CHALLENGE, new byte[31]));
    }

    @Test
    void sessionKey_manyThreads_eachProofHoldsForOne() throws Exception {
        SessionKey key = key();
        List<SessionProof> proofs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            proofs.add(key.prove(READ, ARGUMENTS, Keys.NOW));
        }
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                counts.add(threads.submit(() -> {
                    start.await();
                    int held = 0;
                    for (SessionProof proof : proofs) {
                        held += key.check(proof, READ, ARGUMENTS, Keys.NOW).isEmpty() ? 1 : 0;
                    }
                    return held;
                }));
            }
            start.countDown();
            int held = 0;
            for (Future<Integer> count : counts) {
                held += count.get();
            }
            assertEquals(proofs.size(), held);
        }
    }

    @Test
    void replayWindow_outOfOrder_holdsWithin1024() {
        ReplayWindow window = new ReplayWindow();
        assertFalse(window.first(0));
        assertFalse(window.first(-1));
        assertTrue(window.first(2000));
        assertTrue(window.first(977));
        assertFalse(window.first(977));
        assertFalse(window.first(976), "has fallen out");
        assertTrue(window.first(1999));
        assertFalse(window.first(2000));
        assertTrue(window.first(2001));
        assertFalse(window.first(977), "has fallen out by now");
        assertTrue(window.first(Long.MAX_VALUE));
        assertFalse(window.first(Long.MAX_VALUE));
        assertTrue(window.first(Long.MAX_VALUE - 1023));
        assertFalse(window.first(Long.MAX_VALUE - 1024));
    }

    @Test
    void replayGuard_full_refusesUntilSomethingMayBeForgotten() {
        VirtualTime time = new VirtualTime(Keys.NOW);
        InMemoryReplayGuard guard = new InMemoryReplayGuard(time, 2, Duration.ofSeconds(31));
        Instant until = Keys.NOW.plusSeconds(61);
        time.advance(Duration.ofSeconds(10));
        assertTrue(guard.first(Digest.of("a"), until));
        assertFalse(guard.first(Digest.of("a"), until));
        assertTrue(guard.first(Digest.of("b"), until.plusSeconds(10)));
        assertFalse(guard.first(Digest.of("c"), until));
        time.advance(Duration.ofSeconds(51));
        assertTrue(guard.first(Digest.of("c"), until.plusSeconds(20)), "a is forgotten");
        assertFalse(guard.first(Digest.of("b"), until.plusSeconds(10)));
        assertFalse(guard.first(Digest.of("d"), Keys.NOW), "its time is over");
    }

    /** It does not know what another process has seen. */
    @Test
    void replayGuard_proofFromBeforeItsTime_isRefused() {
        InMemoryReplayGuard guard =
                new InMemoryReplayGuard(new VirtualTime(Keys.NOW), 2, Duration.ofSeconds(31));
        assertFalse(guard.first(Digest.of("a"), Keys.NOW.plusSeconds(30)));
        assertTrue(guard.first(Digest.of("a"), Keys.NOW.plusSeconds(31)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new InMemoryReplayGuard(
                        new VirtualTime(Keys.NOW), 0, Duration.ofSeconds(31)));
    }

    private static SessionKey key() {
        return SessionKey.agree(Keys.authority(TRUST, CHAIN, Keys.BOT), Keys.CHALLENGE, SECRET);
    }

    private static Reason reason(
            SessionKey key, SessionProof proof, CapabilityId verb, Digest arguments, Instant now) {
        return key.check(proof, verb, arguments, now).orElseThrow().reason();
    }

    private static PossessionProof proof(
            SigningKey key,
            Chain chain,
            CapabilityId verb,
            Digest arguments,
            String audience,
            Instant time) {
        return new Credential.Held(chain, key)
                .prove(verb, arguments, audience, time, new Random(time.getEpochSecond()));
    }

    private AuthenticationResult present(
            PossessionProof proof, CapabilityId verb, Digest arguments) {
        return verifier.authenticate(CHAIN, proof, verb, arguments, TRUST, Keys.NOW);
    }

    private Denial refused(Reason reason, PossessionProof proof, Instant now) {
        Denial denial = assertInstanceOf(
                        AuthenticationResult.Refused.class,
                        verifier.authenticate(CHAIN, proof, READ, ARGUMENTS, TRUST, now))
                .denial();
        assertEquals(reason, denial.reason());
        return denial;
    }

    private void otherCall(String part, PossessionProof proof) {
        assertEquals(
                part,
                refused(Reason.POSSESSION_OTHER_CALL, proof, Keys.NOW).details().get("part"));
    }

    private void unproven(byte[] challenge, byte[] possession) {
        Denial denial = assertInstanceOf(
                        AuthenticationResult.Refused.class,
                        verifier.authenticate(CHAIN, challenge, possession, TRUST, Keys.NOW))
                .denial();
        assertEquals(Reason.POSSESSION_UNPROVEN, denial.reason());
    }
}
