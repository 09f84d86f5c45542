package dev.cnv.runtime.governance;

import java.util.concurrent.CountDownLatch;

/**
 * Something that happens once, and that threads wait for. An interrupt does not end the wait; it stays
 * pending.
 *
 * <p><b>Threading:</b> what a thread did before {@link #open} is seen behind {@link #await}.
 */
final class Gate {

    private final CountDownLatch latch = new CountDownLatch(1);

    void open() {
        latch.countDown();
    }

    boolean isOpen() {
        return latch.getCount() == 0;
    }

    void await() {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
