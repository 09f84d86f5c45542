package dev.cnv.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.crypto.Authorities;
import dev.cnv.runtime.crypto.Authorities.Party;
import dev.cnv.runtime.crypto.CertificateTrust;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;

class TlsSocketsTest {

    private static final String HOST = "localhost";

    private final VirtualTime time = new VirtualTime(Authorities.NOW);
    private final SecureRandom random = new SecureRandom();
    private final SigningKey server = SigningKey.generate(random);
    private final SigningKey client = SigningKey.generate(random);

    private TlsSockets sockets(SigningKey own, TlsPeers peers) {
        return new TlsSockets(TlsIdentity.ofPinnedKey(own, time.now()), peers, time);
    }

    /** What both ends of one handshake say; an exception where an end refused. */
    private record Ends(Object atServer, Object atClient) {}

    private static Ends shake(TlsSockets server, TlsSockets client) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<TlsSockets.Secured> accepting = new FutureTask<>(() -> {
                Socket accepted = listening.accept();
                accepted.setSoTimeout(5_000);
                TlsSockets.Secured secured = server.secure(accepted, Optional.empty());
                secured.socket().getOutputStream().write(7);
                return secured;
            });
            Thread.ofVirtual().start(accepting);
            Object atClient;
            try {
                Socket connected =
                        new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
                connected.setSoTimeout(5_000);
                TlsSockets.Secured secured = client.secure(connected, Optional.of(HOST));
                // TLS 1.3 tells a client only here that the server refused it.
                assertEquals(7, secured.socket().getInputStream().read());
                atClient = secured;
            } catch (IOException e) {
                atClient = e;
            }
            try {
                return new Ends(accepting.get(), atClient);
            } catch (ExecutionException e) {
                return new Ends(e.getCause(), atClient);
            }
        }
    }

    private static void assertRefused(Object end) {
        EndpointException refused = assertInstanceOf(EndpointException.class, end);
        assertEquals(EndpointFault.PEER_REFUSED, refused.fault(), refused.getMessage());
    }

    @Test
    void handshake_pinnedOnBothSides_bindsBothEnds() throws Exception {
        Ends ends = shake(
                sockets(server, TlsPeers.pinned(client.publicKey())),
                sockets(client, TlsPeers.pinned(server.publicKey())));
        var atServer = assertInstanceOf(TlsSockets.Secured.class, ends.atServer());
        var atClient = assertInstanceOf(TlsSockets.Secured.class, ends.atClient());
        assertEquals(Optional.of(client.publicKey()), atServer.peer().key());
        assertEquals(Optional.of(server.publicKey()), atClient.peer().key());
        assertEquals("TLSv1.3", atClient.socket().getSession().getProtocol());
        assertEquals(32, atServer.binding().length);
        assertArrayEquals(atServer.binding(), atClient.binding());
    }

    @Test
    void binding_ofTwoConnections_differs() throws Exception {
        TlsSockets atServer = sockets(server, TlsPeers.pinned(client.publicKey()));
        TlsSockets atClient = sockets(client, TlsPeers.pinned(server.publicKey()));
        var first = (TlsSockets.Secured) shake(atServer, atClient).atServer();
        var second = (TlsSockets.Secured) shake(atServer, atClient).atServer();
        assertFalse(Arrays.equals(first.binding(), second.binding()));
    }

    @Test
    void client_notPinned_isRefused() throws Exception {
        Ends ends = shake(
                sockets(server, TlsPeers.pinned(server.publicKey())),
                sockets(client, TlsPeers.pinned(server.publicKey())));
        assertRefused(ends.atServer());
        assertInstanceOf(IOException.class, ends.atClient());
    }

    @Test
    void server_notPinned_isRefused() throws Exception {
        Ends ends = shake(
                sockets(server, TlsPeers.pinned(client.publicKey())),
                sockets(client, TlsPeers.pinned(client.publicKey())));
        assertRefused(ends.atClient());
    }

    @Test
    void identity_ofAnotherSuite_isRefused() {
        SigningKey other = SigningKey.generate(SignatureSuite.ML_DSA_44, random);
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> TlsIdentity.ofPinnedKey(other, time.now()));
        assertTrue(String.valueOf(refused.getMessage()).contains("suite=ML_DSA_44"));
    }

    /** An authority with a server's certificate that names a host. */
    private static final class Acme {

        private final Party root;
        private final X509Certificate rootCertificate;
        private final KeyPair keys;
        private final X509Certificate certificate;
        private final SigningKey key;

        Acme(String host) throws Exception {
            root = Party.of("CN=Acme", "Ed25519");
            rootCertificate = Authorities.certificate(root, root).authority().sign();
            Party named = Party.of("CN=server", "Ed25519");
            keys = named.keys();
            certificate = Authorities.certificate(root, named)
                    .principal()
                    .with(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(
                                    GeneralName.uniformResourceIdentifier,
                                    "cnv://" + host + "/bank?type=service")))
                    .sign();
            key = SigningKey.ofRawSecretKey(
                    SignatureSuite.ED25519,
                    ((EdECPrivateKey) keys.getPrivate()).getBytes().orElseThrow());
        }

        TlsIdentity identity() {
            return TlsIdentity.of(key, List.of(certificate));
        }

        TlsPeers peers(X509Certificate... revoked) throws Exception {
            return TlsPeers.vouchedBy(CertificateTrust.of(rootCertificate)
                    .withRevocationLists(List.of(Authorities.list(
                            root, Authorities.BEFORE, Authorities.AFTER, revoked))));
        }
    }

    private Ends shakeWith(Acme acme, TlsPeers trusted) throws Exception {
        return shake(
                new TlsSockets(acme.identity(), TlsPeers.pinned(client.publicKey()), time),
                sockets(client, trusted));
    }

    @Test
    void server_vouchedForTheHost_isNamed() throws Exception {
        Acme acme = new Acme(HOST);
        var atClient = assertInstanceOf(
                TlsSockets.Secured.class, shakeWith(acme, acme.peers()).atClient());
        assertEquals("localhost/bank", atClient.peer().name().orElseThrow().id().value());
    }

    @Test
    void server_vouchedForAnotherHost_isRefused() throws Exception {
        Acme acme = new Acme("elsewhere.example");
        assertRefused(shakeWith(acme, acme.peers()).atClient());
    }

    @Test
    void server_ofAnotherAuthority_isRefused() throws Exception {
        assertRefused(shakeWith(new Acme(HOST), new Acme(HOST).peers()).atClient());
    }

    @Test
    void server_whoseCertificateWasRevoked_isRefused() throws Exception {
        Acme acme = new Acme(HOST);
        assertRefused(shakeWith(acme, acme.peers(acme.certificate)).atClient());
    }

    @Test
    void server_whoseCertificateEnded_isRefused() throws Exception {
        Acme acme = new Acme(HOST);
        time.advance(java.time.Duration.ofDays(2));
        assertRefused(shakeWith(acme, acme.peers()).atClient());
    }
}
