package dev.cnv.runtime.telemetry;

/** What a policy said of a call. */
public enum PolicyAnswer {
    /** The call may go on. */
    PERMIT,
    /** The call may not go on. */
    REFUSE,
    /** The call shall have other arguments. */
    REWRITE,
    /** The call is one of another verb. */
    REDIRECT
}
