package dev.cnv.runtime.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A text with signatures below it (C2SP signed-note). Nothing that it says is known to be true: see
 * {@link LogTrust#check}.
 *
 * @param text the text, which ends with a line feed
 * @param signatures the signatures, 1 to {@link #MAX_SIGNATURES}
 */
public record SignedNote(String text, List<NoteSignature> signatures) {

    /** The largest note, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    /** The largest number of signatures; the specification asks for at least 16. */
    public static final int MAX_SIGNATURES = 64;

    /**
     * Checks text and number.
     *
     * @throws NoteRefusedException when the text does not end with a line feed or has control
     *     characters, or there are no signatures or too many
     */
    public SignedNote {
        signatures = List.copyOf(signatures);
        Lines.utf8("note", text.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        if (!text.endsWith("\n")) {
            throw Lines.refused("note", "has a text without a line feed at its end");
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw Lines.refused(
                    "note", "has signatures=" + signatures.size() + ", not 1 to " + MAX_SIGNATURES);
        }
    }

    /**
     * Reads a note.
     *
     * @param bytes its bytes
     * @return the note
     * @throws NoteRefusedException when they have another form
     */
    public static SignedNote parse(byte[] bytes) {
        String note = Lines.utf8("note", bytes, MAX_BYTES);
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0) {
            throw Lines.refused("note", "has no blank line between text and signatures");
        }
        return new SignedNote(note.substring(0, blank + 1), signatures(note.substring(blank + 2)));
    }

    /**
     * Reads signature lines, as a witness answers with.
     *
     * @param lines the lines, each with its line feed
     * @return the signatures, at most {@link #MAX_SIGNATURES}
     * @throws NoteRefusedException when a line has another form, or there are more
     */
    public static List<NoteSignature> signatures(String lines) {
        Lines in = new Lines("note", lines);
        List<NoteSignature> signatures = new ArrayList<>();
        while (in.more()) {
            if (signatures.size() == MAX_SIGNATURES) {
                throw Lines.refused("note", "has more than " + MAX_SIGNATURES + " signatures");
            }
            signatures.add(NoteSignature.parse(in.next()));
        }
        return signatures;
    }

    /**
     * The note with more signatures.
     *
     * @param more the signatures; those that are there already are not added again
     * @return the note
     */
    public SignedNote with(List<NoteSignature> more) {
        Set<NoteSignature> all = new LinkedHashSet<>(signatures);
        all.addAll(more);
        return new SignedNote(text, List.copyOf(all));
    }

    /** {@return the note's bytes} */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@return the note as it stands in a file} */
    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(each -> note.append(each.line()));
        return note.toString();
    }
}
