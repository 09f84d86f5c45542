package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.CapabilityNode;
import dev.cnv.runtime.graph.EdgeType;
import dev.cnv.runtime.graph.GraphBuilder;
import dev.cnv.runtime.graph.GraphExport;
import dev.cnv.runtime.graph.Schema;
import dev.cnv.runtime.graph.SchemaDocument;
import dev.cnv.runtime.graph.VerbSchemas;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Exports of a graph, read by somebody else's reader. */
class GraphExportTest {

    private static CapabilityNode named(String id, String name) {
        return new CapabilityNode(
                new CapabilityId(id),
                name,
                "1.0.0",
                new VerbSchemas(
                        SchemaDocument.of(Schema.closed(Map.of())), SchemaDocument.of(Schema.NULL)),
                EffectSet.of(Effect.READ_ONLY),
                ContractTerms.DEFAULT,
                1,
                1,
                Set.of(),
                Optional.empty());
    }

    @Test
    void graphml_hostileName_comesBack() throws Exception {
        String hostile = "a \"b\" \\ <c> & ]]> <!-- \t\r\n -->";
        CapabilityGraph graph = GraphBuilder.empty()
                .add(named("a.one", hostile))
                .add(named("a.two", "bell \u0007 and half \ud800 a pair"))
                .edge(new CapabilityId("a.one"), EdgeType.REQUIRES, new CapabilityId("a.two"))
                .build();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        String text = GraphExport.graphml(graph, graph.edgeTypes());
        Document read = factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
        assertEquals(hostile, name(read, 0));
        assertEquals("bell \ufffd and half \ufffd a pair", name(read, 1));
        Element edge = (Element) read.getElementsByTagName("edge").item(0);
        assertEquals("a.one", edge.getAttribute("source"));
        assertEquals("a.two", edge.getAttribute("target"));
    }

    private static String name(Document read, int node) {
        return read.getElementsByTagName("node").item(node).getFirstChild().getTextContent();
    }
}
