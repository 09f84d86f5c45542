package dev.cnv.audit.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.audit.drawing.GraphDrawing.Drawn;
import dev.cnv.audit.drawing.GraphDrawing.NotDrawn;
import dev.cnv.audit.drawing.Layout.Box;
import dev.cnv.audit.drawing.Layout.Course;
import dev.cnv.audit.drawing.Layout.Line;
import dev.cnv.audit.drawing.Layout.Placed;
import dev.cnv.audit.drawing.Layout.Point;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.CapabilityNode;
import dev.cnv.runtime.graph.EdgeType;
import dev.cnv.runtime.graph.GraphBuilder;
import dev.cnv.runtime.graph.Schema;
import dev.cnv.runtime.graph.SchemaDocument;
import dev.cnv.runtime.graph.VerbSchemas;
import dev.cnv.testing.Draws;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Drawings of graphs: the same bytes, text that stays text, and nothing upon each other. */
class GraphDrawingTest {

    private static final String HOSTILE =
            "</title><script>x('a & b')</script> ]]> \u0007 \ud800 \n é";

    private static CapabilityNode verb(String id, String name, Effect... effects) {
        return verb(id, name, Optional.empty(), effects);
    }

    private static CapabilityNode verb(
            String id, String name, Optional<String> deprecation, Effect... effects) {
        return new CapabilityNode(
                new CapabilityId(id),
                name,
                "1.0.0",
                new VerbSchemas(
                        SchemaDocument.of(Schema.closed(Map.of())), SchemaDocument.of(Schema.NULL)),
                EffectSet.of(effects[0], effects),
                ContractTerms.DEFAULT,
                1,
                1,
                Set.of(),
                deprecation);
    }

    private static CapabilityId id(String path) {
        return new CapabilityId(path);
    }

    private static final List<CapabilityNode> SHOP = List.of(
            verb("shop.article.find", "Finds articles", Effect.READ_ONLY),
            verb("shop.article.price", "Says what one costs", Effect.READ_ONLY),
            verb("shop.rates.fetch", "Asks for rates", Effect.NETWORK_ACCESS),
            verb("shop.offer.make", HOSTILE, Effect.MUTATE_STATE),
            verb(
                    "shop.offer.draft",
                    "Makes an offer in the old way",
                    Optional.of("make"),
                    Effect.MUTATE_STATE),
            verb("shop.order.approve", "Approves", Effect.MUTATE_SECURITY),
            verb("shop.order.place", "Orders", Effect.MUTATE_STATE, Effect.STORAGE_WRITE),
            verb("shop.order.show", "Shows an order", Effect.READ_ONLY),
            verb("shop.mail.send", "Sends mail", Effect.NETWORK_ACCESS, Effect.MUTATE_STATE),
            verb("shop.admin.reset", "Forgets everything", Effect.PRIVILEGED));

    private static CapabilityGraph shop(List<CapabilityNode> verbs) {
        GraphBuilder builder = GraphBuilder.empty();
        verbs.forEach(builder::add);
        return builder.edge(id("shop.article.find"), EdgeType.PRODUCES, id("shop.article.price"))
                .edge(id("shop.article.price"), EdgeType.PRODUCES, id("shop.offer.make"))
                .edge(id("shop.article.price"), EdgeType.PRODUCES, id("shop.offer.draft"))
                .edge(id("shop.rates.fetch"), EdgeType.PRODUCES, id("shop.offer.make"))
                .edge(id("shop.offer.make"), EdgeType.PRODUCES, id("shop.order.place"))
                .edge(id("shop.order.approve"), EdgeType.PRODUCES, id("shop.order.place"))
                .edge(id("shop.order.place"), EdgeType.REQUIRES, id("shop.order.show"))
                .edge(id("shop.order.place"), EdgeType.PRODUCES, id("shop.mail.send"))
                .edge(id("shop.offer.draft"), EdgeType.EQUIVALENT, id("shop.offer.make"))
                .edge(id("shop.mail.send"), EdgeType.custom("undone-by"), id("shop.admin.reset"))
                .edge(id("shop.admin.reset"), EdgeType.REQUIRES, id("shop.order.approve"))
                .build();
    }

    private static String drawn(CapabilityGraph graph) {
        return assertInstanceOf(Drawn.class, GraphDrawing.svg(graph, graph.edgeTypes()))
                .svg();
    }

    private static Document parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void svg_everyShapeAndStroke_isAsKept() {
        GoldenFile.assertMatches(GraphDrawingTest.class, "shop.svg", drawn(shop(SHOP)));
    }

    @Test
    void svg_sameGraphOtherwiseBuilt_hasTheSameBytes() {
        String first = drawn(shop(SHOP));
        assertEquals(first, drawn(shop(SHOP.reversed())));
        assertEquals(first, drawn(shop(SHOP)));
    }

