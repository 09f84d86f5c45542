package dev.cnv.runtime.session;

/** How a {@link StreamSession} stands. */
public enum SessionState {
    /** Calls may be made. */
    ACTIVE,
    /** No call may be made until it is resumed; those under way are paused. */
    PAUSED,
    /** Its holder, or who answers for it, ended it. Final. */
    TERMINATED,
    /** Nothing was done with it for too long. Final. */
    EXPIRED;

    /** {@return whether no other state follows} */
    public boolean last() {
        return this == TERMINATED || this == EXPIRED;
    }

    /**
     * Whether a state may follow.
     *
     * @param to the other state
     * @return true when it may; no state follows itself
     */
    public boolean allows(SessionState to) {
        return switch (this) {
            case ACTIVE -> to != ACTIVE;
            case PAUSED -> to != PAUSED;
            case TERMINATED, EXPIRED -> false;
        };
    }
}
