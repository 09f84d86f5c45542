package dev.cnv.audit.drawing;

import static dev.cnv.audit.drawing.SvgText.escaped;
import static dev.cnv.audit.drawing.SvgText.number;

import dev.cnv.audit.drawing.Layout.Box;
import dev.cnv.audit.drawing.Layout.Course;
import dev.cnv.audit.drawing.Layout.Line;
import dev.cnv.audit.drawing.Layout.Placed;
import dev.cnv.audit.drawing.Layout.Point;
import dev.cnv.audit.drawing.Picture.Edge;
import dev.cnv.audit.drawing.Picture.Verb;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.graph.EdgeType;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a picture as SVG. Texts are set in a font whose characters are all equally wide, so that no font has
 * to be measured; {@code textLength} holds where a font is wider.
 *
 * <p><b>Threading:</b> used by one thread, for one picture.
 */
final class SvgWriter {

    private static final double HEIGHT = 40;
    private static final double ID_CHARACTER = 7.25;
    private static final double SMALL_CHARACTER = 6.05;
    private static final double SIDE = 18;
    private static final double LEAST_WIDTH = 560;

    private final Picture picture;
    private final StringBuilder out = new StringBuilder();

    SvgWriter(Picture picture) {
        this.picture = picture;
    }

    String write(Layout layout) {
        List<Box> boxes = picture.verbs().stream()
                .map(verb -> new Box(width(verb), HEIGHT))
                .toList();
        Placed placed = layout.place(
                boxes, picture.edges().stream().map(SvgWriter::line).toList());
        double width = Math.max(placed.width(), LEAST_WIDTH);
        Legend legend = Legend.of(picture, width, placed.height());
        begin(width, legend.bottom());
        for (int i = 0; i < picture.edges().size(); i++) {
            edge(picture.edges().get(i), placed.courses().get(i));
        }
        for (int i = 0; i < picture.verbs().size(); i++) {
            verb(picture.verbs().get(i), placed.corners().get(i), boxes.get(i).width());
        }
        return out.append(legend.svg()).append("</svg>\n").toString();
    }

    private static double width(Verb verb) {
        double id = verb.id().length() * ID_CHARACTER;
        double effects = verb.effects().length() * SMALL_CHARACTER;
        return Math.max(id, effects) + 2 * SIDE;
    }

    private static Line line(Edge edge) {
        double label =
                Strokes.isLabelled(edge.type()) ? edge.type().name().length() * SMALL_CHARACTER : 0;
        return new Line(edge.from(), edge.to(), label);
    }

    private void begin(double width, double height) {
        String size = number(width) + " " + number(height);
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(size)
                .append("\" width=\"")
                .append(number(width))
                .append("\" height=\"")
                .append(number(height))
                .append("\" role=\"img\" aria-labelledby=\"cnv-title cnv-desc\"")
                .append(
                        " font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\"")
                .append(" font-size=\"12\">\n<title id=\"cnv-title\">")
                .append("Capability graph: ")
                .append(counted(picture.verbs().size(), "verb"))
                .append(", ")
                .append(counted(picture.edges().size(), "edge"))
                .append("</title>\n<desc id=\"cnv-desc\">")
                .append(escaped(description()))
                .append("</desc>\n")
                .append(Strokes.STYLE)
                .append(Strokes.MARKERS)
                .append("<rect class=\"cnv-sheet\" width=\"100%\" height=\"100%\"/>\n");
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private String description() {
        List<String> sentences = new ArrayList<>();
        for (EffectLevel level : picture.levels()) {
            List<String> ids = picture.verbs().stream()
                    .filter(verb -> verb.level() == level)
                    .map(Verb::id)
                    .toList();
            sentences.add(Strokes.words(level) + ": " + String.join(", ", ids) + ".");
        }
        for (EdgeType type : picture.types()) {
            long count = picture.edges().stream()
                    .filter(edge -> edge.type().equals(type))
                    .count();
            sentences.add(counted((int) count, "edge") + " of type " + type.name() + ".");
        }
        return String.join(" ", sentences);
    }

    private void edge(Edge edge, Course course) {
        String name = picture.verbs().get(edge.from()).id() + " " + edge.type().name() + " "
                + picture.verbs().get(edge.to()).id();
        out.append("<g class=\"cnv-edge\"><title>")
                .append(escaped(name))
                .append("</title><path d=\"")
                .append(Strokes.course(course.points()))
                .append("\" ")
                .append(Strokes.line(edge.type()))
                .append("/>");
        if (Strokes.isLabelled(edge.type())) {
            double base = course.label().y() + Layout.LABEL_HEIGHT - 4;
            text(
                    new Point(course.label().x(), base),
                    "cnv-label",
                    edge.type().name(),
                    SMALL_CHARACTER);
        }
        out.append("</g>\n");
    }

    private void verb(Verb verb, Point corner, double width) {
        double middle = corner.x() + width / 2;
        out.append("<g class=\"cnv-verb\"><title>")
                .append(escaped(verb.tooltip()))
                .append("</title>");
        out.append("<path class=\"")
                .append(Strokes.name(verb.level()))
                .append(verb.mutating() ? " cnv-changes" : "")
                .append(verb.deprecated() ? " cnv-old" : "")
                .append("\" d=\"")
                .append(Strokes.outline(verb.level(), corner, width, HEIGHT))
                .append("\"/>");
        text(
                new Point(middle, corner.y() + 17),
                verb.deprecated() ? "cnv-id cnv-gone" : "cnv-id",
                verb.id(),
                ID_CHARACTER);
        text(new Point(middle, corner.y() + 31), "cnv-effects", verb.effects(), SMALL_CHARACTER);
        out.append("</g>\n");
    }

    private void text(Point at, String name, String text, double character) {
        out.append("<text x=\"")
                .append(number(at.x()))
                .append("\" y=\"")
                .append(number(at.y()))
                .append("\" class=\"")
                .append(name)
                .append("\" textLength=\"")
                .append(number(text.length() * character))
                .append("\" lengthAdjust=\"spacingAndGlyphs\">")
                .append(escaped(text))
                .append("</text>");
    }
}
