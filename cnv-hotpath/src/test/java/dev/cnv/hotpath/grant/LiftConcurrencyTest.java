package dev.cnv.hotpath.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Branch.Frames;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.governance.FrameEvent.GrantEnded;
import dev.cnv.runtime.governance.FrameEvent.GrantLifted;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Grants are lifted, used and revoked by many threads while a gate checks frames of them all. */
@Timeout(60)
class LiftConcurrencyTest {

    private static final int THREADS = 16;
    private static final int EACH = 30;

    private final Branch branch = new Branch();
    private final Arena arena = Arena.ofShared();

    /** The last handle that each thread lifted, and the last that it revoked. */
    private final AtomicLongArray lifted = new AtomicLongArray(THREADS);

    private final AtomicLongArray revoked = new AtomicLongArray(THREADS);

    @Test
    void lift_bySixteenThreads_givesEachItsOwn_andWhatIsRevokedNeverRunsAgain() throws Exception {
        try (branch;
                arena;
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<Long>>> lifts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                lifts.add(threads.submit(() -> liftUseAndRevoke(thread)));
            }
            long passed = checkUntilDone(lifts);
            assertTrue(passed > 0, "no frame was ever let through");
            List<Long> handles = new ArrayList<>();
            for (Future<List<Long>> each : lifts) {
                handles.addAll(each.get());
            }
            assertEquals(THREADS * EACH, new HashSet<>(handles).size(), "unique");
            assertEquals(0, branch.table.size());
            assertInTheLedger(handles);
        }
    }

    private List<Long> liftUseAndRevoke(int thread) {
        List<Long> handles = new ArrayList<>();
        Session session = branch.session("agent" + thread);
        BatchGate gate = new BatchGate(branch.table);
        Frames frames = Frames.of(arena, 1);
        for (int i = 0; i < EACH; i++) {
            long handle = branch.grant(Branch.transfer(session)).value();
            handles.add(handle);
            lifted.setRelease(thread, handle);
            assertEquals(FrameStatus.DONE, statusOf(gate, frames, handle));
            Thread.yield();
            assertTrue(branch.table.revoke(handle));
            revoked.setRelease(thread, handle);
            assertEquals(FrameStatus.HANDLE_STALE, statusOf(gate, frames, handle));
        }
        return handles;
    }

    private static int statusOf(BatchGate gate, Frames frames, long handle) {
        frames.write(0, handle, Branch.TRANSFER, 0);
        gate.check(frames.segment(), frames.offsets(), 1);
        return gate.status(0);
    }

    /** How many frames passed: of those under a grant that was revoked before the batch, none. */
    private long checkUntilDone(List<? extends Future<?>> lifts) {
        BatchGate gate = new BatchGate(branch.table);
        Frames frames = Frames.of(arena, 2 * THREADS);
        long passed = 0;
        while (lifts.stream().anyMatch(each -> !each.isDone())) {
            for (int i = 0; i < THREADS; i++) {
                frames.write(i, revoked.getAcquire(i), Branch.TRANSFER, 0);
                frames.write(THREADS + i, lifted.getAcquire(i), Branch.TRANSFER, 0);
            }
            passed += gate.check(frames.segment(), frames.offsets(), 2 * THREADS);
            for (int i = 0; i < THREADS; i++) {
                assertEquals(FrameStatus.HANDLE_STALE, gate.status(i), "revoked before");
                int status = gate.status(THREADS + i);
                assertTrue(
                        status == FrameStatus.DONE || status == FrameStatus.HANDLE_STALE,
                        () -> FrameStatus.nameOf(status));
            }
        }
        return passed;
    }

    /** Each handle was lifted once, and each grant ended once. */
    private void assertInTheLedger(List<Long> handles) {
        List<GrantLifted> lifts = branch.ledger.all(GrantLifted.class);
        List<GrantEnded> ends = branch.ledger.all(GrantEnded.class);
        assertEquals(handles.size(), lifts.size());
        assertEquals(handles.size(), ends.size());
        assertEquals(
                new HashSet<>(handles),
                new HashSet<>(lifts.stream().map(GrantLifted::handle).toList()));
        assertEquals(
                new HashSet<>(lifts.stream().map(GrantLifted::grant).toList()),
                new HashSet<>(ends.stream().map(GrantEnded::grant).toList()));
    }
}
