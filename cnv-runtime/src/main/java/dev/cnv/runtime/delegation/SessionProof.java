package dev.cnv.runtime.delegation;

/**
 * A caller's proof, for one call of a session, that it has the session's key. A claim: only {@link
 * SessionKey#check} says whether it holds.
 *
 * <p><b>Threading:</b> immutable, unless somebody changes the array.
 */
public final class SessionProof {

    private final long number;
    private final long timeSeconds;
    private final byte[] tag;

    SessionProof(long number, long timeSeconds, byte[] tag) {
        this.number = number;
        this.timeSeconds = timeSeconds;
        this.tag = tag;
    }

    /**
     * A proof that came from elsewhere.
     *
     * @param number which proof of the session it is
     * @param timeSeconds when it was made, in seconds since 1970
     * @param tag 32 bytes; copied
     * @return the proof
     * @throws IllegalArgumentException when there are not 32 bytes
     */
    public static SessionProof of(long number, long timeSeconds, byte[] tag) {
        if (tag.length != PossessionDescriptor.DIGEST_BYTES) {
            throw new IllegalArgumentException(
                    "tagBytes=" + tag.length + " is not " + PossessionDescriptor.DIGEST_BYTES);
        }
        return new SessionProof(number, timeSeconds, tag.clone());
    }

    /** {@return which proof of the session it is} */
    public long number() {
        return number;
    }

    /** {@return when it was made, in seconds since 1970} */
    public long timeSeconds() {
        return timeSeconds;
    }

    /** {@return the 32 bytes of the HMAC, in a new array} */
    public byte[] tag() {
        return tag.clone();
    }

    /** The bytes themselves. */
    byte[] tagBytes() {
        return tag;
    }

    @Override
    public String toString() {
        return "SessionProof[number=" + number + ", timeSeconds=" + timeSeconds + "]";
    }
}
