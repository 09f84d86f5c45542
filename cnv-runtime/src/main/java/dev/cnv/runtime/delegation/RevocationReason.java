package dev.cnv.runtime.delegation;

import java.util.Arrays;
import java.util.Locale;

/** Why a token was revoked. */
public enum RevocationReason {
    /** Nothing was said. */
    UNSPECIFIED(0),
    /** Somebody else may have the holder's key. */
    KEY_COMPROMISED(1),
    /** Another token takes its place. */
    SUPERSEDED(2),
    /** The work that it was for is done. */
    NO_LONGER_NEEDED(3),
    /** The holder does something else now. */
    HOLDER_LEFT(4),
    /** The holder used it for what it was not meant for. */
    MISUSED(5);

    private final int number;

    RevocationReason(int number) {
        this.number = number;
    }

    /** The number in a signed list. */
    int number() {
        return number;
    }

    static RevocationReason of(long number) {
        return Arrays.stream(values())
                .filter(reason -> reason.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "reason=" + number + " is not 0 to " + (values().length - 1)));
    }

    /** {@return the name in lower case with hyphens} */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
