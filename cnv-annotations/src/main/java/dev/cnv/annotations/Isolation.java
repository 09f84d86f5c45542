package dev.cnv.annotations;

/** How far a verb's calls are kept apart from other calls. */
public enum Isolation {
    /** Calls share the process, its threads and its state. */
    SHARED,
    /** Each tenant has its own permits, queue and executor. */
    TENANT_ISOLATED,
    /**
     * A process of its own for each verb and tenant, with the rights of the application. Refused at start
     * where the runtime cannot give that.
     */
    FULLY_ISOLATED,
    /**
     * A process of its own that the operating system holds to the contract's limits: one folder, and no
     * network unless the effects say so. Refused at start as above.
     */
    SANDBOXED
}
