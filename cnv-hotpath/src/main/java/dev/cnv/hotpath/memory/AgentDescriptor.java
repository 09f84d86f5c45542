package dev.cnv.hotpath.memory;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The layout of a row of the table of agents: one cache line.
 *
 * <pre>
 *  offset  bytes
 *     0      8    tenant: the tenant's handle
 *     8      8    capabilities: one bit each
 *    16      8    effects: one bit each
 *    24      4    epoch: of the last change of the agent's rights
 *    28      4    flags
 *    32     32    identity: the digest of the agent's name
 * </pre>
 *
 * All fields are little-endian.
 */
public final class AgentDescriptor {

    /** The version of the layout. */
    public static final int VERSION = 1;

    /** The size of a row, in bytes. */
    public static final int ROW_BYTES = 64;

    /** The offset of the tenant's handle, in bytes. */
    public static final long TENANT_OFFSET = 0;

    /** The offset of the capabilities, in bytes. */
    public static final long CAPABILITIES_OFFSET = 8;

    /** The offset of the effects, in bytes. */
    public static final long EFFECTS_OFFSET = 16;

    /** The offset of the epoch, in bytes. */
    public static final long EPOCH_OFFSET = 24;

    /** The offset of the flags, in bytes. */
    public static final long FLAGS_OFFSET = 28;

    /** The offset of the identity, in bytes. */
    public static final long IDENTITY_OFFSET = 32;

    /** The size of the identity, in bytes. */
    public static final int IDENTITY_BYTES = 32;

    /** The layout of fields of 8 bytes. */
    public static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The layout of fields of 4 bytes. */
    public static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private AgentDescriptor() {}
}
