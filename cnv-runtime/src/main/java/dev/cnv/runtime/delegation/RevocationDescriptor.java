package dev.cnv.runtime.delegation;

import java.time.Instant;

/**
 * The format of a revocation list, deterministic CBOR:
 *
 * <pre>{@code
 * [ bstr   the issuer's public key (SubjectPublicKeyInfo),
 *   bstr   COSE_Sign1 by that key, content type application/cnv-revocations+cbor ]
 *
 * the payload
 * { 1: 1,                       version of the format
 *   2: uint                     version of the list, from 1
 *   3: uint                     when it was signed, seconds since 1970
 *   4: [ [ bstr(32),            digest of a revoked token; ascending, none twice
 *          uint,                since when, seconds since 1970
 *          uint ], ... ] }      reason, see RevocationReason
 * }</pre>
 *
 * <p>The key stands outside because a list may come from anybody who issued a token. Which chains a list
 * reaches is decided by the key's place in each chain, so a key that is nobody's issuer reaches none.
 */
public final class RevocationDescriptor {

    /** The content type in the signature's header. */
    public static final String CONTENT_TYPE = "application/cnv-revocations+cbor";

    /** The version of the format. */
    public static final int VERSION = 1;

    /** The most entries of a list. */
    public static final int MAX_ENTRY_COUNT = 4096;

    /** The most bytes of a list, key and signature included. */
    public static final int MAX_BYTES = 256 * 1024;

    /** The most bytes of the key. */
    static final int MAX_KEY_BYTES = 8 * 1024;

    static final int KEY_VERSION = 1;
    static final int KEY_LIST_VERSION = 2;
    static final int KEY_ISSUED = 3;
    static final int KEY_ENTRIES = 4;

    /** The last second of the year 9999. */
    static final long MAX_SECONDS = 253_402_300_799L;

    private RevocationDescriptor() {}

    static void requireSeconds(String name, Instant time) {
        if (time.getNano() != 0
                || time.getEpochSecond() < 0
                || time.getEpochSecond() > MAX_SECONDS) {
            throw new IllegalArgumentException(
                    name + "=" + time + " is not a whole second of the years 1970 to 9999");
        }
    }
}
