package dev.cnv.runtime.session;

import dev.cnv.runtime.outcome.Denial;

/** Why something was not done with a {@link StreamSession}. Nothing has changed. */
public sealed interface SessionRefusal {

    /**
     * The session is in a state in which that is not done.
     *
     * @param state the state
     */
    record InState(SessionState state) implements SessionRefusal {}

    /** Another thread is writing a change of the session: ask again. */
    record ChangeUnderWay() implements SessionRefusal {}

    /**
     * The verb is of a noun that the session is not for.
     *
     * @param noun the noun
     */
    record OutOfScope(String noun) implements SessionRefusal {}

    /**
     * There are as many as there may be.
     *
     * @param max the most
     */
    record TooMany(int max) implements SessionRefusal {}

    /**
     * The ledger cannot take the change.
     *
     * @param denial why
     */
    record NotRecorded(Denial denial) implements SessionRefusal {}
}
