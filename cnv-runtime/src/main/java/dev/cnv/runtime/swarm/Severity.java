package dev.cnv.runtime.swarm;

/** How bad something is, from the least on. */
public enum Severity {
    /** Worth knowing. */
    INFO,
    /** Worth a look. */
    WARNING,
    /** Worth getting up for. */
    CRITICAL
}
