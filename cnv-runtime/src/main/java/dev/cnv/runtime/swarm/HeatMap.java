package dev.cnv.runtime.swarm;

import java.util.Locale;

/** A picture of a matrix of moves: the more often, the darker. Moves that cannot be are crossed out. */
record HeatMap(TransitionMatrix matrix) {

    private static final int CELL = 72;
    private static final int LEFT = 128;
    private static final int TOP = 104;
    private static final int EDGE = 16;

    /** An SVG 1.1 document with any title. */
    String svg(String title) {
        int side = Phase.COUNT * CELL + EDGE;
        String head = String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="%d" height="%d" \
                font-family="sans-serif">
                <title>%s</title>
                """, LEFT + side, TOP + side, escaped(title));
        StringBuilder out = new StringBuilder(head);
        out.append(text(EDGE, 28, "start", 16, "#000", title));
        long most = 1;
        for (Phase phase : Phase.values()) {
            int middle = phase.number() * CELL + CELL / 2;
            out.append(text(LEFT + middle, TOP - 16, "middle", 11, "#000", phase.name()));
            out.append(text(LEFT - 8, TOP + middle + 4, "end", 11, "#000", phase.name()));
            for (Phase to : Phase.values()) {
                most = Math.max(most, matrix.count(phase, to));
            }
        }
        for (Phase from : Phase.values()) {
            for (Phase to : Phase.values()) {
                out.append(cell(from, to, most));
            }
        }
        return out.append("</svg>\n").toString();
    }

    private String cell(Phase from, Phase to, long most) {
        int x = LEFT + to.number() * CELL;
        int y = TOP + from.number() * CELL;
        long count = matrix.count(from, to);
        boolean legal = PhaseTable.allows(from, to);
        // Logarithmic: the many of the usual round would leave everything else white.
        double heat = Math.log1p((double) count) / Math.log1p((double) most);
        int light = (int) Math.round(255 - 175 * heat);
        String ink = heat > 0.6 ? "#fff" : legal ? "#000" : "#bbb";
        String shown = legal || count > 0 ? Long.toString(count) : "\u00d7";
        return String.format(Locale.ROOT, """
                <rect x="%d" y="%d" width="%d" height="%d" fill="rgb(%d,%d,255)" stroke="#ccc"/>
                """, x, y, CELL, CELL, light, light)
                + text(x + CELL / 2, y + CELL / 2 + 4, "middle", 11, ink, shown);
    }

    private static String text(int x, int y, String anchor, int size, String ink, String text) {
        return String.format(Locale.ROOT, """
                <text x="%d" y="%d" text-anchor="%s" font-size="%d" fill="%s">%s</text>
                """, x, y, anchor, size, ink, escaped(text));
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
}
