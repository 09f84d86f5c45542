package dev.cnv.cedar;

import java.io.Serial;

/**
 * A policy, a schema or a text lies outside what CNV and Cedar share, or Cedar does not take it. The
 * message begins with the place (a rule, a parameter, or line and column) and says why.
 */
public final class CedarRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    CedarRefusedException(String place, String why) {
        super(place + ": " + why);
    }

    CedarRefusedException(String place, String why, Throwable cause) {
        super(place + ": " + why, cause);
    }
}
