package dev.cnv.runtime.governance;

import java.util.List;
import java.util.Optional;

/**
 * What opening a ledger for writing found.
 *
 * @param records how many records the ledger had; with damage, how many there are before it
 * @param bytesCut how many bytes of an unfinished batch were cut from the end
 * @param warnings one sentence for each thing that an operator should know
 * @param damage the first damage that no crash explains; the ledger takes no record then, and nothing
 *     on disk was changed
 */
public record OpenReport(
        long records, long bytesCut, List<String> warnings, Optional<LedgerDamage> damage) {

    /** Copies the list. */
    public OpenReport {
        warnings = List.copyOf(warnings);
    }
}
