package dev.cnv.runtime.outcome;

/** The kinds of error that a call can answer with. Each {@link Reason} belongs to one. */
public enum ErrorKind {
    /** A parameter is missing, malformed or breaks its rule. */
    INVALID_INPUT,
    /** The caller may not do this. */
    PERMISSION_DENIED,
    /** A certificate, digest or ledger does not hold what it must hold. */
    INVARIANT_BREACH,
    /** The time for the call is over. */
    DEADLINE_EXCEEDED,
    /** A permit, rate or resource limit is used up. */
    GUARD_EXCEEDED,
    /** No such noun. */
    COMMAND_NOT_FOUND,
    /** The noun has no such verb. */
    VERB_NOT_FOUND,
    /** The request as a whole has the wrong form. */
    INVALID_STRUCTURE,
    /** The handler threw. */
    EXECUTION_ERROR,
    /** CNV itself failed. */
    INTERNAL_ERROR
}
