package dev.cnv.examples.payments;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says now and then how far something is.
 *
 * <p><b>Threading:</b> it has a thread of its own until it is closed.
 */
final class Progress implements AutoCloseable {

    private final PrintStream out;
    private final long total;
    private final LongSupplier done;
    private final Duration pause;
    private final Thread thread;

    private Progress(PrintStream out, long total, LongSupplier done, Duration pause) {
        this.out = out;
        this.total = total;
        this.done = done;
        this.pause = pause;
        this.thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::run);
    }

    /**
     * Begins to say it.
     *
     * @param out where to
     * @param total how many frames there are, about
     * @param done says how many are done
     * @param pause between two lines
     */
    static Progress start(PrintStream out, long total, LongSupplier done, Duration pause) {
        Progress progress = new Progress(out, total, done, pause);
        progress.thread.start();
        return progress;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(pause);
                out.printf(
                        Locale.ROOT, "%,d of about %,d frames are done%n", done.getAsLong(), total);
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
