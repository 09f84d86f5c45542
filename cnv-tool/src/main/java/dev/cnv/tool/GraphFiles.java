package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.audit.drawing.GraphDrawing;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.Composer;
import dev.cnv.runtime.graph.Composition;
import dev.cnv.runtime.graph.CompositionPlan;
import dev.cnv.runtime.graph.CompositionQuery;
import dev.cnv.runtime.graph.EdgeType;
import dev.cnv.runtime.graph.Fit;
import dev.cnv.runtime.graph.GraphDiff;
import dev.cnv.runtime.graph.GraphExport;
import dev.cnv.runtime.graph.GraphPath;
import dev.cnv.runtime.graph.GraphView;
import dev.cnv.runtime.graph.Impact;
import dev.cnv.runtime.graph.NodeId;
import dev.cnv.runtime.graph.PathCost;
import dev.cnv.runtime.graph.Schema;
import dev.cnv.runtime.graph.SchemaDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The capability graph of an application. Its verbs are those that service loading finds on the tool's own
 * path, or on {@code --path}: the application's jars and folders, separated as a class path is.
 */
public final class GraphFiles {

    /** Which edges are meant. */
    public enum Edges {
        /** Who makes what another takes. */
        PRODUCES,
        /** Who requires another. */
        REQUIRES,
        /** Who does the same as another. */
        EQUIVALENT,
        /** Who can stand in for another. */
        DOMINATES;

        private EdgeType type() {
            return new EdgeType(name());
        }
    }

    /** What is written. */
    public enum Form {
        /** For Graphviz. */
        DOT,
        /** For Markdown. */
        MERMAID,
        /** For graph editors. */
        GRAPHML,
        /** For programs. */
        JSON,
        /** For people: a drawing. Needs ELK. */
        SVG
    }

    /**
     * A verb and its neighbours.
     *
     * @param capability its id
     * @param effects what it may do
     * @param feeds those that take what it makes
     * @param requires those that a caller must be allowed too
     * @param others those that are equivalent, or that it can stand in for
     */
    public record Node(
            String capability,
            List<String> effects,
            List<String> feeds,
            List<String> requires,
            List<String> others) {}

    /**
     * A step of a way.
     *
     * @param step its number, from 0
     * @param capability the verb
     */
    public record Hop(int step, String capability) {}

    /**
     * An argument of a step of a plan.
     *
     * @param step the step's number, from 0
     * @param capability what is called; {@code (wanted)} for a wanted value
     * @param argument the argument, or the wanted value
     * @param from where its value comes from
     * @param change what is done to it
     */
    public record Wire(int step, String capability, String argument, String from, String change) {}

    /**
     * What a change means for callers.
     *
     * @param capability the verb
     * @param change the kind of change
     * @param what in words
     */
    public record Difference(String capability, String change, String what) {}

    /**
     * A verb that breaks when another is gone.
     *
     * @param capability the verb
     * @param because why
     */
    public record Broken(String capability, String because) {}

    /**
     * Shows the verbs and what they have to do with each other.
     *
     * @param capability these only; * is one word of the path, ** the rest
     * @param path the application's jars and folders; the tool's own verbs when it is left out
     * @return the verbs, sorted
     * @throws IOException when the path cannot be read
     */
    @Capability(id = "cnv.graph.show")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public List<Node> show(
            @Param(flag = 'c', defaultValue = "**") String capability,
            @Param(flag = 'p', emptyDefault = true) String path)
            throws IOException {
        CapabilityPattern pattern = TokenFiles.refusing(() -> new CapabilityPattern(capability));
        CapabilityGraph graph = VerbPath.graph(path);
        List<Node> nodes = new ArrayList<>();
        for (NodeId id : graph.ids()) {
            if (pattern.matches(id.capability())) {
                nodes.add(node(graph, id));
            }
        }
        return nodes;
    }

