package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.PossessionProof;
import java.util.Optional;

/** Who makes a remote call, as the call says it. {@link CallHeader} has the form. */
sealed interface CallerClaim {

    /** How many sessions a connection holds. */
    int MAX_SESSION_COUNT = 64;

    /** {@return what the next message says when this one came before it on its connection} */
    default CallerClaim opened() {
        return this instanceof Opening opening ? new Opened(opening.number()) : this;
    }

    /** Nobody in particular. */
    record Anonymous() implements CallerClaim {}

    /**
     * Opens a session; one of the same number ends.
     *
     * @param number the session's number
     * @param chain the caller's chain
     * @param answer the holder's signature over the challenge
     */
    @SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
    record Opening(int number, Chain chain, byte[] answer) implements CallerClaim {}

    /**
     * A session that was opened.
     *
     * @param number the session's number
     */
    record Opened(int number) implements CallerClaim {}

    /**
     * One call.
     *
     * @param chain the caller's chain
     * @param proof that the caller has its key; the kernel refuses a call without it
     */
    record Once(Chain chain, Optional<PossessionProof> proof) implements CallerClaim {}
}
