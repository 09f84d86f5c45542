package dev.cnv.runtime.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much room idempotency keys and the results kept for them take: of each tenant, so that none can
 * spend what others need, and of all together.
 *
 * <p><b>Threading:</b> not safe; used under the monitor of the {@link IdempotencyStore}.
 */
final class KeyRoom {

    /** A quarter of the results and a fifth of the keys may be one tenant's. */
    static final Bounds BOUNDS = new Bounds(100_000, 20_000, 64 << 20, 16 << 20);

    /**
     * How much there is at most.
     *
     * @param keys the keys of all tenants
     * @param tenantKeys the keys of one tenant
     * @param length the characters of canonical JSON in the results of all tenants
     * @param tenantLength those of one tenant
     */
    record Bounds(int keys, int tenantKeys, long length, long tenantLength) {}

    private static final class Share {
        private int keys;
        private long length;
    }

    private final Bounds bounds;
    private final Share all = new Share();
    private final Map<String, Share> tenants = new HashMap<>();

    KeyRoom(Bounds bounds) {
        this.bounds = bounds;
    }

    /** Why a tenant cannot have one more key; empty when it can. */
    Optional<String> refusal(String tenant) {
        if (all.keys >= bounds.keys()) {
            return Optional.of("keys=" + all.keys
                    + " idempotency keys are remembered, no more fit; try again later");
        }
        Share own = tenants.get(tenant);
        return own == null || own.keys < bounds.tenantKeys()
                ? Optional.empty()
                : Optional.of("keys=" + own.keys + " idempotency keys of tenant=" + tenant
                        + " are remembered, no more fit; try again later");
    }

    /** Counts a key, also one too many: those that the ledger has are remembered. */
    void add(String tenant) {
        all.keys++;
        tenants.computeIfAbsent(tenant, _ -> new Share()).keys++;
    }

    /** Counts a result of a key that is counted, when there is room for it. */
    boolean keep(String tenant, long length) {
        Share own = tenants.get(tenant);
        if (own == null
                || length > bounds.length() - all.length
                || length > bounds.tenantLength() - own.length) {
            return false;
        }
        all.length += length;
        own.length += length;
        return true;
    }

    /**
     * Counts a key no more.
     *
     * @param length the length of its result, 0 when none is kept
     */
    void remove(String tenant, long length) {
        all.keys--;
        all.length -= length;
        tenants.computeIfPresent(tenant, (_, own) -> {
            own.keys--;
            own.length -= length;
            return own.keys == 0 ? null : own;
        });
    }
}
