package dev.cnv.runtime.contract;

import dev.cnv.runtime.time.Time;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The right to run one call, taken from the verb's permits and rate. Must be given to {@link
 * ContractEngine#run}, which gives it back, or be {@link #release released}; until then it is held.
 *
 * <p><b>Threading:</b> safe for use by several threads; of several that run or release it, the first
 * counts.
 */
public final class Permit {

    private enum State {
        HELD,
        USED,
        RELEASED
    }

    private final ContractEngine engine;
    private final VerbGate gate;
    private final Lane lane;
    private final CallWindow window;
    private final long queuedNanos;
    private final long admittedAt;
    private final AtomicReference<State> state = new AtomicReference<>(State.HELD);

    /** Set with release semantics by the thread that runs the call, read by the one that cancels. */
    private volatile @Nullable CallRun run;

    Permit(VerbGate gate, Lane lane, CallWindow window, long queuedNanos, long admittedAt) {
        this.engine = gate.engine();
        this.gate = gate;
        this.lane = lane;
        this.window = window;
        this.queuedNanos = queuedNanos;
        this.admittedAt = admittedAt;
    }

    /** {@return how long the call waited for this permit, in nanoseconds} */
    public long queuedNanos() {
        return queuedNanos;
    }

    /**
     * When the call must have ended: its HARD deadline or the time that its caller allowed, whichever
     * is earlier.
     *
     * @return a reading of {@link Time#nanos}, empty when there is no such deadline
     */
    public OptionalLong deadlineNanos() {
        return window.hardAt() == RelativeTime.NEVER
                ? OptionalLong.empty()
                : OptionalLong.of(gate.time().absolute(window.hardAt()));
    }

    /**
     * Gives the permit and its token of the rate back unused, for a call that shall not run after all.
     * Does nothing when the call was run or the permit released before.
     */
    public void release() {
        if (state.compareAndSet(State.HELD, State.RELEASED)) {
            lane.giveBack(this, true);
        }
    }

    /**
     * Makes this permit's call the one that runs.
     *
     * @throws IllegalArgumentException when the permit is another engine's
     * @throws IllegalStateException when the permit was used or released before
     */
    void begin(ContractEngine by, CallRun call) {
        if (by != engine) {
            throw new IllegalArgumentException("permit of verb=" + gate.id()
                    + " is another engine's; run it where it was admitted");
        }
        if (!state.compareAndSet(State.HELD, State.USED)) {
            throw new IllegalStateException("permit of verb=" + gate.id() + " is state="
                    + state.get() + "; each permit runs one call");
        }
        run = call;
    }

    /**
     * Ends the hold of a call. Called once, by whoever saw the handler end.
     *
     * @param unused whether the handler was never started, so that the token goes back as well
     */
    void giveBack(boolean unused) {
        lane.giveBack(this, unused);
    }

    /** Ends a running call early. */
    void cancel() {
        CallRun running = run;
        if (running != null) {
            running.cancel(Denials.shutDown(gate.id()));
        }
    }

    boolean paused() {
        CallRun running = run;
        return running != null && running.paused();
    }

    VerbGate gate() {
        return gate;
    }

    CallWindow window() {
        return window;
    }

    long admittedAt() {
        return admittedAt;
    }
}
