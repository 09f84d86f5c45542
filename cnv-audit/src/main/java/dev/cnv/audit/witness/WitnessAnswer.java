package dev.cnv.audit.witness;

import dev.cnv.runtime.tlog.NoteSignature;
import java.util.List;

/** What asking one witness comes to. */
public sealed interface WitnessAnswer {

    /** {@return the witness's name} */
    String witness();

    /**
     * It has signed, and the signatures hold.
     *
     * @param witness its name
     * @param signatures its signatures, at least one
     */
    record Signed(String witness, List<NoteSignature> signatures) implements WitnessAnswer {

        /** Copies the list. */
        public Signed {
            signatures = List.copyOf(signatures);
        }
    }

    /**
     * It has not signed.
     *
     * @param witness its name
     * @param status the HTTP status; 200 when it answered with something that is no signature of its keys
     * @param message why
     */
    record Refused(String witness, int status, String message) implements WitnessAnswer {}

    /**
     * It has not answered in time, or not at all.
     *
     * @param witness its name
     * @param message why
     */
    record Unreachable(String witness, String message) implements WitnessAnswer {}
}
