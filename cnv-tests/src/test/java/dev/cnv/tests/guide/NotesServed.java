package dev.cnv.tests.guide;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.RemoteOutcome;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.endpoint.TlsIdentity;
import dev.cnv.runtime.endpoint.TlsPeers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How an application serves its verbs, and another process calls them. */
final class NotesServed {

    private NotesServed() {}

    // region: serve
    /** In the application: its verbs for other processes of the same user. */
    static Server serve(Cnv cnv, Path socket) throws IOException {
        return Server.of(cnv).start(EndpointAddress.unix(socket));
    }

    /** In another process: a call with alice's chain, and a receipt that is checked here. */
    static JsonNode call(
            EndpointAddress address,
            Credential alice,
            CapabilityId verb,
            JsonNode arguments,
            PublicKey bank)
            throws EndpointException, InterruptedException {
        try (Client client = Client.to(address).connect()) {
            RemoteSession session = client.open(alice).signedReceipts(true);
            RemoteOutcome answer = session.call(verb, arguments);
            SignedReceipt receipt = answer.signedReceipt().orElseThrow();
            if (receipt.check(List.of(bank)) instanceof SignedReceipt.Checked.Refused refused) {
                throw new IllegalStateException(refused.denial().message());
            }
            return answer.outcome().orThrow();
        }
    }
    // endregion

    // region: tls
    /** In the application: its verbs for processes of other machines, which show the key of one of them. */
    static Server serveOverTls(Cnv cnv, String host, SigningKey own, PublicKey gateway)
            throws IOException {
        return Server.of(cnv)
                .tls(TlsIdentity.ofPinnedKey(own, Instant.now()), TlsPeers.pinned(gateway))
                .start(EndpointAddress.tls(host, 0));
    }

    /** On the other machine. Closing the client ends its connection. */
    static Client connectOverTls(EndpointAddress address, SigningKey own, PublicKey server)
            throws EndpointException {
        return Client.to(address)
                .tls(TlsIdentity.ofPinnedKey(own, Instant.now()), TlsPeers.pinned(server))
                .connect();
    }
    // endregion
}
