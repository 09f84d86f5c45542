package dev.cnv.runtime.swarm;

import java.util.EnumMap;
import java.util.Map;

/**
 * One pass over the words of a table.
 *
 * <p>An epoch only grows, until it wraps after 2<sup>31</sup> moves of one swarm, for which no two passes
 * leave time. So two passes with the same sum of epochs over the same rows have met each row in the same
 * epoch; then every phase that the second pass read held at the moment between them. That is not said of
 * agents, whose counts go up and down within an epoch.
 */
final class TableScan {

    private final int[] swarms = new int[Phase.COUNT];
    private int rows;
    private long epochs;
    private long agents;
    private long failed;

    private TableScan() {}

    static TableScan of(SwarmState state, int rows) {
        TableScan scan = new TableScan();
        scan.rows = rows;
        for (int row = 0; row < rows; row++) {
            scan.add(state.word(row));
        }
        return scan;
    }

    private void add(long word) {
        epochs += SwarmWord.epoch(word);
        if (SwarmWord.stage(word) != SwarmWord.FREE) {
            swarms[SwarmWord.phase(word).number()]++;
            agents += SwarmWord.agents(word);
            failed += SwarmWord.failed(word);
        }
    }

    boolean sameMoves(TableScan other) {
        return rows == other.rows && epochs == other.epochs;
    }

    TableView view(boolean atOneMoment) {
        Map<Phase, Integer> counts = new EnumMap<>(Phase.class);
        int all = 0;
        for (Phase phase : Phase.values()) {
            counts.put(phase, swarms[phase.number()]);
            all += swarms[phase.number()];
        }
        return new TableView(counts, all, agents, failed, atOneMoment);
    }
}
