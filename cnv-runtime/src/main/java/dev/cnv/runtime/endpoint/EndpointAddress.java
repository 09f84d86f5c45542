package dev.cnv.runtime.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a server listens.
 *
 * <pre>
 * unix:/run/app/cnv.sock             a Unix-domain socket of this user
 * tls://host:port                    TCP with mutual TLS 1.3
 * unencrypted-loopback://127.0.0.1:port    TCP that never leaves the machine, without TLS
 * </pre>
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface EndpointAddress {

    /** The longest path of a Unix-domain socket, in bytes of UTF-8: {@code sun_path} less its end. */
    int MAX_PATH_BYTES = 107;

    /**
     * A Unix-domain socket. Only processes of the user who serves may connect.
     *
     * @param path the socket's file
     */
    record Unix(Path path) implements EndpointAddress {

        /**
         * Checks the length.
         *
         * @throws IllegalArgumentException when the path is longer than a socket's can be
         */
        public Unix {
            int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_PATH_BYTES) {
                throw new IllegalArgumentException("path=" + path + " has " + bytes
                        + " bytes, above " + MAX_PATH_BYTES
                        + ", the most that a Unix-domain socket can have");
            }
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * TCP with TLS 1.3, in which both sides show certificates.
     *
     * @param host a name or an address
     * @param port 0 to 65535; 0 lets the system choose where a server listens
     */
    record Tls(String host, int port) implements EndpointAddress {

        /**
         * Checks the port.
         *
         * @throws IllegalArgumentException when the host is empty or the port is not one
         */
        public Tls {
            requirePlace(host, port);
        }

        @Override
        public String toString() {
            return "tls://" + host + ":" + port;
        }
    }

    /**
     * TCP without TLS on a loopback interface: any user of the machine can connect. Made by {@link
     * #unencryptedOnLoopback}.
     *
     * @param host a name or an address of the loopback interface
     * @param port 0 to 65535; 0 lets the system choose where a server listens
     */
    record UnencryptedLoopback(String host, int port) implements EndpointAddress {

        /**
         * Checks host and port.
         *
         * @throws IllegalArgumentException when the host is not on the loopback interface, or the port is
         *     not one
         */
        public UnencryptedLoopback {
            requirePlace(host, port);
            requireLoopback(host);
        }

        @Override
        public String toString() {
            return "unencrypted-loopback://" + host + ":" + port;
        }
    }

    /**
     * An address of a Unix-domain socket.
     *
     * @param path the socket's file
     * @return the address
     * @throws IllegalArgumentException when the path is too long
     */
    static EndpointAddress unix(Path path) {
        return new Unix(path);
    }

    /**
     * An address for TLS.
     *
     * @param host a name or an address
     * @param port the port
     * @return the address
     * @throws IllegalArgumentException when the host is empty or the port is not one
     */
    static EndpointAddress tls(String host, int port) {
        return new Tls(host, port);
    }

    /**
     * An address for TCP without TLS, on this machine only. Every user of the machine can connect, and
     * whoever may watch the interface reads along.
     *
     * @param host a name or an address of the loopback interface
     * @param port the port
     * @return the address
     * @throws IllegalArgumentException when the host is not on the loopback interface
     */
    static EndpointAddress unencryptedOnLoopback(String host, int port) {
        return new UnencryptedLoopback(host, port);
    }

    /**
     * Reads an address.
     *
     * @param text {@code unix:PATH}, {@code tls://HOST:PORT} or {@code
     *     unencrypted-loopback://HOST:PORT}; a host with colons stands in brackets
     * @return the address
     * @throws IllegalArgumentException when the text is none of them
     */
    static EndpointAddress parse(String text) {
        return AddressText.read(text);
    }

    private static void requirePlace(String host, int port) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host is empty");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port=" + port + " is not 0 to 65535");
        }
    }

    private static void requireLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    throw new IllegalArgumentException("host=" + host + " is " + address
                            + ", which is not on the loopback interface; use tls://");
                }
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("host=" + host + " is not known", e);
        }
    }
}
