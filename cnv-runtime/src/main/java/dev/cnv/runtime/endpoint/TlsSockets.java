package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes TLS 1.3 of sockets, with CNV's own keys and trust on both sides.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class TlsSockets {

    /** Makes the keying material different from that of other uses (RFC 9266 names the idea). */
    private static final String EXPORTER = "EXPORTER-dev-cnv-session";

    private static final int EXPORTED_BYTES = 32;

    private final SSLContext context;
    private final TlsPeers peers;
    private final Time time;

    TlsSockets(TlsIdentity identity, TlsPeers peers, Time time) {
        this.peers = peers;
        this.time = time;
        try {
            context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    new KeyManager[] {new OneKey(identity)},
                    new TrustManager[] {new CheckedPeers()},
                    null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS 1.3", e);
        }
    }

    /** What a handshake gave: who the peer is, and bytes that only the two ends know. */
    @SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
    record Secured(SSLSocket socket, PeerIdentity peer, byte[] binding) {}

    /**
     * Shakes hands over a connected socket.
     *
     * @param host the host that was asked for; empty on the side that was connected to
     * @throws EndpointException when one side refuses the other
     */
    Secured secure(Socket plain, Optional<String> host) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(plain, host.orElse(null), plain.getPort(), true);
        socket.setUseClientMode(host.isPresent());
        if (host.isEmpty()) {
            socket.setNeedClientAuth(true);
        }
        socket.setEnabledProtocols(new String[] {"TLSv1.3"});
        try {
            socket.startHandshake();
            // Once more, on the finished session: one that was resumed was not checked now.
            PeerIdentity peer = peers.identify(
                    path(socket.getSession().getPeerCertificates()), time.now(), host);
            byte[] binding = ((ExtendedSSLSession) socket.getSession())
                    .exportKeyingMaterialData(EXPORTER, new byte[0], EXPORTED_BYTES);
            return new Secured(socket, peer, binding);
        } catch (CertificateException | SSLException e) {
            throw new EndpointException(EndpointFault.PEER_REFUSED, "TLS failed: " + why(e), e);
        }
    }

    private static String why(Throwable fault) {
        Throwable cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static List<X509Certificate> path(Certificate[] certificates) {
        List<X509Certificate> path = new ArrayList<>();
        for (Certificate certificate : certificates) {
            path.add((X509Certificate) certificate);
        }
        return path;
    }

    /** Asks {@link TlsPeers} during the handshake, so that no peer that is refused sees a byte more. */
    private final class CheckedPeers extends X509ExtendedTrustManager {

        private void check(X509Certificate[] chain, Optional<String> host)
                throws CertificateException {
            peers.identify(List.of(chain), time.now(), host);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain, Optional.empty());
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            String host = ((SSLSocket) socket).getHandshakeSession().getPeerHost();
            check(chain, Optional.of(host == null ? "" : host));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw unused();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw unused();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw unused();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw unused();
        }

        private static CertificateException unused() {
            return new CertificateException("only sockets are checked here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Shows one key, whoever asks. */
    private static final class OneKey extends X509ExtendedKeyManager {

        private static final String ALIAS = "cnv";

        private final TlsIdentity identity;

        OneKey(TlsIdentity identity) {
            this.identity = identity;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.path().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.privateKey();
        }
    }
}