    private static Node node(CapabilityGraph graph, NodeId id) {
        return new Node(
                id.toString(),
                graph.node(id).effects().effects().stream()
                        .map(Enum::name)
                        .sorted()
                        .toList(),
                ends(graph, id, EdgeType.PRODUCES),
                ends(graph, id, EdgeType.REQUIRES),
                names(graph.follow(EdgeType.EQUIVALENT, EdgeType.DOMINATES).next(id)));
    }

    private static List<String> ends(CapabilityGraph graph, NodeId id, EdgeType type) {
        return names(graph.follow(type).next(id));
    }

    private static List<String> names(List<NodeId> nodes) {
        return nodes.stream().map(NodeId::toString).distinct().sorted().toList();
    }

    /**
     * Finds the shortest way from one verb to another. Refused when there is none.
     *
     * @param from where it begins
     * @param to where it ends
     * @param edges the edges that it follows
     * @param by what makes it short
     * @param path the application's jars and folders; the tool's own verbs when it is left out
     * @return the verbs on the way
     * @throws IOException when the path cannot be read
     */
    @Capability(id = "cnv.graph.path")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public List<Hop> path(
            String from,
            String to,
            @Param(flag = 'e', defaultValue = "PRODUCES") Edges edges,
            @Param(flag = 'b', defaultValue = "HOPS") PathCost by,
            @Param(flag = 'p', emptyDefault = true) String path)
            throws IOException {
        CapabilityGraph graph = VerbPath.graph(path);
        GraphView view = graph.follow(edges.type());
        GraphPath found = view.shortestPath(find(graph, from), find(graph, to), by)
                .orElseThrow(() -> VerbPath.refused(
                        "no way leads from " + from + " to " + to + " along " + edges));
        List<Hop> hops = new ArrayList<>();
        for (NodeId id : found.nodes()) {
            hops.add(new Hop(hops.size(), id.toString()));
        }
        return hops;
    }

    private static NodeId find(CapabilityGraph graph, String capability) {
        return graph.find(TokenFiles.refusing(() -> new CapabilityId(capability)))
                .orElseThrow(() -> VerbPath.refused("capability=" + capability + " is none of the "
                        + graph.size() + " verbs; cnv graph show lists them"));
    }

    /**
     * Finds the fewest verbs that make wanted values of given ones. Refused when none do. Nothing is run.
     *
     * @param given what is there, each as NAME:TYPE with the type text, integer, number or boolean
     * @param wanted what is wanted, in the same form
     * @param path the application's jars and folders; the tool's own verbs when it is left out
     * @return each argument of each step, and the wanted values
     * @throws IOException when the path cannot be read
     */
    @Capability(id = "cnv.graph.compose")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public List<Wire> compose(
            @Param(flag = 'g', minLength = 1) List<String> given,
            @Param(flag = 'w', minLength = 1) List<String> wanted,
            @Param(flag = 'p', emptyDefault = true) String path)
            throws IOException {
        CompositionQuery query = CompositionQuery.of(values(given), values(wanted));
        return switch (Composer.of(VerbPath.graph(path)).compose(query)) {
            case Composition.Planned(var _, CompositionPlan plan) -> wires(plan);
            case Composition.Impossible(List<String> missing) ->
                throw VerbPath.refused("no verbs make " + missing + " of " + given);
        };
    }

    private static Map<String, SchemaDocument> values(List<String> words) {
        Map<String, SchemaDocument> values = new LinkedHashMap<>();
        for (String word : words) {
            int colon = word.indexOf(':');
            if (colon < 1) {
                throw VerbPath.refused("value=" + word + " is not NAME:TYPE, such as path:text");
            }
            values.put(word.substring(0, colon), type(word.substring(colon + 1)));
        }
        return values;
    }

    private static SchemaDocument type(String word) {
        return SchemaDocument.of(
                switch (word) {
                    case "text" -> Schema.TEXT;
                    case "integer" -> Schema.WHOLE;
                    case "number" -> Schema.DECIMAL;
                    case "boolean" -> Schema.TRUTH;
                    default ->
                        throw VerbPath.refused(
                                "type=" + word + " is not text, integer, number or boolean");
                });
    }

