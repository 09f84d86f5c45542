/**
 * Delegations and revocations of another runtime, followed by a verb.
 *
 * <p>{@link dev.cnv.remote.delegation.DelegationFeed} answers, {@link
 * dev.cnv.remote.delegation.RemoteFeed} asks.
 */
package dev.cnv.remote.delegation;
