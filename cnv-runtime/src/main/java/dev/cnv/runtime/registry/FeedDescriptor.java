package dev.cnv.runtime.registry;

/**
 * The format of a page of a registry's feed: COSE_Sign1 by the source's key, content type {@value
 * #CONTENT_TYPE}, over deterministic CBOR:
 *
 * <pre>{@code
 * page  = { 1: 1,                  version of the format
 *           2: bstr .size 16,      the nonce of the question
 *           3: uint / nil,         the sequence that a snapshot was taken at; nil for changes
 *           4: uint,               the first sequence asked for; in a snapshot, the first entry's number
 *           5: [ entry, ... ],     in ascending order
 *           6: uint,               where to ask next
 *           7: uint }              behind the newest change; in a snapshot, how many entries it has
 * entry = [ uint, 1, parent, tstr ]        a token in base64url, and the digest of the one above it or nil
 *       / [ uint, 2, bstr ]                a revocation list, see RevocationDescriptor
 *       / [ uint, 3, tstr, [ digest, ... ] ]   revoked by the source's operator, and why
 *       / [ uint, 4, [ digest, ... ] ]     removed, since their time was over
 * }</pre>
 *
 * <p>Tokens and lists carry their own signatures. That of the page says whose feed it is, and its nonce
 * that it is no answer to an earlier question.
 */
public final class FeedDescriptor {

    /** The content type in the signature's header. */
    public static final String CONTENT_TYPE = "application/cnv-delegation-feed+cbor";

    /** The version of the format. */
    public static final int VERSION = 1;

    /** The most bytes of a page. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    /** The most entries of a page. */
    public static final int MAX_ENTRY_COUNT = 1_024;

    /** The length of a question's nonce. */
    public static final int NONCE_BYTES = 16;

    /** What a source puts on a page before it begins another; one entry more fits in any case. */
    static final int FULL_BYTES = 2 * 1024 * 1024;

    /** The longest text of why a token was revoked, in bytes. */
    static final int MAX_WHY_BYTES = 64 * 1024;

    static final int KEY_VERSION = 1;
    static final int KEY_NONCE = 2;
    static final int KEY_SNAPSHOT = 3;
    static final int KEY_FROM = 4;
    static final int KEY_ENTRIES = 5;
    static final int KEY_NEXT = 6;
    static final int KEY_END = 7;

    static final int TOKEN = 1;
    static final int LIST = 2;
    static final int REVOKED = 3;
    static final int EXPIRED = 4;

    private FeedDescriptor() {}
}
