package dev.cnv.runtime.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A connection over TCP, with or without TLS. */
final class SocketTransport implements Transport {

    private final Socket connected;
    private final Socket used;
    private final InputStream in;
    private final OutputStream out;
    private final PeerIdentity peer;
    private final byte[] binding;

    private SocketTransport(Socket connected, Socket used, PeerIdentity peer, byte[] binding)
            throws IOException {
        this.connected = connected;
        this.used = used;
        this.in = used.getInputStream();
        this.out = used.getOutputStream();
        this.peer = peer;
        this.binding = binding;
    }

    static Transport unencrypted(Socket socket) throws IOException {
        return new SocketTransport(socket, socket, PeerIdentity.UNKNOWN, new byte[0]);
    }

    static Transport secured(Socket connected, TlsSockets.Secured secured) throws IOException {
        return new SocketTransport(connected, secured.socket(), secured.peer(), secured.binding());
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        return in.read(into, offset, count);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        out.write(from, offset, count);
    }

    @Override
    public void finishOutput() throws IOException {
        used.shutdownOutput();
    }

    @Override
    public void abort() {
        try {
            // Below TLS: its own close would wait for a peer that takes nothing.
            connected.close();
        } catch (IOException _) {
            // It is of no more use either way.
        }
    }

    @Override
    public PeerIdentity peer() {
        return peer;
    }

    @Override
    public byte[] binding() {
        return binding.clone();
    }
}
