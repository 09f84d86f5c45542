package dev.cnv.runtime.crypto;

/** Why a certificate path does not vouch for a key. */
public enum CertificateFault {
    /** The path has no certificate. */
    PATH_EMPTY,
    /** The path has more certificates than allowed, or than a certificate of it allows. */
    PATH_TOO_LONG,
    /** A certificate or list cannot be read. */
    MALFORMED,
    /** The key is of no suite that CNV signs with. */
    KEY_UNSUPPORTED,
    /** A certificate begins to be good later. */
    NOT_YET_VALID,
    /** A certificate is not good any more. */
    EXPIRED,
    /** The path leads to no trusted root. */
    ROOT_NOT_TRUSTED,
    /** A signature does not hold. */
    SIGNATURE_INVALID,
    /** An issuer is not named like the certificate above. */
    NAME_CHAINING,
    /** An issuer's certificate is not one of a certificate authority. */
    NOT_A_CA,
    /** The last certificate is one of a certificate authority, which vouches for no principal. */
    NOT_A_PRINCIPAL,
    /** A key may not be used for what it is used for. */
    KEY_USAGE,
    /** A name is outside what an authority above may vouch for. */
    NAME_CONSTRAINT,
    /** A certificate was revoked. */
    REVOKED,
    /** There is no revocation list of an issuer that is good now. */
    REVOCATION_UNKNOWN,
    /** A certificate has a critical extension that is not understood. */
    EXTENSION_UNKNOWN,
    /** An algorithm is too weak, or disabled in this JVM. */
    ALGORITHM_WEAK,
    /** A policy that a certificate asks for is not met. */
    POLICY,
    /** Anything else. */
    OTHER
}
