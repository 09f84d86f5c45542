package dev.cnv.runtime.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The end of this process as one who serves sees it: an interruption (Ctrl-C, SIGINT) or a request to end
 * (SIGTERM) is heard, and the process stays until what is served was closed, or a time is over. The status
 * of the process stays what the JVM gives it: 130 after SIGINT, 143 after SIGTERM.
 *
 * <p>Only one who {@link #await waits} holds up the process; without that it ends at once, as ever.
 *
 * <p><b>Threading:</b> safe for use by several threads. The process's end is heard on a thread of its own,
 * which the JVM starts.
 */
public final class Termination implements AutoCloseable {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<Duration> held = new AtomicReference<>(Duration.ZERO);
    private final @Nullable Thread hook;

    private Termination(boolean heard) {
        hook = heard ? new Thread(this::end, "cnv-termination") : null;
        if (hook != null) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    /**
     * The end of this process.
     *
     * @return to be closed when all that was served is closed
     * @throws IllegalStateException when the process is ending
     */
    public static Termination ofProcess() {
        return new Termination(true);
    }

    /**
     * An end that nobody asks for.
     *
     * @return to be closed, or not
     */
    public static Termination never() {
        return new Termination(false);
    }

    private void end() {
        asked.countDown();
        try {
            if (!over.await(held.get().toNanos(), TimeUnit.NANOSECONDS)
                    && held.get().isPositive()) {
                System.getLogger("dev.cnv")
                        .log(
                                System.Logger.Level.WARNING,
                                "the process ends after {0}, and what it served is not closed",
                                held.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until the process is asked to end.
     *
     * @param most waits at most this long
     * @param hold how long the process then stays for {@link #close}, at most
     * @return whether it was asked; false when the time is over
     * @throws InterruptedException when this thread is interrupted
     */
    public boolean await(Duration most, Duration hold) throws InterruptedException {
        held.set(hold);
        return asked.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Says that all is closed: the process may end. */
    @Override
    public void close() {
        over.countDown();
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // It is ending: this is what it waited for.
            }
        }
    }
}
