package dev.cnv.runtime.graph;

/** What a change of a capability means for those who call it. */
public enum ChangeType {
    /** A capability is new. */
    ADDITION,
    /** It takes more, returns more precisely or does less; calls that worked still work. */
    EXTENSION,
    /** Calls that worked may fail, or do more than they did. */
    BREAKING,
    /** Callers should stop using it. */
    DEPRECATION,
    /** It is gone. */
    REMOVAL
}
