package dev.cnv.runtime.cli;

import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.stream.Milestone;
import dev.cnv.runtime.time.Time;
import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/**
 * Shows progress on one line of a terminal, drawn over at most ten times a second.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by the object itself.
 */
final class ProgressLine implements Progress {

    private static final long MIN_PERIOD_NANOS = 100_000_000;
    private static final String BACK_AND_ERASE = "\r\u001b[2K";

    private final PrintStream err;
    private final int columnCount;
    private final Time time;
    private boolean shown;
    private boolean ended;
    private long lastNanos;

    ProgressLine(PrintStream err, int columnCount, Time time) {
        this.err = err;
        this.columnCount = columnCount;
        this.time = time;
    }

    @Override
    public synchronized void report(long done, long total, String what) {
        long now = time.nanos();
        boolean soon = shown && now - lastNanos < MIN_PERIOD_NANOS && done != total;
        if (ended || soon) {
            return;
        }
        shown = true;
        lastNanos = now;
        err.print(BACK_AND_ERASE
                + DisplayText.cut(DisplayText.line(text(done, total, what)), columnCount - 1));
        err.flush();
    }

    @Override
    public void log(String message) {
        say(message);
    }

    @Override
    public void warn(String message) {
        say("warning: " + message);
    }

    @Override
    public void reached(Milestone milestone, JsonNode value) {
        say("reached " + milestone.name() + ", record " + milestone.record());
    }

    /** Prints something that stays, in the place of the line; the next report draws that below. */
    private synchronized void say(String text) {
        if (ended) {
            return;
        }
        err.print((shown ? BACK_AND_ERASE : "") + DisplayText.line(text) + "\n");
        err.flush();
        shown = false;
    }

    /** Takes the line away; later reports show nothing. */
    synchronized void end() {
        ended = true;
        if (shown) {
            err.print(BACK_AND_ERASE);
            err.flush();
        }
    }

    private static String text(long done, long total, String what) {
        if (total <= 0) {
            return done + " " + what;
        }
        long percent = Math.clamp((long) (100.0 * done / total), 0, 100);
        return percent + "% " + done + "/" + total + " " + what;
    }
}
