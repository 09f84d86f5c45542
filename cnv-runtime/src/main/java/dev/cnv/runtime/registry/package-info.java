/**
 * What a runtime remembers about delegated authority, rebuilt from its ledger.
 *
 * <p>{@link dev.cnv.runtime.registry.DelegationRegistry}, which {@link
 * dev.cnv.runtime.Cnv#delegations} gives, is where to start; {@link
 * dev.cnv.runtime.registry.DelegationFollower} and {@link dev.cnv.runtime.registry.FeedFollower}
 * follow that of another runtime.
 */
package dev.cnv.runtime.registry;
