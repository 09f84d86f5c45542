/** Who can reach which verb: a chain, a policy and the graph, asked together and without a call. */
package dev.cnv.runtime.reach;
