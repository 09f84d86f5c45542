package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.canonical.CborRefusedException;
import java.util.Arrays;

/**
 * Reads the credentials of one connection's calls. Most calls bring the bytes of the one before, which
 * say the same.
 *
 * <p><b>Threading:</b> for the one thread that reads.
 */
final class HeaderReader {

    /** Enough for one that names a session, and not for one with a chain. */
    private static final int KEPT_BYTES = 64;

    private byte[] lastBytes = {};
    private CallHeader last = CallHeader.NOTHING;

    /**
     * What a credential says.
     *
     * @throws EndpointException when it is not in form
     */
    CallHeader read(byte[] credential) throws EndpointException {
        if (Arrays.equals(credential, lastBytes)) {
            return last;
        }
        try {
            CallHeader header = CallHeader.decode(credential);
            if (credential.length <= KEPT_BYTES) {
                lastBytes = credential;
                last = header;
            }
            return header;
        } catch (CborRefusedException e) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION,
                    "the credential is not in form: " + e.getMessage());
        }
    }
}
