package dev.cnv.runtime.certificate;

import java.time.Duration;

/**
 * The bytes of an exported certificate: a COSE_Sign1 structure (RFC 9052 section 4.2) whose payload is
 * one CBOR map in the form of {@link dev.cnv.runtime.canonical.CborDescriptor}. The signature is
 * checked before the payload is parsed.
 *
 * <pre>
 *  COSE_Sign1, content type application/cnv-certificate+cbor, signed by the issuer's own key
 *  payload: map
 *   key  value            is
 *   0    0                version of this format
 *   1    16 bytes         id of the certificate
 *   2    text             issuer: the runtime that verified the call
 *   3    text             audience: the one runtime that may accept it
 *   4    text             capability
 *   5    text             version of the verb
 *   6    [text]           effects, by name, ascending
 *   7    32 bytes         SHA-256 of the canonical input schema
 *   8    32 bytes         SHA-256 of the canonical output schema
 *   9    32 bytes         SHA-256 of the canonical arguments
 *  10    text, or absent  the canonical arguments as JSON
 *  11    [5 text]         agent, agent type, tenant, principal kind, root
 *  12    32 bytes         digest of the caller's chain
 *  13    [[32 bytes, 32 bytes]]  the chain's tokens, root first: id, id of the issuer's key
 *  14    text             policy engine
 *  15    32 bytes         hash of the policy
 *  16    [text]           rules considered
 *  17    text, or absent  rule that decided
 *  18    integer          policy epoch of the issuer
 *  19    integer          revocation epoch of the issuer
 *  20    16 bytes         invocation with the issuer
 *  21    text             correlation
 *  22    16 bytes, absent parent invocation
 *  23    boolean          may be used once only
 *  24    boolean          dry run
 *  25    integer          issued, milliseconds since 1970
 *  26    integer          expires, milliseconds since 1970
 *  27    boolean          the chain begins with a person
 * </pre>
 *
 * An unknown key, a key out of order, a missing key and everything behind the map are refused.
 */
public final class CertificateDescriptor {

    /** The content type in the protected header. */
    public static final String CONTENT_TYPE = "application/cnv-certificate+cbor";

    /** The version of the format. */
    public static final int VERSION = 0;

    /** The largest certificate, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    /** The longest arguments that are carried, in bytes of UTF-8. */
    public static final int MAX_CARRIED_BYTES = 32 * 1024;

    /** The largest number of tokens in the chain. */
    public static final int MAX_TOKEN_COUNT = 16;

    /** The largest number of rules considered that are named; of more, the first are. */
    public static final int MAX_RULE_COUNT = 64;

    /** The longest time between issue and expiry. */
    public static final Duration MAX_LIFE = Duration.ofHours(24);

    /** How far the issuer's clock may be ahead of the one that accepts. */
    public static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(30);

    static final int VERSION_KEY = 0;
    static final int ID = 1;
    static final int ISSUER = 2;
    static final int AUDIENCE = 3;
    static final int CAPABILITY = 4;
    static final int VERB_VERSION = 5;
    static final int EFFECTS = 6;
    static final int INPUT_SCHEMA = 7;
    static final int OUTPUT_SCHEMA = 8;
    static final int ARGUMENTS = 9;
    static final int CARRIED = 10;
    static final int PRINCIPAL = 11;
    static final int CHAIN = 12;
    static final int TOKENS = 13;
    static final int ENGINE = 14;
    static final int POLICY = 15;
    static final int CONSIDERED = 16;
    static final int MATCHED = 17;
    static final int POLICY_EPOCH = 18;
    static final int REVOCATION_EPOCH = 19;
    static final int INVOCATION = 20;
    static final int CORRELATION = 21;
    static final int PARENT = 22;
    static final int SINGLE_USE = 23;
    static final int DRY_RUN = 24;
    static final int ISSUED = 25;
    static final int EXPIRES = 26;
    static final int ORIGIN_IS_PERSON = 27;

    private CertificateDescriptor() {}
}
