package dev.cnv.audit.drawing;

import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.EdgeType;
import java.util.Set;

/**
 * A capability graph as an SVG document (SVG 2, without scripts and without anything from elsewhere). Verbs are
 * boxes whose shape says how far their effects reach, edges are lines whose stroke says their type, and a
 * legend says which is which. Every box has a {@code title}; the whole has a {@code title} and a {@code
 * desc}. Equal graphs have equal bytes, under one version of ELK.
 *
 * <p>ELK lays the graph out, and is optional: it needs {@code org.eclipse.elk.alg.layered}, {@code
 * org.eclipse.xtext.xbase.lib} and {@code com.google.common} on the module path.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class GraphDrawing {

    /** The largest number of verbs that are drawn; beyond it nobody finds anything in a drawing. */
    public static final int MAX_VERB_COUNT = 400;

    /** The largest number of edges that are drawn. */
    public static final int MAX_EDGE_COUNT = 2_000;

    /** What became of a drawing. */
    public sealed interface Result {}

    /**
     * It is drawn.
     *
     * @param svg the document
     */
    public record Drawn(String svg) implements Result {}

    /**
     * It is not drawn.
     *
     * @param why the reason
     */
    public record NotDrawn(String why) implements Result {}

    private GraphDrawing() {}

    /**
     * Draws a graph.
     *
     * @param graph the graph
     * @param types the types of edges to show
     * @return the drawing; none when the graph is too large, or ELK is not there or fails
     */
    public static Result svg(CapabilityGraph graph, Set<EdgeType> types) {
        // A lambda: a reference would link the class out here, where nothing is guarded.
        return draw(graph, types, (boxes, lines) -> new ElkLayout().place(boxes, lines));
    }

    static Result draw(CapabilityGraph graph, Set<EdgeType> types, Layout layout) {
        Picture picture = Picture.of(graph, types);
        int edges = picture.edges().size();
        if (graph.size() > MAX_VERB_COUNT || edges > MAX_EDGE_COUNT) {
            return new NotDrawn("verbCount=" + graph.size() + " and edgeCount=" + edges
                    + " are more than " + MAX_VERB_COUNT + " and " + MAX_EDGE_COUNT
                    + "; show fewer types of edges, or export as DOT or GraphML");
        }
        try {
            return new Drawn(new SvgWriter(picture).write(layout));
        } catch (LinkageError | RuntimeException e) {
            return new NotDrawn("ELK, which lays graphs out, is missing or failed: " + e);
        }
    }
}
