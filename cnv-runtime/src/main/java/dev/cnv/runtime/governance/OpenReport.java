package dev.cnv.runtime.governance;

import java.util.List;

/**
 * What opening a ledger for writing found.
 *
 * @param records how many records the ledger had
 * @param bytesCut how many bytes of an unfinished batch were cut from the end
 * @param warnings one sentence for each thing that an operator should know
 */
public record OpenReport(long records, long bytesCut, List<String> warnings) {

    /** Copies the list. */
    public OpenReport {
        warnings = List.copyOf(warnings);
    }
}
