package dev.cnv.audit.query;

import java.util.List;

/** A ledger of events that were never written. */
public final class FakeLog {

    private FakeLog() {}

    /** Of pairs: a type and the members of an event as JSON. */
    public static EventLog of(List<String> pairs) {
        return new EventLog(inMemory(pairs));
    }

    /** The bytes of its lines. */
    public static List<byte[]> lines(List<String> pairs) {
        return inMemory(pairs).lines;
    }

    private static LinesInMemory inMemory(List<String> pairs) {
        LinesInMemory lines = new LinesInMemory();
        for (int i = 0; i < pairs.size(); i += 2) {
            lines.append(pairs.get(i), pairs.get(i + 1));
        }
        return lines;
    }
}
