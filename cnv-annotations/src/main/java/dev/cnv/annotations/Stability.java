package dev.cnv.annotations;

/** How much a verb may change from one version to the next. */
public enum Stability {
    /** May change or be removed at any time. */
    EXPERIMENTAL,
    /** May still change, with a note in the change log. */
    BETA,
    /** Changes only with a new major version. */
    STABLE
}
