package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.time.Time;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/**
 * The places for calls that were agreed for one connection. A call has its place until it is answered,
 * also when nobody waits for the answer any more: the other side counts it for as long.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class CallPlaces {

    /* Implementation notes: a place that is there is taken without more; who finds none waits in the
     * queue. Whoever waits looks for a place once more after it has queued, and whoever gives one back
     * looks into the queue after that: one of the two sees the other. A semaphore alone would wait by
     * the machine's time, and not by that of the client. */

    private final int most;
    private final Semaphore free;
    private final Queue<CompletableFuture<Boolean>> waiting = new ConcurrentLinkedQueue<>();

    CallPlaces(int most) {
        this.most = most;
        this.free = new Semaphore(most);
    }

    /**
     * Takes a place, and waits while there is none.
     *
     * @throws EndpointException when the caller's patience ended before there was one
     * @throws InterruptedException when the thread was interrupted while it waited
     */
    void take(Patience patience) throws EndpointException, InterruptedException {
        if (!free.tryAcquire() && !awaitOne(patience)) {
            throw new EndpointException(
                    EndpointFault.WAIT_ENDED,
                    "callsCount=" + most
                            + ", which is all that was agreed, were not answered within "
                            + patience);
        }
    }

    /** Takes a place if there is one. */
    boolean tryTake() {
        return free.tryAcquire();
    }

    private boolean awaitOne(Patience patience) throws InterruptedException {
        CompletableFuture<Boolean> found = new CompletableFuture<>();
        waiting.add(found);
        handOut();
        Time.Timer limit = patience.atItsEnd(() -> found.complete(false));
        try {
            boolean given = found.get();
            if (!given) {
                forget(found);
            }
            return given;
        } catch (InterruptedException e) {
            forget(found);
            if (!found.complete(false) && found.getNow(false)) {
                give();
            }
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // It is completed with values only.
        } finally {
            limit.cancel();
        }
    }

    @SuppressWarnings(
            "CollectionUndefinedEquality") // It is that very one, which is equal to itself.
    private void forget(CompletableFuture<Boolean> found) {
        waiting.remove(found);
    }

    /** Gives a place back. */
    void give() {
        free.release();
        handOut();
    }

    /** Lets all who wait go on, since the connection ended: what they send is refused. */
    void giveAll() {
        free.release(most);
        handOut();
    }

    private void handOut() {
        while (!waiting.isEmpty() && free.tryAcquire()) {
            CompletableFuture<Boolean> next = waiting.poll();
            if (next == null || !next.complete(true)) {
                free.release();
            }
        }
    }

    /** {@return whether more than one is taken} */
    boolean several() {
        return free.availablePermits() < most - 1;
    }
}
