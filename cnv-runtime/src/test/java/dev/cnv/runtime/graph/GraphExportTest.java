package dev.cnv.runtime.graph;

import static dev.cnv.runtime.graph.Graphs.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GraphExportTest {

    private static final String HOSTILE = "a \"b\" \\ <c> & ]]> `d` #e; |f|\nend {g} \u2028 \u00e9";

    private static CapabilityNode named(String id, String name, String... tags) {
        return new CapabilityNode(
                id(id),
                name,
                "1.2.0",
                new VerbSchemas(
                        SchemaDocument.of(Schema.closed(Map.of())), SchemaDocument.of(Schema.NULL)),
                EffectSet.of(Effect.STORAGE_WRITE, Effect.NETWORK_ACCESS),
                ContractTerms.DEFAULT,
                2.5,
                0.75,
                Set.of(tags),
                Optional.of("use `a.two`"));
    }

    private static CapabilityGraph graph() {
        return GraphBuilder.empty()
                .add(named("a.one", HOSTILE, "money", HOSTILE))
                .add(named("a.two", "The second"))
                .add(Graphs.plain("a.three"))
                .edge(id("a.one"), EdgeType.REQUIRES, id("a.two"), 3, Map.of("why", HOSTILE))
                .edge(id("a.two"), EdgeType.EQUIVALENT, id("a.three"))
                .edge(id("a.one"), EdgeType.custom("own"), id("a.three"))
                .build();
    }

    @Test
    void export_eachFormat_isAsKept() {
        CapabilityGraph graph = graph();
        Set<EdgeType> types = graph.edgeTypes();
        GoldenFile.assertMatches(GraphExportTest.class, "graph.dot", GraphExport.dot(graph, types));
        GoldenFile.assertMatches(
                GraphExportTest.class, "graph.mmd", GraphExport.mermaid(graph, types));
        GoldenFile.assertMatches(
                GraphExportTest.class, "graph.graphml", GraphExport.graphml(graph, types));
        GoldenFile.assertMatches(
                GraphExportTest.class, "graph.json", GraphExport.json(graph, types));
    }

    @Test
    void export_fewerTypes_showsOnlyTheirEdges() {
        CapabilityGraph graph = graph();
        assertTrue(GraphExport.dot(graph, Set.of(EdgeType.REQUIRES)).contains("REQUIRES"));
        assertFalse(GraphExport.dot(graph, Set.of(EdgeType.PRODUCES)).contains("->"));
    }

    /** Whatever the names are, the JSON gives the graph back. */
    @Test
    void json_readAgain_isTheGraph() {
        Property.named("graph-json")
                .oneIn(10)
                .check(
                        draws -> {
                            GraphBuilder builder = GraphBuilder.empty();
                            int size = draws.between(1, 5);
                            for (int i = 0; i < size; i++) {
                                builder.add(named(id(i).path(), draws.text(9, HOSTILE)));
                                builder.edge(
                                        id(i),
                                        Graphs.LINK,
                                        id(draws.between(0, size - 1)),
                                        draws.between(0, 9),
                                        Map.of("k", draws.text(9, HOSTILE)));
                            }
                            return builder.build();
                        },
                        graph -> {
                            JsonNode json =
                                    StrictJson.parse(GraphExport.json(graph, graph.edgeTypes()));
                            GraphBuilder again = GraphBuilder.empty();
                            json.get("nodes")
                                    .forEach(node -> again.add(named(
                                                    node.get("id").stringValue(),
                                                    node.get("name").stringValue())
                                            .weighted(
                                                    node.get("cost").doubleValue(),
                                                    node.get("reliability").doubleValue())));
                            json.get("edges").forEach(edge -> {
                                Map<String, String> metadata = new TreeMap<>();
                                edge.get("metadata")
                                        .properties()
                                        .forEach(entry -> metadata.put(
                                                entry.getKey(), entry.getValue().stringValue()));
                                again.edge(
                                        id(edge.get("from").stringValue()),
                                        new EdgeType(edge.get("type").stringValue()),
                                        id(edge.get("to").stringValue()),
                                        edge.get("weight").doubleValue(),
                                        metadata);
                            });
                            CapabilityGraph copy = again.build();
                            assertEquals(nodes(graph), nodes(copy));
                            assertEquals(edges(graph), edges(copy));
                            assertEquals(
                                    GraphExport.json(graph, graph.edgeTypes()),
                                    CanonicalJson.text(json));
                        });
    }

    private static List<CapabilityNode> nodes(CapabilityGraph graph) {
        return graph.ids().stream().map(graph::node).toList();
    }

    private static List<String> edges(CapabilityGraph graph) {
        List<String> edges = new ArrayList<>();
        graph.edges(Graphs.LINK).forEach(edge -> edges.add(edge.toString()));
        return edges;
    }

    /** A name can neither end its string nor begin a line of its own. */
    @Test
    void dotAndMermaid_hostileNames_stayInTheirLine() {
        CapabilityGraph graph = graph();
        assertEquals(
                3 + 3 + 3, GraphExport.dot(graph, graph.edgeTypes()).lines().count());
        assertEquals(
                1 + 3 + 3, GraphExport.mermaid(graph, graph.edgeTypes()).lines().count());
        String one = GraphExport.mermaid(graph, Set.of()).lines().toList().get(1);
        assertEquals(2, one.chars().filter(c -> c == '"').count());
        assertEquals(1, one.chars().filter(c -> c == '<').count());
    }
}
