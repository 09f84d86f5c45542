package dev.cnv.runtime.tlog;

/** A text is no key, no note, no checkpoint or no proof in the form of its specification. */
public final class NoteRefusedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    NoteRefusedException(String message) {
        super(message);
    }
}
