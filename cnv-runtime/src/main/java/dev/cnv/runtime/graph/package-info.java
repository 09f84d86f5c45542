/**
 * What verbs could do together: schemas as types with subtyping, the capability graph with its
 * queries, plans that combine verbs, and the graph as text for other tools.
 */
package dev.cnv.runtime.graph;
