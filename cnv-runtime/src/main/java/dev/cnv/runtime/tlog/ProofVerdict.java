package dev.cnv.runtime.tlog;

/** What checking a proof comes to. A wrong proof is an answer, never an exception. */
public sealed interface ProofVerdict {

    /** The proof holds. */
    record Holds() implements ProofVerdict {}

    /**
     * The proof does not hold.
     *
     * @param fault why
     * @param message the same in words, with the values
     */
    record Refused(LogFault fault, String message) implements ProofVerdict {}

    /** {@return whether the proof holds} */
    default boolean holds() {
        return this instanceof Holds;
    }

    /**
     * A proof that does not hold.
     *
     * @param fault why
     * @param message the same in words
     * @return the verdict
     */
    static ProofVerdict refused(LogFault fault, String message) {
        return new Refused(fault, message);
    }
}
