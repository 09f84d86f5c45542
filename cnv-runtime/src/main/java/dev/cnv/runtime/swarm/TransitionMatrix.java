package dev.cnv.runtime.swarm;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How often each phase followed each other: as a table, CSV, JSON and a picture. Immutable. */
public final class TransitionMatrix {

    private static final int CELL = 72;
    private static final int MARGIN = 128;
    private static final int HEAD = 64;

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
        return lines(move -> move.from() + "," + move.to() + "," + count(move.from(), move.to()))
                .collect(Collectors.joining("\r\n", "from,to,count\r\n", "\r\n"));
    }

    /** {@return a JSON array of objects with {@code from}, {@code to} and {@code count}, of each legal move} */
    public String json() {
        return lines(move -> "{\"from\":\"" + move.from() + "\",\"to\":\"" + move.to()
                        + "\",\"count\":" + count(move.from(), move.to()) + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static Stream<String> lines(Function<PhaseMove, String> line) {
        return PhaseTable.moves().stream().map(line);
    }

    /**
     * A heat map: the more often, the darker. Moves that cannot be are crossed out.
     *
     * @param title any text; it is escaped
     * @return an SVG 1.1 document
     */
    public String svg(String title) {
        int width = MARGIN + Phase.COUNT * CELL + 16;
        int height = HEAD + 40 + Phase.COUNT * CELL + 16;
        StringBuilder out = new StringBuilder()
                .append("<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"")
                .append(width)
                .append("\" height=\"")
                .append(height)
                .append("\" font-family=\"sans-serif\" font-size=\"11\">\n")
                .append("<title>")
                .append(escaped(title))
                .append("</title>\n")
                .append(text(16, 28, "start", "#000", title)
                        .replace("<text ", "<text font-size=\"16\" "));
        for (Phase phase : Phase.values()) {
            int at = phase.number() * CELL + CELL / 2;
            out.append(text(MARGIN + at, HEAD + 24, "middle", "#000", phase.name()));
            out.append(text(MARGIN - 8, HEAD + 44 + at, "end", "#000", phase.name()));
        }
        long most = Math.max(1, Arrays.stream(counts).max().orElse(1));
        for (Phase from : Phase.values()) {
            for (Phase to : Phase.values()) {
                cell(out, from, to, most);
            }
        }
        return out.append("</svg>\n").toString();
    }

    private void cell(StringBuilder out, Phase from, Phase to, long most) {
        int x = MARGIN + to.number() * CELL;
        int y = HEAD + 40 + from.number() * CELL;
        long count = count(from, to);
        // Logarithmic: the many of the usual round would leave everything else white.
        double heat = Math.log1p((double) count) / Math.log1p((double) most);
        int light = (int) Math.round(255 - 175 * heat);
        out.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"rgb(%d,%d,255)\""
                        + " stroke=\"#ccc\"/>\n",
                x,
                y,
                CELL,
                CELL,
                light,
                light));
        boolean legal = PhaseTable.allows(from, to);
        String ink = heat > 0.6 ? "#fff" : legal ? "#000" : "#bbb";
        String shown = legal || count > 0 ? Long.toString(count) : "\u00d7";
        out.append(text(x + CELL / 2, y + CELL / 2 + 4, "middle", ink, shown));
    }

    private static String text(int x, int y, String anchor, String ink, String text) {
        return "<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\" fill=\"" + ink
                + "\">" + escaped(text) + "</text>\n";
    }

    /** What XML 1.0 cannot hold at all becomes the replacement character. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
        return out.toString();
    }

    private static boolean allowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
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
