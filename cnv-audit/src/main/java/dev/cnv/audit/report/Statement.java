package dev.cnv.audit.report;

import dev.cnv.audit.report.ComplianceReport.Basis;
import java.util.List;

/**
 * A claim about what a ledger holds, and whether it is so.
 *
 * @param claim the claim, as a sentence
 * @param holds whether it is so
 * @param looked at how many events it was tried
 * @param exceptions how many of them it does not hold for
 * @param open how many of them the ledger does not say enough about
 * @param indices the first exceptions' indices, at most {@value #MAX_INDICES}
 * @param recorded what is believed because the ledger recorded it
 * @param checked what was checked again for this report
 * @param notChecked what the claim could be taken for and does not say
 * @param basis where the events looked at are
 */
public record Statement(
        String claim,
        Verdict holds,
        long looked,
        long exceptions,
        long open,
        List<Long> indices,
        String recorded,
        String checked,
        String notChecked,
        Basis basis) {

    /** The most indices of exceptions that are listed. */
    public static final int MAX_INDICES = 100;

    /** Whether a claim is so. */
    public enum Verdict {
        /** For every event that was looked at. */
        YES,
        /** Not for some. */
        NO,
        /** There is no exception, but the ledger does not say enough about some. */
        UNKNOWN
    }

    /** Copies the list. */
    public Statement {
        indices = List.copyOf(indices);
    }
}
