package dev.cnv.runtime.certificate;

/** How far a call's proof has come. Ordered: each stage is reached only from the one before it. */
public enum Stage {
    /** Decoded and attributed to a caller; nothing is checked. */
    UNCHECKED(0),
    /** The policy permits it. */
    POLICY_CHECKED(1),
    /** The caller's chain grants it, and all it requires is in reach. */
    CAPABILITY_CHECKED(2),
    /** Window, digest and schemas hold: the verb may run. */
    VERIFIED(3);

    private final int position;

    Stage(int position) {
        this.position = position;
    }

    /** {@return how many stages come before it} */
    public int position() {
        return position;
    }
}
