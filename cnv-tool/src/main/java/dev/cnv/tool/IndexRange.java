package dev.cnv.tool;

import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Places in a ledger as a person types them: {@code 10}, or {@code 10..20} with both ends.
 *
 * @param first the first index
 * @param last the last index
 */
record IndexRange(long first, long last) {

    /** The most records that are shown at once. */
    static final int MAX_COUNT = 10_000;

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(?:\\.\\.([0-9]{1,18}))?");

    /**
     * Reads a range.
     *
     * @throws VerbRefusedException when it is none, ends before it begins, or is too long
     */
    static IndexRange parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw refused(
                    "index=" + text + " is not an index such as 10 or a range such as 10..20");
        }
        long first = Long.parseLong(parts.group(1));
        String end = parts.group(2);
        long last = end == null ? first : Long.parseLong(end);
        if (last < first) {
            throw refused("index=" + text + " ends before it begins: give the lower index first");
        }
        if (last - first >= MAX_COUNT) {
            throw refused(
                    "index=" + text + " has more than " + MAX_COUNT + " records: ask for fewer");
        }
        return new IndexRange(first, last);
    }

    static VerbRefusedException refused(String why) {
        return new VerbRefusedException(Denial.of(Reason.PARAMETER_MALFORMED, why));
    }
}
