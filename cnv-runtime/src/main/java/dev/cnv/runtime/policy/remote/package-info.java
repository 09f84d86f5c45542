/**
 * Policies that are decided elsewhere: asked over a network, remembered for a while, closed on
 * faults.
 *
 * <p>{@link dev.cnv.runtime.policy.remote.RemotePolicyEngine} asks a {@link
 * dev.cnv.runtime.policy.remote.DecisionPoint}.
 */
package dev.cnv.runtime.policy.remote;
