package dev.cnv.audit.difference;

/** Part of a policy lies outside of what is translated for the solver. */
final class UntranslatableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UntranslatableException(String message) {
        super(message);
    }
}
