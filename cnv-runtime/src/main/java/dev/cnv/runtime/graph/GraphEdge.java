package dev.cnv.runtime.graph;

import java.util.Map;

/**
 * An edge of a graph.
 *
 * @param from where it begins
 * @param type what it says
 * @param to where it ends
 * @param weight what following it costs, at least 0
 * @param metadata what else is known about it
 */
public record GraphEdge(
        NodeId from, EdgeType type, NodeId to, double weight, Map<String, String> metadata) {}
