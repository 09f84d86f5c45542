package dev.cnv.hotpath.grant;

import dev.cnv.runtime.lift.LiftedGrant;

/**
 * A grant in a table. It is the number that counts, and it permits nothing that the table does not.
 *
 * @param value what frames name the grant by
 * @param grant what it is
 */
public record GrantHandle(long value, LiftedGrant grant) {}
