package dev.cnv.runtime.lift;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What a grant is: plain facts, which permit nothing by themselves.
 *
 * @param id the grant's id, by which the ledger and {@link Lifts} know it
 * @param verb the one verb that frames may call under it
 * @param agent who may send them
 * @param tenant whose data and quotas they touch
 * @param table the table that it is for
 * @param handle its handle there
 * @param expires when it stops being good
 * @param uses how many frames may run under it; empty for no limit
 * @param epoch the {@link Lifts#epoch} that was read before it was decided
 */
public record LiftedGrant(
        UUID id,
        VerbDescriptor verb,
        AgentId agent,
        TenantId tenant,
        UUID table,
        long handle,
        Instant expires,
        OptionalLong uses,
        long epoch) {}
