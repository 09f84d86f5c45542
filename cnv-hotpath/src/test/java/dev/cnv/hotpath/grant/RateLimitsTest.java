package dev.cnv.hotpath.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.cnv.hotpath.bank.Branch;
import dev.cnv.runtime.identity.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tenants that come and go. */
class RateLimitsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");

    private final GrantRows rows = new GrantRows(4);
    private final RateLimits limits = new RateLimits(verbs(), 2);

    private static List<dev.cnv.runtime.capability.VerbDescriptor> verbs() {
        try (Branch branch = new Branch()) {
            return branch.table.verbs();
        }
    }

    /** Gives a row to a grant of a tenant, and says what becomes of a frame of it. */
    private int statusOf(int tenant, long tick) {
        long handle = GrantRows.handle(1, 1);
        rows.give(
                handle,
                GrantRows.call(Branch.TRANSFER, 0, GrantRows.RATED),
                Long.MAX_VALUE,
                0,
                0,
                tenant);
        int status = limits.spend(rows, handle, Branch.TRANSFER, tick);
        rows.take(1);
        return status;
    }

    @Test
    void enter_tenantThatLeftAndCameBack_goesOnCounting() {
        int acme = limits.enter(ACME, 10);
        assertEquals(FrameStatus.DONE, statusOf(acme, 10));
        assertEquals(FrameStatus.DONE, statusOf(acme, 10));
        limits.leave(ACME);
        assertEquals(acme, limits.enter(ACME, 20));
        assertEquals(FrameStatus.RATE_EXCEEDED, statusOf(acme, 20));
        assertEquals(1, limits.tenantCount());
    }

    @Test
    void enter_anotherTenantWithinTheSecond_getsAnIndexOfItsOwn() {
        int acme = limits.enter(ACME, 10);
        assertEquals(FrameStatus.DONE, statusOf(acme, 10));
        limits.leave(ACME);
        assertNotEquals(acme, limits.enter(OTHER, 1_010));
        assertEquals(2, limits.tenantCount());
    }

    @Test
    void enter_manyTenantsOneAfterTheOther_keepsNoMoreThanOne() {
        long tick = 0;
        for (int i = 0; i < 1_000; i++) {
            TenantId tenant = new TenantId("tenant" + i);
            int index = limits.enter(tenant, tick);
            assertEquals(FrameStatus.DONE, statusOf(index, tick));
            limits.leave(tenant);
            tick += 1_001;
        }
        assertEquals(1, limits.tenantCount());
    }

    @Test
    void enter_tenantWithAGrantLeft_keepsItsIndex() {
        int acme = limits.enter(ACME, 0);
        limits.enter(ACME, 0);
        limits.leave(ACME);
        assertNotEquals(acme, limits.enter(OTHER, 10_000));
    }
}
