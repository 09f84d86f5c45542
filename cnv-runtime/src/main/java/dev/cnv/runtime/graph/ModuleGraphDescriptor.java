package dev.cnv.runtime.graph;

import java.util.List;

/**
 * The graph of a module's verbs, as the compiler writes it into {@value #PATH}. Numbers are big-endian
 * and unsigned.
 *
 * <pre>{@code
 *  0       4         6       8         12        16
 *  +-------+---------+-------+---------+---------+-----------+-----------+--------+
 *  | CNVG  | version | flags | n nodes | m edges | n x node  | m x edge  | SHA256 |
 *  +-------+---------+-------+---------+---------+-----------+-----------+--------+
 *
 *        2 B            32 B    32 B     1 B       2 B
 *  node  +--------+----+-------+--------+---------+--------+---------+
 *        | length | id | input | output | streams | length | handler |
 *        +--------+----+-------+--------+---------+--------+---------+
 *
 *  edge  0      1      5    9      13
 *        +------+------+----+------+
 *        | type | from | to | cost |
 *        +------+------+----+------+
 * }</pre>
 *
 * <p>Input and output are the digests of the verb's schemas; streams is 1 if it returns a stream, else
 * 0; handler is the binary name of the annotated class, in UTF-8. Nodes are sorted by id; edges by type,
 * beginning and end, which are places of nodes. The cost of an edge {@code PRODUCES} is 1 and that of
 * the cheapest change, of others 1. The digest is of everything before it. With the flag
 * {@link #COMPLETE}, an edge {@code PRODUCES} between two of the nodes is in the file if there is one;
 * without it the file has none.
 */
final class ModuleGraphDescriptor {

    /** The resource that holds a module's graph. */
    static final String PATH = "META-INF/cnv/graph.bin";

    static final int MAGIC = 0x434e5647;
    static final int VERSION = 1;
    static final int COMPLETE = 1;
    static final int HEADER_BYTES = 16;
    static final int DIGEST_BYTES = 32;
    static final int EDGE_BYTES = 13;

    /** A node with an id and a name of one byte. */
    static final int MIN_NODE_BYTES = 2 * (2 + 1) + 2 * DIGEST_BYTES + 1;

    static final int MAX_NODES = 100_000;
    static final int MAX_EDGES = 1_000_000;
    static final int MAX_BYTES = 64 * 1024 * 1024;
    static final int MAX_NAME_BYTES = 4_096;
    static final int MAX_COST = 1 << 30;

    /** Edge types by their numbers. */
    static final List<EdgeType> TYPES =
            List.of(EdgeType.PRODUCES, EdgeType.REQUIRES, EdgeType.EQUIVALENT, EdgeType.DOMINATES);

    private ModuleGraphDescriptor() {}
}
