package dev.cnv.runtime.certificate;

/**
 * The bytes of a signed receipt: a COSE_Sign1 structure (RFC 9052 section 4.2) whose payload is one
 * CBOR map in the form of {@link dev.cnv.runtime.canonical.CborDescriptor}. The signature is checked
 * before the payload is parsed.
 *
 * <pre>
 *  COSE_Sign1, content type application/cnv-receipt+cbor, signed by the runtime's own key
 *  payload: map
 *   key  value            is
 *   0    0                version of this format
 *   1    text             issuer: the runtime's name, may be empty
 *   2    16 bytes         invocation
 *   3    text             correlation
 *   4    16 bytes, absent parent invocation
 *   5    text             capability
 *   6    text             version of the verb, may be empty
 *   7    [text]           effects, by name
 *   8    [5 text]         agent, agent type, tenant, principal kind, root
 *   9    32 bytes, absent digest of the caller's chain
 *  10    16 bytes, absent certificate that the call was made with
 *  11    text, absent     issuer of that certificate
 *  12    32 bytes, absent hash of the policy
 *  13    [text]           rules considered
 *  14    text, absent     rule that decided
 *  15    32 bytes, absent SHA-256 of the arguments as recorded
 *  16    boolean          dry run
 *  17    text             status
 *  18    text, absent     reason
 *  19    32 bytes, absent SHA-256 of the canonical result
 *  20    integer          attempts
 *  21    integer          queued, nanoseconds
 *  22    integer          ran, nanoseconds
 *  23    integer          decided, milliseconds since 1970
 *  24    integer, absent  ended, milliseconds since 1970
 *  25    integer          signed, milliseconds since 1970
 *  26    [integer, 32 bytes]          decision: index in the ledger, hash of its leaf
 *  27    [integer, 32 bytes], absent  outcome: index in the ledger, hash of its leaf
 *  28    bytes, absent    inclusion proof
 *  29    bytes, absent    checkpoint
 * </pre>
 *
 * An unknown key, a key out of order, a missing key and everything behind the map are refused.
 */
public final class ReceiptDescriptor {

    /** The content type in the protected header. */
    public static final String CONTENT_TYPE = "application/cnv-receipt+cbor";

    /** The version of the format. */
    public static final int VERSION = 0;

    /** The largest receipt, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    /** The largest inclusion proof and the largest checkpoint, in bytes each. */
    public static final int MAX_EVIDENCE_BYTES = 16 * 1024;

    /** The largest number of rules considered that are named; of more, the first are. */
    public static final int MAX_RULE_COUNT = CertificateDescriptor.MAX_RULE_COUNT;

    static final int VERSION_KEY = 0;
    static final int ISSUER = 1;
    static final int INVOCATION = 2;
    static final int CORRELATION = 3;
    static final int PARENT = 4;
    static final int CAPABILITY = 5;
    static final int VERB_VERSION = 6;
    static final int EFFECTS = 7;
    static final int CALLER = 8;
    static final int CHAIN = 9;
    static final int CERTIFICATE = 10;
    static final int CERTIFICATE_ISSUER = 11;
    static final int POLICY = 12;
    static final int CONSIDERED = 13;
    static final int MATCHED = 14;
    static final int ARGUMENTS = 15;
    static final int DRY_RUN = 16;
    static final int STATUS = 17;
    static final int REASON = 18;
    static final int RESULT = 19;
    static final int ATTEMPTS = 20;
    static final int QUEUED = 21;
    static final int RAN = 22;
    static final int DECIDED = 23;
    static final int ENDED = 24;
    static final int SIGNED = 25;
    static final int DECISION = 26;
    static final int OUTCOME = 27;
    static final int INCLUSION = 28;
    static final int CHECKPOINT = 29;

    private ReceiptDescriptor() {}
}