    @Test
    void svg_hostileName_staysText() throws Exception {
        Document document = parsed(drawn(shop(SHOP)));
        assertEquals(0, document.getElementsByTagName("script").getLength());
        Element root = document.getDocumentElement();
        assertEquals("img", root.getAttribute("role"));
        assertEquals("cnv-title cnv-desc", root.getAttribute("aria-labelledby"));
        NodeList titles = document.getElementsByTagName("title");
        assertEquals("Capability graph: 10 verbs, 11 edges", titles.item(0).getTextContent());
        List<String> all = new ArrayList<>();
        for (int i = 0; i < titles.getLength(); i++) {
            all.add(titles.item(i).getTextContent());
        }
        assertTrue(
                all.contains(
                        "shop.offer.make 1.0.0: </title><script>x('a & b')</script> ]]> \ufffd \ufffd"
                                + "   é (MUTATE_STATE)"),
                all::toString);
        String words = document.getElementsByTagName("desc").item(0).getTextContent();
        assertTrue(words.contains("uses special rights: shop.admin.reset."), words);
        assertTrue(words.contains("2 edges of type REQUIRES."), words);
    }

    @Test
    void svg_fewerTypes_legendHasThemAlone() {
        CapabilityGraph graph = shop(SHOP);
        String svg = assertInstanceOf(
                        Drawn.class, GraphDrawing.svg(graph, Set.of(EdgeType.REQUIRES)))
                .svg();
        assertTrue(svg.contains("REQUIRES: needs leave"), svg);
        assertFalse(svg.contains("PRODUCES: makes"), svg);
    }

    @Test
    void svg_emptyGraph_isDrawn() throws Exception {
        String svg = drawn(CapabilityGraph.empty());
        assertEquals(0, parsed(svg).getElementsByTagName("text").getLength());
    }

    @Test
    void svg_tooLargeOrWithoutLibrary_isNotDrawnAndSaysWhy() {
        GraphBuilder builder = GraphBuilder.empty();
        for (int i = 0; i <= GraphDrawing.MAX_VERB_COUNT; i++) {
            builder.add(verb("many.v" + i, "One of many", Effect.READ_ONLY));
        }
        CapabilityGraph large = builder.build();
        assertTrue(
                assertInstanceOf(NotDrawn.class, GraphDrawing.svg(large, Set.of(EdgeType.PRODUCES)))
                        .why()
                        .startsWith("verbCount=401 and edgeCount=0 are more than 400 and 2000"));
        CapabilityGraph graph = shop(SHOP);
        Layout missing = (_, _) -> {
            throw new NoClassDefFoundError("org/eclipse/elk/graph/ElkNode");
        };
        assertTrue(assertInstanceOf(
                        NotDrawn.class, GraphDrawing.draw(graph, graph.edgeTypes(), missing))
                .why()
                .contains("ELK, which lays graphs out, is missing"));
    }

    record Case(List<Box> boxes, List<Line> lines) {

        static Case draw(Draws draws) {
            List<Box> boxes = new ArrayList<>();
            int size = draws.between(1, 12);
            for (int i = 0; i < size; i++) {
                boxes.add(new Box(draws.between(40, 300), 40));
            }
            Set<List<Integer>> pairs =
                    new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
            for (int i = draws.between(0, 20); i > 0; i--) {
                pairs.add(List.of(draws.between(0, size - 1), draws.between(0, size - 1)));
            }
            List<Line> lines = new ArrayList<>();
            pairs.forEach(pair ->
                    lines.add(new Line(pair.get(0), pair.get(1), draws.rarely(4) ? 50 : 0)));
            return new Case(boxes, lines);
        }
    }

    /** 100 cases, of some milliseconds each. */
    @Test
    void place_anyGraph_boxesApartAndLinesBetweenTheirOwn() {
        Property.named("graph-layout").oneIn(100).check(Case::draw, c -> {
            Placed placed = new ElkLayout().place(c.boxes(), c.lines());
            assertEquals(placed, new ElkLayout().place(c.boxes(), c.lines()));
            for (int i = 0; i < c.boxes().size(); i++) {
                for (int j = 0; j < i; j++) {
                    assertTrue(apart(c, placed, i, j), i + " upon " + j);
                }
            }
            for (int i = 0; i < c.lines().size(); i++) {
                Course course = placed.courses().get(i);
                Line line = c.lines().get(i);
                assertTrue(touches(c, placed, line.from(), course.points().getFirst()));
                assertTrue(touches(c, placed, line.to(), course.points().getLast()));
            }
        });
    }

    private static boolean apart(Case c, Placed placed, int i, int j) {
        Point one = placed.corners().get(i);
        Point other = placed.corners().get(j);
        return one.x() + c.boxes().get(i).width() <= other.x()
                || other.x() + c.boxes().get(j).width() <= one.x()
                || one.y() + c.boxes().get(i).height() <= other.y()
                || other.y() + c.boxes().get(j).height() <= one.y();
    }

    private static boolean touches(Case c, Placed placed, int box, Point end) {
        Point corner = placed.corners().get(box);
        double x = end.x() - corner.x();
        double y = end.y() - corner.y();
        return x >= -0.5
                && y >= -0.5
                && x <= c.boxes().get(box).width() + 0.5
                && y <= c.boxes().get(box).height() + 0.5;
    }
}
