package dev.cnv.annotations;

/** How strictly a verb's calls are isolated from other calls. */
public enum Isolation {
    /** Calls share the process, its threads and its state. */
    SHARED,
    /** Each tenant has its own permits, queue and executor. */
    TENANT_ISOLATED,
    /**
     * A process of its own for each verb and tenant, with the rights of the application. If the runtime
     * cannot do this, it refuses to start.
     */
    FULLY_ISOLATED,
    /**
     * A process of its own on which the operating system enforces the contract's limits: one folder, and
     * no network unless the effects say so. If the runtime cannot do this, it refuses to start.
     */
    SANDBOXED
}
