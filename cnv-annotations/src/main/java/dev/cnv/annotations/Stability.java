package dev.cnv.annotations;

/** What callers may rely on from one version of a verb to the next. */
public enum Stability {
    /** May change or go at any time. */
    EXPERIMENTAL,
    /** May still change, with a note in the change log. */
    BETA,
    /** Changes only with a new major version. */
    STABLE
}
