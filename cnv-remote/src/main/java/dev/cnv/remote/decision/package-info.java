/**
 * Policies that another runtime decides by, asked by a verb.
 *
 * <p>{@link dev.cnv.remote.decision.PolicyPoint} answers, {@link
 * dev.cnv.remote.decision.EndpointDecisionPoint} asks.
 */
package dev.cnv.remote.decision;
