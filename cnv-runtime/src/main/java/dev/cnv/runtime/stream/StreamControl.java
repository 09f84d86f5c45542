package dev.cnv.runtime.stream;

/** What the one who holds a stream may ask of the call behind it. */
public enum StreamControl {
    /** Lets the verb stand where it next says something; its deadline and timeout go on. */
    PAUSE,
    /** Lets it go on. */
    RESUME,
    /** Cancels the call: the handler is interrupted, and the outcome is recorded. */
    CANCEL,
    /** Changes nothing, and says how the stream stands. */
    STATUS
}
