package dev.cnv.audit.report;

import dev.cnv.audit.report.ComplianceReport.Basis;
import dev.cnv.audit.report.Statement.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts for how many events a claim holds.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class Tally {

    private final List<Long> indices = new ArrayList<>();
    private long looked;
    private long exceptions;
    private long open;

    /**
     * Counts an event.
     *
     * @param index where it is
     * @param holds whether the claim holds for it, as far as is known
     * @param known whether enough is known
     */
    void add(long index, boolean holds, boolean known) {
        looked++;
        if (!holds) {
            exceptions++;
            if (indices.size() < Statement.MAX_INDICES) {
                indices.add(index);
            }
        } else if (!known) {
            open++;
        }
    }

    Statement statement(
            String claim, String recorded, String checked, String notChecked, Basis basis) {
        Verdict holds = exceptions > 0 ? Verdict.NO : open > 0 ? Verdict.UNKNOWN : Verdict.YES;
        return new Statement(
                claim,
                holds,
                looked,
                exceptions,
                open,
                indices,
                recorded,
                checked,
                notChecked,
                basis);
    }
}
