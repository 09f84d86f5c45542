package dev.cnv.runtime.stream;

/**
 * How a stream stands.
 *
 * @param state whether it runs
 * @param next the sequence number of the next event, which is how many there were
 * @param bufferedCount events that wait for the subscriber
 * @param demand events that the subscriber asked for and has not got
 * @param blocked whether the verb stands at an event, paused or for lack of room
 */
public record StreamStatus(
        State state, long next, int bufferedCount, long demand, boolean blocked) {

    /** Whether a stream runs. */
    public enum State {
        /** The call runs, or is about to. */
        RUNNING,
        /** The call stands, or will where it next says something. */
        PAUSED,
        /** The call is being cancelled. */
        CANCELLING,
        /** The call has ended; events may still wait for the subscriber. */
        ENDED
    }
}
