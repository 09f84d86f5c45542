package dev.cnv.runtime.capability;

/** How far a verb's effects reach. Ordered: a later constant reaches further. */
public enum EffectLevel {
    /** Changes nothing. */
    READ_ONLY,
    /** Changes state, configuration, vocabulary, security or storage of this application. */
    MUTATE,
    /** Talks to another machine. */
    NETWORK,
    /** Uses rights that ordinary callers do not have. */
    PRIVILEGED;

    /**
     * Says whether this level is enough for a verb of another level.
     *
     * @param needed the verb's level
     * @return true when this level is the same or reaches further
     */
    public boolean covers(EffectLevel needed) {
        return compareTo(needed) >= 0;
    }
}
