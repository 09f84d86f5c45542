package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Feature;

/** What the two ends of a connection agreed to use, and what is not to be used therefore. */
final class AgreedFeatures {

    private AgreedFeatures() {}

    /**
     * Refuses to send what was not agreed, before anything is sent.
     *
     * @throws EndpointException when it was not
     */
    static void require(Agreement agreement, Feature feature) throws EndpointException {
        require(agreement, feature, EndpointFault.NEGOTIATION_REFUSED);
    }

    /**
     * Refuses what a peer sent although it was not agreed.
     *
     * @throws EndpointException when it was not
     */
    static void requireOfPeer(Agreement agreement, Feature feature) throws EndpointException {
        require(agreement, feature, EndpointFault.PROTOCOL_VIOLATION);
    }

    private static void require(Agreement agreement, Feature feature, EndpointFault fault)
            throws EndpointException {
        if (!agreement.features().has(feature)) {
            throw new EndpointException(
                    fault,
                    feature + " is not agreed with the other side: version="
                            + agreement.version().text() + ", agreed=" + agreement.features());
        }
    }
}
