package dev.cnv.audit.drawing;

import static dev.cnv.audit.drawing.SvgText.number;

import dev.cnv.audit.drawing.Layout.Point;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.graph.EdgeType;
import java.util.List;

/** What shapes and lines look like: forms first, colours second, so that nobody needs to see colours. */
final class Strokes {

    static final String STYLE = """
            <style>
            .cnv-sheet { fill: #ffffff; }
            .cnv-id { fill: #1b1f24; font-weight: bold; text-anchor: middle; }
            .cnv-effects { fill: #4c5560; font-size: 10px; text-anchor: middle; }
            .cnv-gone { text-decoration: line-through; }
            .cnv-label, .cnv-note { fill: #1b1f24; font-size: 10px; }
            .cnv-verb path { stroke-width: 1.2; }
            .cnv-verb .cnv-changes { stroke-width: 2.4; }
            .cnv-read-only { fill: #eaf3fb; stroke: #2f7fc1; }
            .cnv-mutate { fill: #fff3e2; stroke: #b85c00; }
            .cnv-network { fill: #e8f6ec; stroke: #2a7d4f; }
            .cnv-privileged { fill: #fbe9ec; stroke: #b3203a; }
            .cnv-edge path { fill: none; stroke-width: 1.4; }
            .cnv-produces { stroke: #2f7fc1; }
            .cnv-requires { stroke: #c24e00; stroke-dasharray: 7 4; }
            .cnv-equivalent { stroke: #767676; stroke-dasharray: 1.5 3.5; stroke-linecap: round; }
            .cnv-dominates { stroke: #8a55c4; stroke-width: 2.2; }
            .cnv-custom { stroke: #2a8a5f; stroke-dasharray: 9 3 2 3; }
            .cnv-old { stroke-dasharray: 3 3; }
            @media (prefers-color-scheme: dark) {
            .cnv-sheet { fill: #14181d; }
            .cnv-label, .cnv-note { fill: #e6e9ed; }
            }
            </style>
            """;

    static final String MARKERS = """
            <defs>
            <marker id="cnv-end-produces" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" \
            markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1L10 5L0 9Z" fill="#2f7fc1"/></marker>
            <marker id="cnv-end-requires" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" \
            markerUnits="userSpaceOnUse" orient="auto"><path d="M1 1L9 5L1 9" fill="none" stroke="#c24e00" \
            stroke-width="1.6"/></marker>
            <marker id="cnv-end-dominates" viewBox="0 0 12 12" refX="11" refY="6" markerWidth="13" \
            markerHeight="13" markerUnits="userSpaceOnUse" orient="auto"><path d="M1 1L11 6L1 11Z" \
            fill="#ffffff" stroke="#8a55c4" stroke-width="1.4"/></marker>
            <marker id="cnv-end-custom" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" \
            markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1L10 5L0 9Z" fill="#2a8a5f"/></marker>
            </defs>
            """;

    private static final double CUT = 10;
    private static final double BEND = 6;

    private Strokes() {}

    static String name(EffectLevel level) {
        return switch (level) {
            case READ_ONLY -> "cnv-read-only";
            case MUTATE -> "cnv-mutate";
            case NETWORK -> "cnv-network";
            case PRIVILEGED -> "cnv-privileged";
        };
    }

    static String words(EffectLevel level) {
        return switch (level) {
            case READ_ONLY -> "only reads";
            case MUTATE -> "changes the application";
            case NETWORK -> "talks to another machine";
            case PRIVILEGED -> "uses special rights";
        };
    }

    static String name(EdgeType type) {
        return switch (type.name()) {
            case "PRODUCES" -> "produces";
            case "REQUIRES" -> "requires";
            case "EQUIVALENT" -> "equivalent";
            case "DOMINATES" -> "dominates";
            default -> "custom";
        };
    }

    static String words(EdgeType type) {
        return switch (type.name()) {
            case "PRODUCES" -> "makes what the other takes";
            case "REQUIRES" -> "needs leave for the other too";
            case "EQUIVALENT" -> "does the same as the other";
            case "DOMINATES" -> "can stand in for the other";
            default -> type.name();
        };
    }

    static boolean isLabelled(EdgeType type) {
        return name(type).equals("custom");
    }

    /** A line's attributes; what is true in both directions has no end. */
    static String line(EdgeType type) {
        String name = name(type);
        String end = type.equals(EdgeType.EQUIVALENT)
                ? ""
                : " marker-end=\"url(#cnv-end-" + name + ")\"";
        return "class=\"cnv-" + name + "\"" + end;
    }

    /** The outline of a verb: round, square, pointed or cut off. */
    static String outline(EffectLevel level, Point corner, double width, double height) {
        double left = corner.x();
        double right = left + width;
        double top = corner.y();
        double bottom = top + height;
        double middle = top + height / 2;
        double cut = Math.min(CUT, height / 3);
        return switch (level) {
            case READ_ONLY -> rounded(left, top, right, bottom, height / 2);
            case MUTATE -> rounded(left, top, right, bottom, 3);
            case NETWORK ->
                polygon(
                        left + cut,
                        top,
                        right - cut,
                        top,
                        right,
                        middle,
                        right - cut,
                        bottom,
                        left + cut,
                        bottom,
                        left,
                        middle);
            case PRIVILEGED ->
                polygon(
                        left + cut,
                        top,
                        right - cut,
                        top,
                        right,
                        top + cut,
                        right,
                        bottom - cut,
                        right - cut,
                        bottom,
                        left + cut,
                        bottom,
                        left,
                        bottom - cut,
                        left,
                        top + cut);
        };
    }

    private static String rounded(
            double left, double top, double right, double bottom, double radius) {
        String arc = "A" + number(radius) + " " + number(radius) + " 0 0 1 ";
        return "M" + at(left + radius, top) + "L" + at(right - radius, top) + arc
                + at(right, top + radius) + "L" + at(right, bottom - radius) + arc
                + at(right - radius, bottom) + "L" + at(left + radius, bottom) + arc
                + at(left, bottom - radius) + "L" + at(left, top + radius) + arc
                + at(left + radius, top) + "Z";
    }

    private static String polygon(double... coordinates) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < coordinates.length; i += 2) {
            out.append(i == 0 ? 'M' : 'L').append(at(coordinates[i], coordinates[i + 1]));
        }
        return out.append('Z').toString();
    }

    /** A course with rounded bends. */
    static String course(List<Point> points) {
        StringBuilder out = new StringBuilder("M").append(at(points.getFirst()));
        for (int i = 1; i < points.size() - 1; i++) {
            Point bend = points.get(i);
            out.append('L')
                    .append(at(towards(bend, points.get(i - 1))))
                    .append('Q')
                    .append(at(bend))
                    .append(' ')
                    .append(at(towards(bend, points.get(i + 1))));
        }
        return out.append('L').append(at(points.getLast())).toString();
    }

    /** A little way from a bend to the next point, at most half of it. */
    private static Point towards(Point bend, Point other) {
        double x = other.x() - bend.x();
        double y = other.y() - bend.y();
        double length = Math.hypot(x, y);
        double part = length == 0 ? 0 : Math.min(BEND, length / 2) / length;
        return new Point(bend.x() + x * part, bend.y() + y * part);
    }

    private static String at(Point point) {
        return at(point.x(), point.y());
    }

    private static String at(double x, double y) {
        return number(x) + " " + number(y);
    }
}
