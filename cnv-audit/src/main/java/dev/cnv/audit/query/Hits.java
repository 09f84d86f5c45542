package dev.cnv.audit.query;

import dev.cnv.runtime.governance.LedgerException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Turns places of lines into hits: reads the line, asks the filters, hands it on until the reader has
 * enough.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class Hits {

    /** How many lines are looked at before it is asked again whether that was enough. */
    private static final long BLOCK = 4_096;

    private final Lines lines;
    private final EventQuery query;
    private final Predicate<EventHit> reader;
    private final LineFacts facts = new LineFacts();

    Hits(Lines lines, EventQuery query, Predicate<EventHit> reader) {
        this.lines = lines;
        this.query = query;
        this.reader = reader;
    }

    /** Takes a line that the index proposes; {@return whether to go on}. */
    boolean at(long index, long segment, long offsetBytes) {
        byte[] line = lines.at(segment, offsetBytes);
        facts.read(line, 0, line.length);
        if (facts.index() != index) {
            throw new LedgerException(
                    "record=" + index + " is not where the index of events says: segment=" + segment
                            + " offsetBytes=" + offsetBytes + " has record " + facts.index()
                            + "; delete the folder " + EventIndex.FOLDER + ", it is built anew",
                    null);
        }
        return !query.matches(facts) || reader.test(new EventHit(facts, line));
    }

    /** Looks through lines in order; {@return the index of the line that comes next}. */
    long forward(long from, long to) {
        List<EventHit> found = new ArrayList<>();
        long next = from;
        long end;
        do {
            end = next > to - BLOCK ? to : next + BLOCK;
            found.clear();
            next = next < end ? scan(next, end, found) : end;
            for (EventHit hit : found) {
                if (!reader.test(hit)) {
                    return hit.index() + 1;
                }
            }
        } while (next == end && next < to);
        return next;
    }

    /** Looks through lines against their order; {@return false when the reader has enough}. */
    boolean backward(long from, long to) {
        long end = Math.min(to, lines.scan(from, to, (_, _, _, _, _, _) -> {}));
        while (end > from) {
            long begin = Math.max(from, end - BLOCK);
            List<EventHit> found = new ArrayList<>();
            scan(begin, end, found);
            for (EventHit hit : found.reversed()) {
                if (!reader.test(hit)) {
                    return false;
                }
            }
            end = begin;
        }
        return true;
    }

    private long scan(long from, long to, List<EventHit> found) {
        return lines.scan(from, to, (index, _, _, buffer, offset, length) -> {
            facts.read(buffer, offset, length);
            if (query.matches(facts)) {
                byte[] line = new byte[length];
                System.arraycopy(buffer, offset, line, 0, length);
                found.add(new EventHit(facts, line));
            }
        });
    }
}
