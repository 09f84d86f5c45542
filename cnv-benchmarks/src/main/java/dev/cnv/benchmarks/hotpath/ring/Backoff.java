package dev.cnv.benchmarks.hotpath.ring;

/**
 * What a sender does that finds no room: it spins; where senders share a processor, it yields now and
 * then, so that it does not spend its time slice waiting for one that cannot run.
 */
final class Backoff {

    /** How often a sender that shares its processor spins before it yields. */
    static final int SPINS = 100;

    private final boolean sharing;
    private int paused;

    private Backoff(boolean sharing) {
        this.sharing = sharing;
    }

    /** For a sender with a processor of its own. */
    static Backoff spinning() {
        return new Backoff(false);
    }

    static Backoff yielding() {
        return new Backoff(true);
    }

    boolean yields() {
        return sharing;
    }

    void pause() {
        if (sharing && ++paused % SPINS == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }
}
