package dev.cnv.runtime.delegation;

import java.time.Duration;

/**
 * The bytes of proofs that a caller has the key of a chain's last holder, version 1.
 *
 * <pre>
 * one call, from anywhere: PossessionProof
 *   text    = "cnv-possession-v1:" base64url(message)
 *   message = COSE_Sign1(content type "application/cnv-possession+cbor", by the holder's key)   8 KiB
 *   payload = { 1: version 1,
 *               2: chain      bstr 32, SHA-256 of the chain's bytes
 *               3: verb       text
 *               4: arguments  bstr 32, SHA-256 of the canonical arguments
 *               5: audience   text, the runtime's name, empty when it has none
 *               6: nonce      bstr 16
 *               7: time       seconds since 1970 }
 *
 * the opening of a session in one process: Credential.Held.prove
 *   message = COSE_Sign1(content type "application/cnv-session+cbor", by the holder's key)
 *   payload = { 1: version 1,
 *               2: chain      bstr 32
 *               3: audience   text
 *               4: challenge  bstr 32, the runtime's random bytes }
 *
 * one call of a session: SessionProof, 32 bytes of HMAC-SHA256 over
 *
 *    0            32       40      48
 *   +------------+--------+-------+
 *   | arguments  | number | time  |     big-endian; time in seconds; one block of SHA-256
 *   +------------+--------+-------+
 *
 *   with key of a verb  = HMAC-SHA256(key of the session, verb)
 *   key of the session  = HMAC-SHA256(32 random bytes of the runtime, "cnv-session-v2" 0 chain challenge)
 * </pre>
 */
final class PossessionDescriptor {

    static final String CONTENT_TYPE = "application/cnv-possession+cbor";
    static final String SESSION_CONTENT_TYPE = "application/cnv-session+cbor";
    static final String PREFIX = "cnv-possession-v1:";

    static final int VERSION = 1;

    /** The longest message, in bytes. */
    static final int MAX_BYTES = 8 * 1024;

    static final int NONCE_BYTES = 16;
    static final int DIGEST_BYTES = 32;

    /** How far a proof's time may be from the runtime's, before or after. */
    static final Duration WINDOW = Duration.ofSeconds(30);

    static final int KEY_VERSION = 1;
    static final int KEY_CHAIN = 2;
    static final int KEY_VERB = 3;
    static final int KEY_ARGUMENTS = 4;
    static final int KEY_AUDIENCE = 5;
    static final int KEY_NONCE = 6;
    static final int KEY_TIME = 7;

    static final int SESSION_KEY_AUDIENCE = 3;
    static final int SESSION_KEY_CHALLENGE = 4;

    static final int MAC_ARGUMENTS = 0;
    static final int MAC_NUMBER = 32;
    static final int MAC_TIME = 40;
    static final int MAC_BYTES = 48;

    static final String MAC_DOMAIN = "cnv-session-v2\0";

    private PossessionDescriptor() {}
}
