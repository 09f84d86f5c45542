package dev.cnv.runtime.registry;

import dev.cnv.runtime.governance.DelegationEvent;

/**
 * One change of a registry.
 *
 * @param sequence its place: the index of its record in the ledger. Later changes have greater ones, with
 *     gaps where the ledger holds other records
 * @param event what happened
 */
public record DelegationChange(long sequence, DelegationEvent event) {}
