package dev.cnv.runtime.contract;

import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.time.Time;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call in a lane's queue.
 *
 * <p><b>Threading:</b> {@link #expiry} is guarded by the lane's lock; the answer is completed once,
 * under that lock, and awaited by the caller's thread without it.
 */
final class Waiter {

    /** Higher priority first, within it the earlier deadline, within that the earlier arrival. */
    static final Comparator<Waiter> FIRST_TO_START = Comparator.comparing(
                    (Waiter w) -> w.qualityOfService.priority(), Comparator.reverseOrder())
            .thenComparingLong(w -> w.window.orderAt())
            .thenComparingLong(w -> w.number);

    /** Less important first, within that the one that would start last. */
    static final Comparator<Waiter> FIRST_TO_SHED = Comparator.comparingInt(
                    (Waiter w) -> w.qualityOfService.importance())
            .thenComparing(FIRST_TO_START.reversed());

    final QualityOfService qualityOfService;
    final CallWindow window;
    final long queuedAt;
    final CompletableFuture<Admission> answer = new CompletableFuture<>();
    Time.@Nullable Timer expiry;
    private final long number;

    Waiter(QualityOfService qualityOfService, CallWindow window, long queuedAt, long number) {
        this.qualityOfService = qualityOfService;
        this.window = window;
        this.queuedAt = queuedAt;
        this.number = number;
    }

    boolean mustSucceed() {
        return qualityOfService.mustSucceed();
    }

    void answer(Admission admission) {
        Time.Timer timer = expiry;
        if (timer != null) {
            timer.cancel();
        }
        answer.complete(admission);
    }
}
