/**
 * Who can reach which verb: a chain, a policy and the graph, asked together and without a call.
 *
 * <p>{@link dev.cnv.runtime.reach.Reach}, which {@link dev.cnv.runtime.Cnv#reach} gives, is the
 * answer for one caller.
 */
package dev.cnv.runtime.reach;
