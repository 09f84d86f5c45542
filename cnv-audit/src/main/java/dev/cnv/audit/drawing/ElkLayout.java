package dev.cnv.audit.drawing;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.WrappingStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Places boxes in layers from left to right, with ELK (after Sugiyama, Tagawa and Toda 1981). The only class
 * that needs it. Its seed is fixed, so that the same boxes and lines are placed in the same way.
 */
@EffectBoundary(
        value = Effect.READ_ONLY,
        reason = "ELK, which is not looked into, computes places in memory")
final class ElkLayout implements Layout {

    private static final double MARGIN = 24;
    private static final double BETWEEN_LAYERS = 44;
    private static final double BETWEEN_BOXES = 18;

    @Override
    public Placed place(List<Box> boxes, List<Line> lines) {
        LayoutMetaDataService.getInstance()
                .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
        ElkNode graph = graph();
        List<ElkNode> nodes = boxes.stream().map(box -> node(graph, box)).toList();
        List<ElkEdge> edges = new ArrayList<>();
        for (Line line : lines) {
            edges.add(edge(nodes.get(line.from()), nodes.get(line.to()), line.labelWidth()));
        }
        new LayeredLayoutProvider().layout(graph, new BasicProgressMonitor());
        return new Placed(
                graph.getWidth(),
                graph.getHeight(),
                nodes.stream().map(node -> new Point(node.getX(), node.getY())).toList(),
                edges.stream().map(ElkLayout::course).toList());
    }

    private static ElkNode graph() {
        ElkNode graph = ElkGraphUtil.createGraph();
        graph.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
        graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        graph.setProperty(LayeredOptions.RANDOM_SEED, 1);
        graph.setProperty(LayeredOptions.PADDING, new ElkPadding(MARGIN));
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE, BETWEEN_BOXES);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_LAYERS);
        graph.setProperty(LayeredOptions.SPACING_COMPONENT_COMPONENT, BETWEEN_BOXES);
        graph.setProperty(LayeredOptions.WRAPPING_STRATEGY, WrappingStrategy.OFF);
        graph.setProperty(LayeredOptions.ASPECT_RATIO, 1.6);
        return graph;
    }

    private static ElkNode node(ElkNode graph, Box box) {
        ElkNode node = ElkGraphUtil.createNode(graph);
        node.setDimensions(box.width(), box.height());
        node.setProperty(
                LayeredOptions.NODE_SIZE_CONSTRAINTS, EnumSet.noneOf(SizeConstraint.class));
        return node;
    }

    private static ElkEdge edge(ElkNode from, ElkNode to, double labelWidth) {
        ElkEdge edge = ElkGraphUtil.createSimpleEdge(from, to);
        if (labelWidth > 0) {
            ElkGraphUtil.createLabel("x", edge).setDimensions(labelWidth, Layout.LABEL_HEIGHT);
        }
        return edge;
    }

    private static Course course(ElkEdge edge) {
        List<Point> points = new ArrayList<>();
        for (ElkEdgeSection section : edge.getSections()) {
            points.add(new Point(section.getStartX(), section.getStartY()));
            for (ElkBendPoint bend : section.getBendPoints()) {
                points.add(new Point(bend.getX(), bend.getY()));
            }
            points.add(new Point(section.getEndX(), section.getEndY()));
        }
        Point label = new Point(0, 0);
        for (ElkLabel text : edge.getLabels()) {
            label = new Point(text.getX(), text.getY());
        }
        return new Course(points, label);
    }
}
