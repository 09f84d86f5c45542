package dev.cnv.runtime.identity;

/** On whose authority a call is made. */
public enum PrincipalKind {
    /** The caller's own, given by a root directly. */
    DIRECT,
    /** Somebody else's, handed on through at least one more link of a chain. */
    DELEGATED,
    /** A service's own. */
    SERVICE,
    /** The application itself. */
    SYSTEM,
    /** Nobody's: a call without credential. It has no rights. */
    ANONYMOUS
}
