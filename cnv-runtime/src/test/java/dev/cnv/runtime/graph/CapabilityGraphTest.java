package dev.cnv.runtime.graph;

import static dev.cnv.runtime.graph.Graphs.id;
import static dev.cnv.runtime.graph.Graphs.node;
import static dev.cnv.runtime.graph.Graphs.object;
import static dev.cnv.runtime.graph.Graphs.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbDescriptor.ResultShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapabilityGraphTest {

    private static final String DIGEST = "0".repeat(64);

    private static VerbDescriptor.Builder verb(String id) {
        return VerbDescriptor.of(id, "1.0.0").effects(EffectSet.of(Effect.READ_ONLY));
    }

    private static VerbSchemas schemas(Schema input, Schema output) {
        return new VerbSchemas(SchemaDocument.of(input), SchemaDocument.of(output));
    }

    @Test
    void verbs_nameAndType_findProducers() {
        List<VerbDescriptor> verbs = List.of(
                verb("account.open").schemas(DIGEST, DIGEST),
                verb("account.close").requires("account.open").schemas(DIGEST, DIGEST),
                verb("account.rename").schemas(DIGEST, DIGEST),
                verb("number.count")
                        .returns(ValueType.INT64, ResultShape.STREAM)
                        .schemas(DIGEST, DIGEST),
                verb("number.sum").schemas(DIGEST, DIGEST));
        CapabilityGraph graph = GraphBuilder.of(
                        verbs,
                        Map.of(
                                id("account.open"),
                                schemas(object(), object("accountId", Schema.WHOLE)),
                                id("account.close"),
                                schemas(object("account-id", Schema.DECIMAL), Schema.NULL),
                                id("account.rename"),
                                schemas(object("account-id", Schema.NULL), Schema.NULL),
                                id("number.count"),
                                schemas(object(), Schema.WHOLE),
                                id("number.sum"),
                                schemas(
                                        object("count", Schema.sequence(Schema.WHOLE)),
                                        Schema.WHOLE)))
                .build();
        List<GraphEdge> edges = graph.edges(EdgeType.PRODUCES);
        assertEquals(
                List.of("account.open>account.close 2.0", "number.count>number.sum 1.0"),
                edges.stream()
                        .map(edge -> edge.from() + ">" + edge.to() + " " + edge.weight())
                        .toList());
        assertEquals(Map.of("found", "types"), edges.getFirst().metadata());
        assertEquals(
                List.of(graph.id("account.open")),
                graph.follow(EdgeType.REQUIRES).next(graph.id("account.close")));
        assertThrows(IllegalArgumentException.class, () -> GraphBuilder.of(verbs, Map.of()));
    }

    @Test
    void declaredProducer_winsOverTheFoundOne() {
        CapabilityGraph graph = GraphBuilder.empty()
                .add(node("a.make", object(), object("x", Schema.TEXT)))
                .add(node("a.take", object("x", Schema.TEXT), Schema.NULL))
                .edge(id("a.make"), EdgeType.PRODUCES, id("a.take"), 7, Map.of("by", "hand"))
                .findProducers()
                .build();
        assertEquals(1, graph.edgeCount());
        assertEquals(7, graph.edges(EdgeType.PRODUCES).getFirst().weight());
    }

    @Test
    void node_ofAnotherGraph_isRefused() {
        GraphBuilder builder = GraphBuilder.empty().add(plain("a.b"));
        CapabilityGraph one = builder.build();
        CapabilityGraph same = builder.build();
        NodeId foreign = same.id("a.b");
        GraphView view = one.follow(EdgeType.REQUIRES);
        assertThrows(IllegalArgumentException.class, () -> one.node(foreign));
        assertThrows(IllegalArgumentException.class, () -> view.reachable(foreign));
        assertThrows(
                IllegalArgumentException.class, () -> view.shortestPath(one.id("a.b"), foreign));
        assertThrows(IllegalArgumentException.class, () -> view.dominators(foreign));
        assertThrows(
                IllegalArgumentException.class,
                () -> view.closure().reaches(one.id("a.b"), foreign));
        assertThrows(IllegalArgumentException.class, () -> view.components().of(foreign));
        assertThrows(IllegalArgumentException.class, () -> Impact.of(one, foreign));
        Workspace work = same.follow(EdgeType.REQUIRES).workspace();
        assertThrows(IllegalArgumentException.class, () -> view.reachable(one.id("a.b"), work));
        assertThrows(IllegalArgumentException.class, () -> one.id("a.c"));
    }

    private static List<String> findings(GraphBuilder builder) {
        List<String> messages =
                builder.check().stream().map(GraphFinding::message).toList();
        GraphRefusedException refused = assertThrows(GraphRefusedException.class, builder::build);
        assertEquals(builder.check(), refused.findings());
        return messages;
    }

    @Test
    void check_duplicateId_isFound() {
        assertEquals(
                List.of("capability=a.b is there twice"),
                findings(GraphBuilder.empty().add(plain("a.b")).add(plain("a.b"))));
    }

    @Test
    void check_unknownRequirement_isFound() {
        assertEquals(
                List.of("a.b REQUIRES a.c: there is no capability a.c"),
                findings(GraphBuilder.empty()
                        .add(plain("a.b"))
                        .edge(id("a.b"), EdgeType.REQUIRES, id("a.c"))));
    }

    @Test
    void check_cycleOfRequirements_isFoundOnce() {
        GraphBuilder builder = GraphBuilder.empty();
        for (String name : List.of("a.a", "a.b", "a.c", "a.d")) {
            builder.add(plain(name));
        }
        builder.edge(id("a.a"), EdgeType.REQUIRES, id("a.b"))
                .edge(id("a.b"), EdgeType.REQUIRES, id("a.c"))
                .edge(id("a.c"), EdgeType.REQUIRES, id("a.a"))
                .edge(id("a.a"), EdgeType.REQUIRES, id("a.c"))
                .edge(id("a.d"), EdgeType.REQUIRES, id("a.a"));
        assertEquals(List.of("a.a REQUIRES a.c REQUIRES a.a"), findings(builder));
        assertEquals(
                List.of("a.b REQUIRES a.b"),
                findings(GraphBuilder.empty()
                        .add(plain("a.b"))
                        .edge(id("a.b"), EdgeType.REQUIRES, id("a.b"))));
        // The same cycle of another type says nothing impossible.
        assertEquals(
                List.of(),
                GraphBuilder.empty()
                        .add(plain("a.b"))
                        .edge(id("a.b"), EdgeType.PRODUCES, id("a.b"))
                        .check());
    }

    @Test
    void check_equivalence_needsTheSameTypes() {
        CapabilityNode one = node("a.b", object("x", Schema.WHOLE), Schema.NULL);
        assertEquals(
                List.of("a.b is not equivalent to a.c: its input: fits only after"
                        + " [Change[where=x, transform=INTEGER_TO_TEXT]]"),
                findings(GraphBuilder.empty()
                        .add(node("a.c", object("x", Schema.WHOLE), Schema.NULL))
                        .add(node("a.b", object("x", Schema.TEXT), Schema.NULL))
                        .edge(id("a.c"), EdgeType.EQUIVALENT, id("a.b"))));
        CapabilityGraph graph = GraphBuilder.empty()
                .add(one)
                .add(node("a.c", object("x", Schema.WHOLE), Schema.NULL))
                .edge(id("a.b"), EdgeType.EQUIVALENT, id("a.c"))
                .build();
        assertEquals(
                List.of(graph.id("a.b")), graph.follow(EdgeType.EQUIVALENT).next(graph.id("a.c")));
    }

    @Test
    void check_dominance_mustBeTrueAndStrict() {
        CapabilityNode narrow = node("a.narrow", object("x", Schema.whole(1, 2)), Schema.WHOLE);
        CapabilityNode wide = node("a.wide", object("x", Schema.WHOLE), Schema.whole(0, 9));
        GraphBuilder builder = GraphBuilder.empty().add(narrow).add(wide);
        CapabilityGraph graph =
                builder.edge(id("a.wide"), EdgeType.DOMINATES, id("a.narrow")).build();
        assertTrue(graph.dominates(graph.id("a.wide"), graph.id("a.narrow")));
        assertFalse(graph.dominates(graph.id("a.narrow"), graph.id("a.wide")));
        assertEquals(List.of(graph.id("a.narrow")), graph.dominatedBy(graph.id("a.wide")));
        assertEquals(
                List.of("a.narrow does not dominate a.wide: its input: x a number of ..,"
                        + " expected 1..2"),
                findings(GraphBuilder.empty()
                        .add(narrow)
                        .add(wide)
                        .edge(id("a.narrow"), EdgeType.DOMINATES, id("a.wide"))));
        assertEquals(
                List.of("a.b does not dominate a.c: it has no more effects and takes no more"
                        + " than the other"),
                findings(GraphBuilder.empty()
                        .add(plain("a.b"))
                        .add(plain("a.c"))
                        .edge(id("a.b"), EdgeType.DOMINATES, id("a.c"))));
        assertEquals(
                List.of("a.b does not dominate a.c: it has not the effects [MUTATE_STATE]"),
                findings(GraphBuilder.empty()
                        .add(plain("a.b"))
                        .add(node("a.c", object(), Schema.NULL, Effect.MUTATE_STATE))
                        .edge(id("a.b"), EdgeType.DOMINATES, id("a.c"))));
        assertEquals(
                List.of(),
                GraphBuilder.empty()
                        .add(plain("a.b"))
                        .add(node("a.c", object(), Schema.NULL, Effect.MUTATE_STATE))
                        .edge(id("a.c"), EdgeType.DOMINATES, id("a.b"))
                        .check());
    }

    @Test
    void follow_severalTypes_takesAllTheirEdges() {
        EdgeType own = EdgeType.custom("calls");
        CapabilityGraph graph = GraphBuilder.empty()
                .add(plain("a.a"))
                .add(plain("a.b"))
                .add(plain("a.c"))
                .edge(id("a.a"), EdgeType.REQUIRES, id("a.b"))
                .edge(id("a.a"), own, id("a.b"))
                .edge(id("a.b"), own, id("a.c"), 3, Map.of("why", "x"))
                .build();
        NodeId a = graph.id("a.a");
        NodeId c = graph.id("a.c");
        assertFalse(graph.follow(EdgeType.REQUIRES).reachable(a).contains(c));
        GraphView both = graph.follow(EdgeType.REQUIRES, own);
        assertTrue(both.reachable(a).contains(c));
        assertEquals(2, both.edges(a).size());
        assertEquals(1, both.simplePaths(a, c, 5, 10).paths().size());
        assertEquals(4, both.shortestPath(a, c, PathCost.WEIGHT).get().cost());
        assertTrue(graph.follow(EdgeType.DOMINATES).next(a).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> EdgeType.custom("REQUIRES"));
        assertThrows(IllegalArgumentException.class, () -> new EdgeType("Own"));
    }

    @Test
    void impact_requirersBreak_andConsumersStarve() {
        CapabilityGraph graph = GraphBuilder.empty()
                .add(node("x.make", object(), object("token", Schema.TEXT)))
                .add(node("x.other", object(), object("token", Schema.TEXT)))
                .add(node("x.use", object("token", Schema.TEXT), object("paper", Schema.TEXT)))
                .add(node("x.read", object("paper", Schema.TEXT), Schema.NULL))
                .add(node("y.lonely", object("gone", Schema.TEXT), Schema.NULL))
                .edge(id("x.use"), EdgeType.REQUIRES, id("x.make"))
                .edge(id("x.make"), EdgeType.EQUIVALENT, id("x.other"))
                .findProducers()
                .build();
        Impact impact = Impact.of(graph, graph.id("x.make"));
        assertEquals(List.of(graph.id("x.use")), impact.broken().ids());
        assertEquals(
                List.of(new Impact.Starved(graph.id("x.read"), List.of("paper"))),
                impact.starved());
        assertEquals(List.of(graph.id("x.other")), impact.standIns());
        Impact harmless = Impact.of(graph, graph.id("x.other"));
        assertEquals(0, harmless.broken().size());
        assertEquals(List.of(), harmless.starved());
    }

    @Test
    void memberNames_camelAndKebab_areOne() {
        for (String name : List.of("from-account", "fromAccount", "from_account", "FromAccount")) {
            assertEquals("from-account", MemberNames.form(name));
        }
        assertEquals("to-url-path", MemberNames.form("toURLPath"));
        assertEquals("x2-y", MemberNames.form("x2Y"));
    }

    @Test
    void reachable_warm_allocatesNothing() {
        GraphBuilder builder = GraphBuilder.empty();
        for (int i = 0; i < 200; i++) {
            builder.add(plain(id(i).path()));
            builder.edge(id(i), Graphs.LINK, id((i * 7 + 3) % 200));
            builder.edge(id(i), Graphs.LINK, id((i * 11 + 5) % 200));
        }
        CapabilityGraph graph = builder.build();
        GraphView view = graph.follow(Graphs.LINK);
        Workspace work = view.workspace();
        NodeId first = graph.ids().getFirst();
        NodeId last = graph.ids().getLast();
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean)
                java.lang.management.ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (int round = 0; round < 2; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 5_000; i++) {
                sum += view.reachable(first, work) + view.hops(first, last, work);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(round == 0 || allocated == 0, "allocated=" + allocated);
        }
        assertTrue(sum > 0);
    }
}