    private static List<Wire> wires(CompositionPlan plan) {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            CompositionPlan.Step step = plan.steps().get(i);
            for (Map.Entry<String, CompositionPlan.Source> argument :
                    step.arguments().entrySet()) {
                wires.add(wire(i, step.node().toString(), argument));
            }
        }
        for (Map.Entry<String, CompositionPlan.Source> output : plan.outputs().entrySet()) {
            wires.add(wire(plan.steps().size(), "(wanted)", output));
        }
        return wires;
    }

    private static Wire wire(
            int step, String capability, Map.Entry<String, CompositionPlan.Source> argument) {
        String from = switch (argument.getValue()) {
            case CompositionPlan.Given one -> "given " + one.name();
            case CompositionPlan.Result result ->
                "step " + result.step() + (result.member().isEmpty() ? "" : " " + result.member());
        };
        String change = argument.getValue().fit() instanceof Fit.Transformed changed
                ? String.join(
                        ", ",
                        changed.changes().stream()
                                .map(one -> one.transform().name())
                                .toList())
                : "";
        return new Wire(step, capability, argument.getKey(), from, change);
    }

    /**
     * Says which verbs break when one is gone.
     *
     * @param capability the verb that is gone
     * @param path the application's jars and folders; the tool's own verbs when it is left out
     * @return the verbs that break, sorted
     * @throws IOException when the path cannot be read
     */
    @Capability(id = "cnv.graph.impact")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public List<Broken> impact(
            @Param(flag = 'c') String capability,
            @Param(flag = 'p', emptyDefault = true) String path)
            throws IOException {
        CapabilityGraph graph = VerbPath.graph(path);
        Impact impact = Impact.of(graph, find(graph, capability));
        List<Broken> broken = new ArrayList<>();
        for (NodeId id : impact.broken().ids()) {
            broken.add(new Broken(id.toString(), "requires it, itself or through others"));
        }
        for (Impact.Starved starved : impact.starved()) {
            broken.add(new Broken(
                    starved.node().toString(), "nobody else makes " + starved.members()));
        }
        return broken;
    }

    /**
     * Says what changed between two versions of an application, and what that means for callers.
     *
     * @param before the jars and folders of the version before
     * @param after those of the version after
     * @return the changes, sorted by capability
     * @throws IOException when a path cannot be read
     */
    @Capability(id = "cnv.graph.diff")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public List<Difference> diff(@Param(flag = 'b') String before, @Param(flag = 'a') String after)
            throws IOException {
        return GraphDiff.between(VerbPath.graph(before), VerbPath.graph(after)).changes().stream()
                .map(change -> new Difference(
                        change.capability().path(), change.type().name(), change.what()))
                .toList();
    }

    /**
     * Writes the graph for another program, or draws it.
     *
     * @param form the form; SVG is a drawing, of at most 400 verbs
     * @param edges the edges that are written; all when it is left out
     * @param path the application's jars and folders; the tool's own verbs when it is left out
     * @return the text
     * @throws IOException when the path cannot be read
     */
    @Capability(id = "cnv.graph.export")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public String export(
            @Param(flag = 'f', defaultValue = "DOT") Form form,
            @Param(flag = 'e') List<Edges> edges,
            @Param(flag = 'p', emptyDefault = true) String path)
            throws IOException {
        CapabilityGraph graph = VerbPath.graph(path);
        Set<EdgeType> types = edges.isEmpty()
                ? graph.edgeTypes()
                : new TreeSet<>(edges.stream().map(Edges::type).toList());
        return switch (form) {
            case DOT -> GraphExport.dot(graph, types);
            case MERMAID -> GraphExport.mermaid(graph, types);
            case GRAPHML -> GraphExport.graphml(graph, types);
            case JSON -> GraphExport.json(graph, types);
            case SVG -> drawn(GraphDrawing.svg(graph, types));
        };
    }

    private static String drawn(GraphDrawing.Result result) {
        return switch (result) {
            case GraphDrawing.Drawn(String svg) -> svg;
            case GraphDrawing.NotDrawn(String why) -> throw VerbPath.refused("not drawn: " + why);
        };
    }
}
