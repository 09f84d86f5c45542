package dev.cnv.annotations;

/** One kind of side effect that a verb may have. */
public enum Effect {
    /** Reads and changes nothing. Contradicts every mutating effect. */
    READ_ONLY,
    /** Changes application state. */
    MUTATE_STATE,
    /** Changes configuration. */
    MUTATE_CONFIG,
    /** Changes the vocabulary that other verbs are described in. */
    MUTATE_ONTOLOGY,
    /** Changes who may do what: keys, roles, policies. */
    MUTATE_SECURITY,
    /** Talks to another machine. Not mutating by itself: a remote read is a read. */
    NETWORK_ACCESS,
    /** Writes to durable storage. */
    STORAGE_WRITE,
    /** Uses rights that ordinary callers of the process do not have. */
    PRIVILEGED;

    /**
     * Says whether a verb with this effect changes anything.
     *
     * @return true for every effect except {@link #READ_ONLY} and {@link #NETWORK_ACCESS}
     */
    public boolean mutating() {
        return this != READ_ONLY && this != NETWORK_ACCESS;
    }
}
