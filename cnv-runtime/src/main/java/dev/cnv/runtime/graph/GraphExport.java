package dev.cnv.runtime.graph;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A graph as text for other tools. Nodes are sorted by capability and edges by type, begin and end, so
 * that equal graphs have equal text. Names, tags and metadata are escaped for each format. Schemas and
 * contracts are not written; metadata of edges only as JSON.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class GraphExport {

    private GraphExport() {}

    /**
     * The graph in the DOT language of Graphviz.
     *
     * @param graph the graph
     * @param types the types of edges to show
     * @return the text
     */
    public static String dot(CapabilityGraph graph, Set<EdgeType> types) {
        StringBuilder out = new StringBuilder("digraph capabilities {\n  node [shape=box];\n");
        for (NodeId id : graph.ids()) {
            CapabilityNode node = graph.node(id);
            out.append("  ")
                    .append(dotText(id.capability().path()))
                    .append(" [tooltip=")
                    .append(dotText(node.name()))
                    .append(node.effects().mutating() ? ", style=bold" : "")
                    .append("];\n");
        }
        for (GraphEdge edge : edges(graph, types)) {
            out.append("  ")
                    .append(dotText(edge.from().capability().path()))
                    .append(" -> ")
                    .append(dotText(edge.to().capability().path()))
                    .append(" [label=")
                    .append(dotText(edge.type().name()))
                    .append("];\n");
        }
        return out.append("}\n").toString();
    }

    /** A quoted string of DOT; a backslash begins an escape there. */
    private static String dotText(String text) {
        return '"' + line(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * The graph as a Mermaid flow chart.
     *
     * @param graph the graph
     * @param types the types of edges to show
     * @return the text
     */
    public static String mermaid(CapabilityGraph graph, Set<EdgeType> types) {
        StringBuilder out = new StringBuilder("flowchart LR\n");
        for (NodeId id : graph.ids()) {
            out.append("  n")
                    .append(id.index())
                    .append("[\"")
                    .append(mermaidText(id.capability().path()))
                    .append("<br>")
                    .append(mermaidText(graph.node(id).name()))
                    .append("\"]\n");
        }
        for (GraphEdge edge : edges(graph, types)) {
            out.append("  n")
                    .append(edge.from().index())
                    .append(" -->|")
                    .append(edge.type().name().toLowerCase(Locale.ROOT))
                    .append("| n")
                    .append(edge.to().index())
                    .append('\n');
        }
        return out.toString();
    }

    /** Everything but letters, digits, spaces and a few marks as entity codes, which Mermaid knows. */
    private static String mermaidText(String text) {
        StringBuilder out = new StringBuilder();
        line(text).codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || " .,-".indexOf(c) >= 0) {
                out.appendCodePoint(c);
            } else {
                out.append('#').append(c).append(';');
            }
        });
        return out.toString();
    }

    /**
     * The graph in GraphML.
     *
     * @param graph the graph
     * @param types the types of edges to show
     * @return an XML document
     */
    public static String graphml(CapabilityGraph graph, Set<EdgeType> types) {
        StringBuilder out = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
                  <key id="name" for="node" attr.name="name" attr.type="string"/>
                  <key id="version" for="node" attr.name="version" attr.type="string"/>
                  <key id="effects" for="node" attr.name="effects" attr.type="string"/>
                  <key id="cost" for="node" attr.name="cost" attr.type="double"/>
                  <key id="reliability" for="node" attr.name="reliability" attr.type="double"/>
                  <key id="tags" for="node" attr.name="tags" attr.type="string"/>
                  <key id="type" for="edge" attr.name="type" attr.type="string"/>
                  <key id="weight" for="edge" attr.name="weight" attr.type="double"/>
                  <graph id="capabilities" edgedefault="directed">
                """);
        for (NodeId id : graph.ids()) {
            CapabilityNode node = graph.node(id);
            out.append("    <node id=\"").append(xml(id.capability().path())).append("\">");
            data(out, "name", node.name());
            data(out, "version", node.version());
            data(out, "effects", String.join(" ", effects(node)));
            data(out, "cost", Double.toString(node.cost()));
            data(out, "reliability", Double.toString(node.reliability()));
            data(out, "tags", String.join(" ", node.tags()));
            out.append("</node>\n");
        }
        for (GraphEdge edge : edges(graph, types)) {
            out.append("    <edge source=\"")
                    .append(xml(edge.from().capability().path()))
                    .append("\" target=\"")
                    .append(xml(edge.to().capability().path()))
                    .append("\">");
            data(out, "type", edge.type().name());
            data(out, "weight", Double.toString(edge.weight()));
            out.append("</edge>\n");
        }
        return out.append("  </graph>\n</graphml>\n").toString();
    }

    private static void data(StringBuilder out, String key, String value) {
        out.append("<data key=\"").append(key).append("\">").append(xml(value)).append("</data>");
    }

    /** Characters that XML 1.0 does not allow are replaced. */
    private static String xml(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\t', '\n', '\r' -> out.append("&#").append(c).append(';');
                default -> out.appendCodePoint(allowed(c) ? c : 0xfffd);
            }
        });
        return out.toString();
    }

    private static boolean allowed(int c) {
        return c >= ' ' && c != 0xfffe && c != 0xffff && !(c >= 0xd800 && c <= 0xdfff);
    }

    /**
     * The graph as canonical JSON: {@code {"nodes": [...], "edges": [...]}}.
     *
     * @param graph the graph
     * @param types the types of edges to show
     * @return the text
     */
    public static String json(CapabilityGraph graph, Set<EdgeType> types) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode nodes = root.putArray("nodes");
        for (NodeId id : graph.ids()) {
            node(nodes.addObject(), graph.node(id));
        }
        ArrayNode edges = root.putArray("edges");
        for (GraphEdge edge : edges(graph, types)) {
            ObjectNode out = edges.addObject();
            out.put("from", edge.from().capability().path());
            out.put("type", edge.type().name());
            out.put("to", edge.to().capability().path());
            out.put("weight", edge.weight());
            ObjectNode more = out.putObject("metadata");
            edge.metadata().forEach((key, value) -> more.put(readable(key), readable(value)));
        }
        return CanonicalJson.text(root);
    }

    private static void node(ObjectNode out, CapabilityNode node) {
        out.put("id", node.id().path());
        out.put("name", readable(node.name()));
        out.put("version", readable(node.version()));
        ArrayNode effects = out.putArray("effects");
        effects(node).forEach(effects::add);
        out.put("cost", node.cost());
        out.put("reliability", node.reliability());
        ArrayNode tags = out.putArray("tags");
        node.tags().forEach(tag -> tags.add(readable(tag)));
        node.deprecation().ifPresent(why -> out.put("deprecated", readable(why)));
    }

    private static List<String> effects(CapabilityNode node) {
        return node.effects().effects().stream().map(Effect::name).sorted().toList();
    }

    /** Canonical JSON has no lone surrogates. */
    private static String readable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .forEach(c -> out.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
        return out.toString();
    }

    private static String line(String text) {
        StringBuilder out = new StringBuilder();
        readable(text)
                .codePoints()
                .forEach(c -> out.appendCodePoint(
                        Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c));
        return out.toString();
    }

    /** Of two edges that say the same in both directions, one is enough. */
    private static List<GraphEdge> edges(CapabilityGraph graph, Set<EdgeType> types) {
        List<GraphEdge> edges = new ArrayList<>();
        for (EdgeType type : new TreeSet<>(types)) {
            for (GraphEdge edge : graph.edges(type)) {
                boolean second = type.equals(EdgeType.EQUIVALENT)
                        && edge.from().index() > edge.to().index();
                if (!second) {
                    edges.add(edge);
                }
            }
        }
        return edges;
    }
}
