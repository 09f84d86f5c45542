package dev.cnv.runtime.registry;

/**
 * The format of a bundle of delegations, deterministic CBOR:
 *
 * <pre>{@code
 * { 1: 1,                          version of the format
 *   2: uint                        when it was made, seconds since 1970
 *   3: [ bstr, ... ]               chains, as Chain.bytes gives them
 *   4: [ bstr, ... ] }             revocation lists, see RevocationDescriptor
 *
 * signed: COSE_Sign1 over these bytes, content type application/cnv-delegations+cbor
 * }</pre>
 *
 * <p>Chains and lists carry their own signatures. That of the bundle says who put it together.
 */
public final class BundleDescriptor {

    /** The content type in the signature's header. */
    public static final String CONTENT_TYPE = "application/cnv-delegations+cbor";

    /** The version of the format. */
    public static final int VERSION = 1;

    /** The most bytes of a bundle. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    /** The most chains of a bundle. */
    public static final int MAX_CHAIN_COUNT = 10_000;

    /** The most bytes of one chain. */
    static final int MAX_CHAIN_BYTES = 64 * 1024;

    /** The most lists of a bundle. */
    public static final int MAX_LIST_COUNT = 1_024;

    static final int KEY_VERSION = 1;
    static final int KEY_CREATED = 2;
    static final int KEY_CHAINS = 3;
    static final int KEY_LISTS = 4;

    /** The last second of the year 9999. */
    static final long MAX_SECONDS = 253_402_300_799L;

    private BundleDescriptor() {}
}
