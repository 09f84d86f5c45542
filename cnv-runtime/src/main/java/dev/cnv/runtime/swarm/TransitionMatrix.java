package dev.cnv.runtime.swarm;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** How often each phase followed each other: as a table, CSV, JSON and a picture. Immutable. */
public final class TransitionMatrix {

    private final long[] counts;

    TransitionMatrix(long[] counts) {
        this.counts = counts.clone();
    }

    /**
     * A matrix of moves.
     *
     * @param moves the moves, each as often as it happened
     * @return the matrix
     */
    public static TransitionMatrix of(Iterable<PhaseMove> moves) {
        long[] counts = new long[Phase.COUNT * Phase.COUNT];
        moves.forEach(move -> counts[index(move.from(), move.to())]++);
        return new TransitionMatrix(counts);
    }

    private static int index(Phase from, Phase to) {
        return from.number() * Phase.COUNT + to.number();
    }

    /**
     * How often a move happened.
     *
     * @param from the phase before
     * @param to the phase after
     * @return how often
     */
    public long count(Phase from, Phase to) {
        return counts[index(from, to)];
    }

    /** {@return all moves} */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    /** {@return a table in columns for a terminal, a row for each phase before, a dot for what cannot be} */
    public String table() {
        StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "%-12s", "from \\ to"));
        for (Phase to : Phase.values()) {
            out.append(String.format(Locale.ROOT, " %11s", to));
        }
        for (Phase from : Phase.values()) {
            out.append(String.format(Locale.ROOT, "%n%-12s", from).replace("\r", ""));
            for (Phase to : Phase.values()) {
                out.append(String.format(Locale.ROOT, " %11s", shown(from, to)));
            }
        }
        return out.append('\n').toString();
    }

    private String shown(Phase from, Phase to) {
        long count = count(from, to);
        return count == 0 && !PhaseTable.allows(from, to) ? "." : Long.toString(count);
    }

    /** {@return comma-separated values (RFC 4180): {@code from,to,count}, a line for each legal move} */
    public String csv() {
        return PhaseTable.moves().stream()
                .map(move -> move.from() + "," + move.to() + "," + count(move.from(), move.to()))
                .collect(Collectors.joining("\r\n", "from,to,count\r\n", "\r\n"));
    }

    /** {@return a JSON array of objects with {@code from}, {@code to} and {@code count}, of each legal move} */
    public String json() {
        ArrayNode moves = JsonNodeFactory.instance.arrayNode();
        for (PhaseMove move : PhaseTable.moves()) {
            moves.addObject()
                    .put("from", move.from().name())
                    .put("to", move.to().name())
                    .put("count", count(move.from(), move.to()));
        }
        return moves.toString();
    }

    /**
     * A heat map: the more often, the darker. Moves that cannot be are crossed out.
     *
     * @param title any text; it is escaped
     * @return an SVG 1.1 document
     */
    public String svg(String title) {
        return new HeatMap(this).svg(title);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransitionMatrix matrix && Arrays.equals(counts, matrix.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return table();
    }
}
