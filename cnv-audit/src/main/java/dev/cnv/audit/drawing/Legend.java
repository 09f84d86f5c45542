package dev.cnv.audit.drawing;

import static dev.cnv.audit.drawing.SvgText.escaped;
import static dev.cnv.audit.drawing.SvgText.number;

import dev.cnv.audit.drawing.Layout.Point;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.graph.EdgeType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the shapes and strokes of a picture mean: only those that it has, in rows below it.
 *
 * @param svg the legend
 * @param bottom where the drawing ends below it
 */
record Legend(String svg, double bottom) {

    private static final double MARGIN = 24;
    private static final double ROW = 26;
    private static final double SAMPLE = 36;
    private static final double GAP = 24;
    private static final double CHARACTER = 6.05;
    private static final double SAMPLE_HEIGHT = 16;

    /** A shape or a stroke, and what it means. */
    private sealed interface Item {

        String words();

        record Shape(EffectLevel level, boolean changes) implements Item {
            @Override
            public String words() {
                return Strokes.words(level);
            }
        }

        record Note(String words) implements Item {}

        record Stroke(EdgeType type) implements Item {
            @Override
            public String words() {
                return Strokes.isLabelled(type)
                        ? type.name()
                        : type.name() + ": " + Strokes.words(type);
            }
        }
    }

    static Legend of(Picture picture, double width, double top) {
        StringBuilder out = new StringBuilder("<g class=\"cnv-legend\">\n");
        double y = row(
                out,
                picture.levels().stream().map(level -> shape(picture, level)).toList(),
                width,
                top);
        y = row(out, picture.types().stream().<Item>map(Item.Stroke::new).toList(), width, y);
        y = row(out, notes(picture), width, y);
        return new Legend(out.append("</g>\n").toString(), y + MARGIN - 8);
    }

    private static List<Item> notes(Picture picture) {
        List<Item> notes = new ArrayList<>();
        if (picture.verbs().stream().anyMatch(Picture.Verb::mutating)) {
            notes.add(new Item.Note("thick outline: changes something"));
        }
        if (picture.verbs().stream().anyMatch(Picture.Verb::deprecated)) {
            notes.add(new Item.Note("dotted outline: deprecated"));
        }
        return notes;
    }

    private static Item shape(Picture picture, EffectLevel level) {
        Stream<Picture.Verb> verbs = picture.verbs().stream().filter(verb -> verb.level() == level);
        return new Item.Shape(level, verbs.allMatch(Picture.Verb::mutating));
    }

    /** Writes items from left to right, in a new row where one is full; says where the last one ends. */
    private static double row(StringBuilder out, List<Item> items, double width, double top) {
        if (items.isEmpty()) {
            return top;
        }
        double x = MARGIN;
        double y = top;
        for (Item item : items) {
            double length = sample(item) + item.words().length() * CHARACTER;
            if (x > MARGIN && x + length > width - MARGIN) {
                x = MARGIN;
                y += ROW;
            }
            item(out, item, new Point(x, y + (ROW - SAMPLE_HEIGHT) / 2));
            x += length + GAP;
        }
        return y + ROW;
    }

    private static double sample(Item item) {
        return item instanceof Item.Note ? 0 : SAMPLE + 8;
    }

    private static void item(StringBuilder out, Item item, Point corner) {
        double middle = corner.y() + SAMPLE_HEIGHT / 2;
        double left = corner.x() + sample(item);
        switch (item) {
            case Item.Note _ -> {
                // Words alone.
            }
            case Item.Shape(EffectLevel level, boolean changes) ->
                out.append("<g class=\"cnv-verb\"><path class=\"")
                        .append(Strokes.name(level))
                        .append(changes ? " cnv-changes" : "")
                        .append("\" d=\"")
                        .append(Strokes.outline(level, corner, SAMPLE, SAMPLE_HEIGHT))
                        .append("\"/></g>");
            case Item.Stroke(EdgeType type) ->
                out.append("<g class=\"cnv-edge\"><path d=\"")
                        .append(Strokes.course(List.of(
                                new Point(corner.x(), middle),
                                new Point(corner.x() + SAMPLE, middle))))
                        .append("\" ")
                        .append(Strokes.line(type))
                        .append("/></g>");
        }
        out.append("<text x=\"")
                .append(number(left))
                .append("\" y=\"")
                .append(number(middle + 3.5))
                .append("\" class=\"cnv-note\">")
                .append(escaped(item.words()))
                .append("</text>\n");
    }
}
