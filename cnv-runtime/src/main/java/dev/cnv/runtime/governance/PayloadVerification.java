package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.util.List;

/**
 * What checking every payload of a ledger found.
 *
 * @param kept how many payloads are there
 * @param keptBytes how many bytes they have together
 * @param damaged the payloads whose bytes are not what was kept, in ascending order
 * @param missing how many payloads the records name that are not there: erased, or never kept
 * @param unfinished the payloads that are there although the last record that names them says that they
 *     were erased, in ascending order: erase them again
 */
public record PayloadVerification(
        long kept, long keptBytes, List<Digest> damaged, long missing, List<Digest> unfinished) {

    /** Copies the lists. */
    public PayloadVerification {
        damaged = List.copyOf(damaged);
        unfinished = List.copyOf(unfinished);
    }
}
