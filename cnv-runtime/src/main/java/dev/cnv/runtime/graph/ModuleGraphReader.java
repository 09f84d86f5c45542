package dev.cnv.runtime.graph;

import static dev.cnv.runtime.graph.ModuleGraphDescriptor.COMPLETE;
import static dev.cnv.runtime.graph.ModuleGraphDescriptor.DIGEST_BYTES;
import static dev.cnv.runtime.graph.ModuleGraphDescriptor.EDGE_BYTES;
import static dev.cnv.runtime.graph.ModuleGraphDescriptor.HEADER_BYTES;
import static dev.cnv.runtime.graph.ModuleGraphDescriptor.MAGIC;
import static dev.cnv.runtime.graph.ModuleGraphDescriptor.MAX_BYTES;
import static dev.cnv.runtime.graph.ModuleGraphDescriptor.MAX_COST;
import static dev.cnv.runtime.graph.ModuleGraphDescriptor.MAX_EDGES;
import static dev.cnv.runtime.graph.ModuleGraphDescriptor.MAX_NAME_BYTES;
import static dev.cnv.runtime.graph.ModuleGraphDescriptor.MAX_NODES;
import static dev.cnv.runtime.graph.ModuleGraphDescriptor.MIN_NODE_BYTES;
import static dev.cnv.runtime.graph.ModuleGraphDescriptor.TYPES;
import static dev.cnv.runtime.graph.ModuleGraphDescriptor.VERSION;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Reads the bytes of one graph of a module; nothing is allocated before its size is checked. */
final class ModuleGraphReader {

    private static final Comparator<ModuleGraph.Edge> ORDER = Comparator.comparingInt(
                    (ModuleGraph.Edge edge) -> TYPES.indexOf(edge.type()))
            .thenComparingInt(ModuleGraph.Edge::from)
            .thenComparingInt(ModuleGraph.Edge::to);

    private final byte[] bytes;
    private final ByteBuffer in;

    ModuleGraphReader(byte[] bytes) {
        this.bytes = bytes;
        this.in = ByteBuffer.wrap(bytes);
    }

    ModuleGraph read() {
        require(bytes.length <= MAX_BYTES, "bytes", bytes.length);
        require(bytes.length >= HEADER_BYTES + DIGEST_BYTES, "bytes", bytes.length);
        require(in.getInt() == MAGIC, "magic", Integer.toHexString(in.getInt(0)));
        short version = in.getShort();
        require(version == VERSION, "version", version);
        checkDigest();
        short flags = in.getShort();
        require((flags & ~COMPLETE) == 0, "flags", flags);
        int nodeCount = in.getInt();
        int edgeCount = in.getInt();
        requireRoom("nodes", nodeCount, MAX_NODES, MIN_NODE_BYTES);
        List<ModuleGraph.Node> nodes = new ArrayList<>(nodeCount);
        for (int i = 0; i < nodeCount; i++) {
            nodes.add(node());
            require(
                    i == 0 || nodes.get(i - 1).id().compareTo(nodes.get(i).id()) < 0,
                    "node",
                    nodes.get(i).id());
        }
        requireRoom("edges", edgeCount, MAX_EDGES, EDGE_BYTES);
        require(in.remaining() == edgeCount * EDGE_BYTES, "bytes left", in.remaining());
        boolean complete = (flags & COMPLETE) != 0;
        List<ModuleGraph.Edge> edges = new ArrayList<>(edgeCount);
        for (int i = 0; i < edgeCount; i++) {
            edges.add(edge(nodeCount, complete));
            require(
                    i == 0 || ORDER.compare(edges.get(i - 1), edges.get(i)) < 0,
                    "edge",
                    edges.get(i));
        }
        return new ModuleGraph(complete, nodes, edges);
    }

    private void checkDigest() {
        int end = bytes.length - DIGEST_BYTES;
        Digest expected = Digest.of(Arrays.copyOf(bytes, end));
        require(
                Arrays.equals(expected.bytes(), Arrays.copyOfRange(bytes, end, bytes.length)),
                "digest",
                "another than that of the bytes");
        in.limit(end);
    }

    private void requireRoom(String what, int count, int most, int size) {
        require(count >= 0 && count <= most && count <= in.remaining() / size, what, count);
    }

    private ModuleGraph.Node node() {
        String id = text(CapabilityId.MAX_LENGTH);
        Digest input = digest();
        Digest output = digest();
        require(in.hasRemaining(), "bytes left", 0);
        byte streams = in.get();
        require(streams == 0 || streams == 1, "streams", streams);
        String handler = text(MAX_NAME_BYTES);
        try {
            return new ModuleGraph.Node(new CapabilityId(id), handler, input, output, streams == 1);
        } catch (IllegalArgumentException e) {
            throw refused("id", id);
        }
    }

    private Digest digest() {
        return new Digest(HexFormat.of().formatHex(raw(DIGEST_BYTES)));
    }

    private String text(int most) {
        require(in.remaining() >= Short.BYTES, "bytes left", in.remaining());
        int length = Short.toUnsignedInt(in.getShort());
        require(length > 0 && length <= most, "length", length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw(length)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused("text", "no UTF-8");
        }
    }

    private byte[] raw(int length) {
        require(in.remaining() >= length, "bytes left", in.remaining());
        byte[] raw = new byte[length];
        in.get(raw);
        return raw;
    }

    private ModuleGraph.Edge edge(int nodeCount, boolean complete) {
        int type = Byte.toUnsignedInt(in.get());
        require(type < TYPES.size(), "type", type);
        int from = in.getInt();
        int to = in.getInt();
        int cost = in.getInt();
        require(from >= 0 && from < nodeCount, "from", from);
        require(to >= 0 && to < nodeCount, "to", to);
        boolean produces = TYPES.get(type).equals(EdgeType.PRODUCES);
        require(cost == 1 || (produces && cost > 1 && cost <= MAX_COST), "cost", cost);
        require(!produces || (complete && from != to), "edge", from + ">" + to);
        return new ModuleGraph.Edge(TYPES.get(type), from, to, cost);
    }

    private static void require(boolean good, String what, Object value) {
        if (!good) {
            throw refused(what, value);
        }
    }

    private static ModuleGraphRefusedException refused(String what, Object value) {
        return new ModuleGraphRefusedException(
                "a module's graph is refused: " + what + "=" + value);
    }
}
