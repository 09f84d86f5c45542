package dev.cnv.hotpath.grant;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.TenantId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * How many frames of a verb, and of a tenant over all its grants, may begin in any second.
 *
 * <p>A tenant is an index from its first grant on. When its last grant has ended and a second has passed
 * since, a new tenant may get the index: a tenant that gives its grants back and takes others has no
 * more frames than one that keeps them.
 *
 * <p><b>Threading:</b> {@link #enter} and {@link #leave} under the table's lock; {@link #spend} by any
 * worker.
 */
final class RateLimits {

    /** A tenant that has grants, or had some lately. */
    private static final class Seat {
        final TenantId tenant;
        final int index;
        int grants;

        Seat(TenantId tenant, int index) {
            this.tenant = tenant;
            this.index = index;
        }
    }

    private final @Nullable RateWindow[] verbs;
    private final int tenantPerSecond;
    private final Map<TenantId, Seat> seats = new HashMap<>();

    /** Seats without grants, the one that has been so for longest first. */
    private final SequencedSet<Seat> vacant = new LinkedHashSet<>();

    /** By a tenant's index; replaced when there is a further tenant. */
    private volatile RateWindow[] tenants = new RateWindow[0];

    RateLimits(List<VerbDescriptor> verbs, int tenantPerSecond) {
        this.tenantPerSecond = tenantPerSecond;
        this.verbs = verbs.stream()
                .map(verb -> verb.contract().concurrency().perSecond())
                .map(rate -> rate == 0 ? null : new RateWindow(rate))
                .toArray(RateWindow[]::new);
    }

    /** Whether frames of a verb are counted at all. */
    boolean concern(int verb) {
        return verbs[verb] != null || tenantPerSecond != 0;
    }

    /** How many tenants are known. */
    int tenantCount() {
        return seats.size();
    }

    /** Counts a further grant of a tenant, whose index it returns. */
    int enter(TenantId tenant, long tick) {
        if (tenantPerSecond == 0) {
            return 0;
        }
        Seat seat = seats.get(tenant);
        if (seat == null) {
            seat = new Seat(tenant, freeIndex(tick));
            seats.put(tenant, seat);
        }
        vacant.remove(seat);
        seat.grants++;
        return seat.index;
    }

    private int freeIndex(long tick) {
        if (!vacant.isEmpty() && tenants[vacant.getFirst().index].isIdle(tick)) {
            Seat left = vacant.removeFirst();
            seats.remove(left.tenant);
            return left.index;
        }
        int index = tenants.length;
        RateWindow[] more = Arrays.copyOf(tenants, index + 1);
        more[index] = new RateWindow(tenantPerSecond);
        tenants = more;
        return index;
    }

    /** Counts a tenant's grant out again. */
    void leave(TenantId tenant) {
        Seat seat = seats.get(tenant);
        if (seat != null && --seat.grants == 0) {
            vacant.add(seat);
        }
    }

    /** The status of one more frame of a row, which counts against all its limits or none. */
    int spend(GrantRows rows, long handle, int verb, long tick) {
        int row = rows.find(handle);
        long call = rows.read(row, GrantRows.CALL);
        int tenant = (int) rows.read(row, GrantRows.TENANT);
        if (rows.read(row, GrantRows.HANDLE) != handle || (int) call != verb) {
            return FrameStatus.HANDLE_STALE;
        }
        if ((call & GrantRows.RATED) == 0) {
            return use(rows, handle, call);
        }
        RateWindow ofVerb = verbs[verb];
        RateWindow ofTenant = tenantPerSecond == 0 ? null : tenants[tenant];
        long verbAt = take(ofVerb, tick);
        if (verbAt == RateWindow.FULL) {
            return FrameStatus.RATE_EXCEEDED;
        }
        long tenantAt = take(ofTenant, tick);
        if (tenantAt == RateWindow.FULL) {
            putBack(ofVerb, verbAt);
            return FrameStatus.RATE_EXCEEDED;
        }
        int status = use(rows, handle, call);
        if (status != FrameStatus.DONE) {
            putBack(ofVerb, verbAt);
            putBack(ofTenant, tenantAt);
        }
        return status;
    }

    private static int use(GrantRows rows, long handle, long call) {
        return (call & GrantRows.LIMITED) == 0 || rows.use(handle)
                ? FrameStatus.DONE
                : FrameStatus.USES_EXHAUSTED;
    }

    private static long take(@Nullable RateWindow window, long tick) {
        return window == null ? tick : window.take(tick);
    }

    private static void putBack(@Nullable RateWindow window, long at) {
        if (window != null) {
            window.putBack(at);
        }
    }
}
