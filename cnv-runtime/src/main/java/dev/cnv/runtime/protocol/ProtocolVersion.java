package dev.cnv.runtime.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A version of the protocol, in ascending order. A peer may name later ones, which nobody here reads. */
public enum ProtocolVersion {
    /** Invocations and responses. */
    V1_0(1, 0),
    /** Streams. */
    V2_0(2, 0),
    /** Trace context. */
    V3_0(3, 0),
    /** Everything; the current one. */
    V4_0(4, 0);

    /** The version that new offers begin with. */
    public static final ProtocolVersion CURRENT = V4_0;

    private static final int MAJOR_SHIFT = 8;

    private final int major;
    private final int minor;

    ProtocolVersion(int major, int minor) {
        this.major = major;
        this.minor = minor;
    }

    /** {@return all versions, the current one first} */
    public static List<ProtocolVersion> newestFirst() {
        return List.of(values()).reversed();
    }

    /**
     * The version of a number on the wire.
     *
     * @param code the number
     * @return the version; empty when it is a later peer's
     */
    public static Optional<ProtocolVersion> ofCode(int code) {
        return Arrays.stream(values()).filter(version -> version.code() == code).findFirst();
    }

    /** {@return the first number of the version} */
    public int major() {
        return major;
    }

    /** {@return the second number of the version} */
    public int minor() {
        return minor;
    }

    /** {@return the number on the wire: 256 times the first number plus the second} */
    public int code() {
        return major << MAJOR_SHIFT | minor;
    }

    /**
     * Whether this version has what another one introduced.
     *
     * @param other the other version
     * @return true when this one is the same or later
     */
    public boolean isAtLeast(ProtocolVersion other) {
        return compareTo(other) >= 0;
    }

    /** {@return the version as text, such as {@code 4.0}} */
    public String text() {
        return major + "." + minor;
    }
}
