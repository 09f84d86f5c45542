package dev.cnv.runtime.telemetry;

/** What became of an attempt to use a certificate up. */
public enum CertificateUse {
    /** It is used. */
    CLAIMED,
    /** It was used before, or could not be remembered as used. */
    REFUSED,
    /** It was claimed and given back, since the verb did not begin. */
    RELEASED
}
