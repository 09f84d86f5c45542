package dev.cnv.runtime.graph;

/** How much may be done to a value so that it fits. Each mode allows what those before it allow. */
enum FitMode {
    /** Nothing: subtyping. */
    EXACT,
    /** Members that the consumer does not know are left out. */
    DROPPING,
    /** Any {@link Transform}. */
    CONVERTING;

    boolean drops() {
        return this != EXACT;
    }

    boolean converts() {
        return this == CONVERTING;
    }
}
