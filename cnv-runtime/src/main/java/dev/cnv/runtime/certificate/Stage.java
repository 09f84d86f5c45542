package dev.cnv.runtime.certificate;

/** How far a call's proof has come. Ordered: each stage is reached only from the one before it. */
public enum Stage {
    /** Decoded and attributed to a caller; nothing is checked. */
    UNCHECKED,
    /** The policy permits it. */
    POLICY_CHECKED,
    /** The caller's chain grants it, and all it requires is in reach. */
    CAPABILITY_CHECKED,
    /** Window, digest and schemas hold: the verb may run. */
    VERIFIED
}
