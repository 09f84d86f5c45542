package dev.cnv.runtime.canonical;

/** The kinds of item that {@link CborReader} reads. */
public enum CborType {
    /** An integer of 64 bits with a sign. */
    INTEGER,
    /** A byte string. */
    BYTES,
    /** A text string. */
    TEXT,
    /** An array. */
    ARRAY,
    /** A map. */
    MAP,
    /** A tag and the item that it stands before. */
    TAG,
    /** {@code false} or {@code true}. */
    BOOLEAN,
    /** {@code null}. */
    NULL
}
