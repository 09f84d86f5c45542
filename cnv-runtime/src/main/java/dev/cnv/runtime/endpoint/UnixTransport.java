package dev.cnv.runtime.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection over a Unix-domain socket. */
final class UnixTransport implements Transport {

    private final SocketChannel channel;
    private final PeerIdentity peer;

    UnixTransport(SocketChannel channel, PeerIdentity peer) {
        this.channel = channel;
        this.peer = peer;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        return channel.read(ByteBuffer.wrap(into, offset, count));
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(from, offset, count);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    @Override
    public void finishOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void abort() {
        try {
            channel.close();
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
        return new byte[0];
    }
}
