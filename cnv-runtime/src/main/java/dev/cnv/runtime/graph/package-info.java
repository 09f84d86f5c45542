/**
 * What verbs could do together: schemas as types with subtyping, the capability graph with its
 * queries, plans that combine verbs, and the graph as text for other tools.
 *
 * <p>{@link dev.cnv.runtime.graph.CapabilityGraph}, which {@link dev.cnv.runtime.Cnv#graph} gives,
 * is where to start; docs/graph.md is the guide.
 */
package dev.cnv.runtime.graph;
