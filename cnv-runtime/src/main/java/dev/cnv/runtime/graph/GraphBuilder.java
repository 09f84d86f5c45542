package dev.cnv.runtime.graph;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects the parts of a {@link CapabilityGraph}. Nothing is checked before {@link #check} or {@link
 * #build}, so that parts may come in any order.
 *
 * <p><b>Threading:</b> not safe for use by several threads.
 */
public final class GraphBuilder {

    /** The most nodes of a graph. */
    public static final int MAX_NODES = 1_000_000;

    /** The most edges of a graph; found ones count as given ones do. */
    public static final int MAX_EDGES = 4_000_000;

    private record Key(CapabilityId from, EdgeType type, CapabilityId to) {}

    private record Rest(double weight, Map<String, String> metadata) {}

    private final List<CapabilityNode> nodes = new ArrayList<>();
    private final Map<Key, Rest> edges = new LinkedHashMap<>();
    private final Map<CapabilityId, VerbDescriptor> verbs = new HashMap<>();
    private CompiledEdges compiled = CompiledEdges.none();
    private boolean findsProducers;

    private GraphBuilder() {}

    /**
     * A builder of an empty graph.
     *
     * @return a new builder
     */
    public static GraphBuilder empty() {
        return new GraphBuilder();
    }

    /**
     * A builder of the graph of verbs, of one module or of all modules of an application: their
     * declared relations, and who makes what others take.
     *
     * @param verbs the verbs
     * @param schemas their types, from {@link SchemaReader#readVerbs}
     * @return a new builder
     * @throws IllegalArgumentException when a verb has no types
     */
    public static GraphBuilder of(
            List<VerbDescriptor> verbs, Map<CapabilityId, VerbSchemas> schemas) {
        GraphBuilder builder = new GraphBuilder();
        for (VerbDescriptor verb : verbs) {
            VerbSchemas types = Optional.ofNullable(schemas.get(verb.id()))
                    .orElseThrow(() ->
                            new IllegalArgumentException("verb=" + verb.id() + " has no schemas"));
            builder.add(CapabilityNode.of(verb, types));
            builder.verbs.put(verb.id(), verb);
            verb.requires().forEach(to -> builder.edge(verb.id(), EdgeType.REQUIRES, to));
            verb.equivalentTo().forEach(to -> builder.edge(verb.id(), EdgeType.EQUIVALENT, to));
            verb.dominates().forEach(to -> builder.edge(verb.id(), EdgeType.DOMINATES, to));
        }
        return builder.findProducers();
    }

    /**
     * Adds a capability.
     *
     * @param node the capability
     * @return this
     */
    public GraphBuilder add(CapabilityNode node) {
        nodes.add(node);
        return this;
    }

    /**
     * Adds an edge of weight 1.
     *
     * @param from where it begins
     * @param type what it says
     * @param to where it ends
     * @return this
     */
    public GraphBuilder edge(CapabilityId from, EdgeType type, CapabilityId to) {
        return edge(from, type, to, 1, Map.of());
    }

    /**
     * Adds an edge, or replaces the one of the same type between the same capabilities. An {@link
     * EdgeType#EQUIVALENT} edge is added both ways.
     *
     * @param from where it begins
     * @param type what it says
     * @param to where it ends
     * @param weight what following it costs; finite, not negative
     * @param metadata what else is known about it
     * @return this
     * @throws IllegalArgumentException when the weight is out of range
     */
    public GraphBuilder edge(
            CapabilityId from,
            EdgeType type,
            CapabilityId to,
            double weight,
            Map<String, String> metadata) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight=" + weight + " of " + from + " " + type + " "
                    + to + " is not 0 or more");
        }
        Rest rest = new Rest(weight, Map.copyOf(metadata));
        edges.put(new Key(from, type, to), rest);
        if (type.equals(EdgeType.EQUIVALENT)) {
            edges.put(new Key(to, type, from), rest);
        }
        return this;
    }

    /**
     * Asks for an edge {@link EdgeType#PRODUCES} wherever a member that one capability always returns
     * can be given to another that needs one of that name, as it is or changed. Its weight is 1 and the
     * cost of the cheapest change; its metadata say {@code found=types}.
     *
     * @return this
     */
    public GraphBuilder findProducers() {
        findsProducers = true;
        return this;
    }

    /**
     * Gives what compilers found, so that it is not searched again. Of verbs whose schemas or class
     * differ from those that a graph names, nothing in it is believed; what is missing is searched.
     * The checks of {@link #check} are the same.
     *
     * @param graphs graphs of the modules that the verbs of {@link #of} are from; others do no harm
     * @return this
     */
    public GraphBuilder compiled(List<ModuleGraph> graphs) {
        compiled = CompiledEdges.of(graphs, verbs);
        return this;
    }

    /**
     * Everything that keeps {@link #build} from making a graph.
     *
     * @return the findings; empty when there is none
     */
    public List<GraphFinding> check() {
        return draft().findings();
    }

    /**
     * Makes the graph.
     *
     * @return the graph
     * @throws GraphRefusedException when {@link #check} finds anything
     */
    public CapabilityGraph build() {
        Draft draft = draft();
        if (!draft.findings().isEmpty()) {
            throw new GraphRefusedException(draft.findings());
        }
        return draft.graph();
    }

    private record Draft(List<GraphFinding> findings, CapabilityGraph graph) {}

    private Draft draft() {
        List<GraphFinding> findings = new ArrayList<>();
        if (nodes.size() > MAX_NODES) {
            findings.add(new GraphFinding.TooLarge("nodes", MAX_NODES));
            return new Draft(findings, CapabilityGraph.empty());
        }
        CapabilityNode[] sorted = nodes.toArray(CapabilityNode[]::new);
        Arrays.sort(sorted, Comparator.comparing(CapabilityNode::id));
        Map<CapabilityId, Integer> indices = new HashMap<>();
        for (int i = 0; i < sorted.length; i++) {
            if (indices.put(sorted[i].id(), i) != null) {
                findings.add(new GraphFinding.DuplicateId(sorted[i].id()));
            }
        }
        SortedMap<EdgeType, EdgeList> lists = new TreeMap<>();
        edges.forEach((key, rest) -> given(key, rest, indices, lists, findings));
        findings.addAll(compiled.findings());
        if (findsProducers && findings.isEmpty()) {
            producers(
                    sorted, indices, lists.computeIfAbsent(EdgeType.PRODUCES, _ -> new EdgeList()));
        }
        int count = lists.values().stream().mapToInt(EdgeList::count).sum();
        if (count > MAX_EDGES) {
            findings.add(new GraphFinding.TooLarge("edges", MAX_EDGES));
        }
        if (!findings.isEmpty()) {
            return new Draft(findings, CapabilityGraph.empty());
        }
        SortedMap<EdgeType, EdgeRows> rows = new TreeMap<>();
        lists.forEach((type, list) -> {
            if (list.count() > 0) {
                rows.put(type, list.rows(type, sorted.length));
            }
        });
        CapabilityGraph graph = new CapabilityGraph(sorted, rows);
        return new Draft(RelationCheck.findings(graph), graph);
    }

    private void producers(
            CapabilityNode[] sorted, Map<CapabilityId, Integer> indices, EdgeList list) {
        Set<Long> before = list.pairs();
        for (CompiledEdges.Produces edge : compiled.produces()) {
            int from = Objects.requireNonNull(indices.get(edge.from()));
            int to = Objects.requireNonNull(indices.get(edge.to()));
            if (!before.contains(EdgeList.pair(from, to))) {
                list.add(from, to, edge.weight(), ProducerSearch.FOUND);
            }
        }
        ProducerSearch.run(sorted, list, MAX_EDGES, compiled.parts(sorted));
    }

    private static void given(
            Key key,
            Rest rest,
            Map<CapabilityId, Integer> indices,
            Map<EdgeType, EdgeList> lists,
            List<GraphFinding> findings) {
        Integer from = indices.get(key.from());
        Integer to = indices.get(key.to());
        if (from == null || to == null) {
            findings.add(new GraphFinding.UnknownCapability(
                    key.from(), key.type(), key.to(), from == null ? key.from() : key.to()));
        } else {
            lists.computeIfAbsent(key.type(), _ -> new EdgeList())
                    .add(from, to, rest.weight(), rest.metadata());
        }
    }
}
