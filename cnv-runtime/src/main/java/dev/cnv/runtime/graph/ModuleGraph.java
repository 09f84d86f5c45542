package dev.cnv.runtime.graph;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The graph of a module's verbs, found by its compiler. It is only believed of verbs whose schemas
 * have the digests that it names; see {@link GraphBuilder#compiled}.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class ModuleGraph {

    /** The resource that holds a module's graph. */
    public static final String PATH = ModuleGraphDescriptor.PATH;

    /** An edge between places of nodes. */
    record Edge(EdgeType type, int from, int to, int cost) {}

    /**
     * A verb of the module.
     *
     * @param id its capability
     * @param handler the binary name of the annotated class
     * @param input the digest of the schema of what it takes
     * @param output the digest of the schema of what it returns
     * @param streams whether it returns a stream of that
     */
    public record Node(
            CapabilityId id, String handler, Digest input, Digest output, boolean streams) {}

    private final boolean complete;
    private final List<Node> nodes;
    private final List<Edge> edges;

    ModuleGraph(boolean complete, List<Node> nodes, List<Edge> edges) {
        this.complete = complete;
        this.nodes = List.copyOf(nodes);
        this.edges = List.copyOf(edges);
    }

    /**
     * Reads a graph.
     *
     * @param in bytes in the form of the resource, at most 64 MiB; the caller closes it
     * @return the graph
     * @throws ModuleGraphRefusedException when the bytes are none, or beyond a limit
     * @throws UncheckedIOException when the stream fails
     */
    public static ModuleGraph read(InputStream in) {
        try {
            return new ModuleGraphReader(in.readNBytes(ModuleGraphDescriptor.MAX_BYTES + 1)).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The verbs.
     *
     * @return nodes, sorted by id
     */
    public List<Node> nodes() {
        return nodes;
    }

    /**
     * Whether all edges {@link EdgeType#PRODUCES} between the verbs are known.
     *
     * @return false when none is
     */
    public boolean complete() {
        return complete;
    }

    List<Edge> edges() {
        return edges;
    }
}
