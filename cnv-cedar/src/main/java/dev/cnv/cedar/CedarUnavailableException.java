package dev.cnv.cedar;

import java.io.Serial;

/**
 * Cedar does not run here, most often because its native library has no build for this platform. The
 * message names the platform and what can be done. Nothing else of CNV is touched by it: {@link
 * CedarPolicies} and {@link CedarSchema} need no native library.
 */
public final class CedarUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    CedarUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
