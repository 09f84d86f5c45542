package dev.cnv.benchmarks.endpoint;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Calls of which so many are on their way at any moment. */
final class Window {

    /** How many calls are on their way at once. */
    static final int CALLS = 100;

    private Window() {}

    /**
     * Makes calls, and waits for all of them.
     *
     * @param call makes the call of a number
     * @return the sum of the answers
     * @throws IllegalStateException when the sum is not that of the numbers, each with 2 added
     */
    static long run(int count, LongFunction<CompletableFuture<Long>> call) {
        Semaphore window = new Semaphore(CALLS);
        AtomicLong sum = new AtomicLong();
        for (int i = 0; i < count; i++) {
            window.acquireUninterruptibly();
            call.apply(i).whenComplete((answer, failure) -> {
                sum.addAndGet(failure == null ? answer : Long.MIN_VALUE / count);
                window.release();
            });
        }
        window.acquireUninterruptibly(CALLS);
        long right = (long) count * (count - 1) / 2 + 2L * count;
        if (sum.get() != right) {
            throw new IllegalStateException("sum=" + sum + " of the answers is not " + right);
        }
        return sum.get();
    }
}
