package dev.cnv.runtime.certificate;

/**
 * The bytes of a signed milestone: a COSE_Sign1 structure (RFC 9052 section 4.2) whose payload is one
 * CBOR map in the form of {@link dev.cnv.runtime.canonical.CborDescriptor}. The signature is checked
 * before the payload is parsed.
 *
 * <pre>
 *  COSE_Sign1, content type application/cnv-milestone+cbor, signed by the runtime's own key
 *  payload: map
 *   key  value             is
 *   0    0                 version of this format
 *   1    text              issuer: the runtime's name, may be empty
 *   2    16 bytes          invocation
 *   3    text              correlation
 *   4    text              capability
 *   5    text              version of the verb
 *   6    [5 text]          agent, agent type, tenant, principal kind, root
 *   7    32 bytes, absent  SHA-256 of the call's arguments as recorded
 *   8    integer           ordinal among the call's milestones, from 0
 *   9    text              name
 *  10    32 bytes          SHA-256 of the canonical value
 *  11    32 bytes          link: SHA-256 of the link before it and the value's SHA-256
 *  12    16 bytes          id of the decision's event: the first link before is the SHA-256 of its text
 *  13    integer           reached, milliseconds since 1970
 *  14    integer           signed, milliseconds since 1970
 *  15    [integer, 32 bytes]  decision: index in the ledger, hash of its leaf
 *  16    [integer, 32 bytes]  milestone: index in the ledger, hash of its leaf
 * </pre>
 *
 * An unknown key, a key out of order, a missing key and everything behind the map are refused.
 */
public final class MilestoneDescriptor {

    /** The content type in the protected header. */
    public static final String CONTENT_TYPE = "application/cnv-milestone+cbor";

    /** The version of the format. */
    public static final int VERSION = 0;

    /** The largest signed milestone, in bytes. */
    public static final int MAX_BYTES = 16 * 1024;

    static final int VERSION_KEY = 0;
    static final int ISSUER = 1;
    static final int INVOCATION = 2;
    static final int CORRELATION = 3;
    static final int CAPABILITY = 4;
    static final int VERB_VERSION = 5;
    static final int CALLER = 6;
    static final int ARGUMENTS = 7;
    static final int ORDINAL = 8;
    static final int NAME = 9;
    static final int VALUE = 10;
    static final int LINK = 11;
    static final int DECISION_EVENT = 12;
    static final int REACHED = 13;
    static final int SIGNED = 14;
    static final int DECISION = 15;
    static final int MILESTONE = 16;

    private MilestoneDescriptor() {}
}
