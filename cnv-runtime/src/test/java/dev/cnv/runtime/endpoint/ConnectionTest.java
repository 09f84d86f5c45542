package dev.cnv.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Compression;
import dev.cnv.runtime.protocol.FeatureSet;
import dev.cnv.runtime.protocol.HeaderDescriptor;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.ProtocolVersion;
import dev.cnv.runtime.protocol.WireLimits;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signs of life, by a clock that tests turn. */
@Timeout(20)
class ConnectionTest {

    private static final Agreement AGREED = new Agreement(
            ProtocolVersion.V4_0,
            FeatureSet.ALL,
            Compression.NONE,
            WireLimits.DEFAULT,
            new byte[32]);

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final Pipe pipe = new Pipe();
    private final Heard heard = new Heard();
    private final Connection connection = connect();

    private Connection connect() {
        Inbox inbox = new Inbox(new HeldBytes(1 << 20));
        inbox.decoder().agreed(AGREED);
        Connection made = new Connection(
                pipe,
                AGREED,
                inbox,
                EndpointSettings.DEFAULT.withTimes(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(300)),
                time,
                Optional.empty(),
                _ -> heard);
        made.start();
        return made;
    }

    /** A transport whose other end is the test. */
    private static final class Pipe implements Transport {

        final BlockingQueue<byte[]> toRead = new LinkedBlockingQueue<>();
        final BlockingQueue<byte[]> written = new LinkedBlockingQueue<>();
        volatile CountDownLatch mayWrite = new CountDownLatch(0);

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            try {
                byte[] next = toRead.take();
                System.arraycopy(next, 0, into, offset, next.length);
                return next.length == 0 ? -1 : next.length;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            try {
                mayWrite.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            written.add(Arrays.copyOfRange(from, offset, offset + count));
        }

        @Override
        public void finishOutput() {
            written.add(new byte[0]);
        }

        @Override
        public void abort() {
            toRead.add(new byte[0]);
        }

        @Override
        public PeerIdentity peer() {
            return PeerIdentity.UNKNOWN;
        }

        @Override
        public byte[] binding() {
            return new byte[0];
        }
    }

    /** What a connection tells. */
    private static final class Heard implements Connection.Handler {

        final BlockingQueue<MessageType> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<EndpointException> ended = new CompletableFuture<>();
        final CountDownLatch idle = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        volatile boolean busy;

        @Override
        public void received(MessageView message) {
            messages.add(message.type());
        }

        @Override
        public void idle() {
            idle.countDown();
        }

        @Override
        public boolean busy() {
            return busy;
        }

        @Override
        public void ended(EndpointException why) {
            ended.complete(why);
        }

        @Override
        public void closed() {
            closed.countDown();
        }
    }

    private static byte[] message(MessageType type) {
        ByteBuffer bytes = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES);
        HeaderDescriptor.encode(bytes, 0, type, 0, 0, 0, 0);
        return bytes.array();
    }

    private void pass(Duration duration) {
        time.advance(duration);
        connection.tick(time.nanos());
    }

    private void hear(MessageType type) throws InterruptedException {
        pipe.toRead.add(message(type));
        pipe.toRead.add(message(MessageType.SHUTDOWN));
        // The second one is handled when the first one is over.
        assertEquals(MessageType.SHUTDOWN, heard.messages.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void silence_ofOurs_isEndedByAHeartbeat() throws Exception {
        pass(Duration.ofSeconds(9));
        assertTrue(pipe.written.isEmpty());
        pass(Duration.ofSeconds(1));
        assertEquals(MessageType.HEARTBEAT.code(), pipe.written.poll(10, TimeUnit.SECONDS)[0]);
    }

    @Test
    void silence_ofThePeer_endsTheConnection() throws Exception {
        pass(Duration.ofSeconds(30));
        assertFalse(heard.ended.isDone());
        pass(Duration.ofSeconds(1));
        EndpointException why = heard.ended.get(10, TimeUnit.SECONDS);
        assertEquals(EndpointFault.PEER_DEAD, why.fault());
        assertTrue(heard.closed.await(10, TimeUnit.SECONDS));
    }

    @Test
    void peer_thatIsHeardOf_lives() throws Exception {
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(25));
            hear(MessageType.HEARTBEAT);
        }
        assertFalse(heard.ended.isDone());
    }

    @Test
    void peer_thatTakesNothing_isDead() throws Exception {
        pipe.mayWrite = new CountDownLatch(1);
        connection.send(0, false, MessageType.HEARTBEAT, 0, new byte[0]);
        for (int i = 0; i < 3 && !heard.ended.isDone(); i++) {
            pass(Duration.ofSeconds(20));
            if (!heard.ended.isDone()) {
                hear(MessageType.HEARTBEAT);
            }
        }
        EndpointException why = heard.ended.get(10, TimeUnit.SECONDS);
        assertTrue(String.valueOf(why.getMessage()).contains("takes nothing"), why.toString());
        pipe.mayWrite.countDown();
    }

    @Test
    void connection_thatNobodyUses_isIdleUnlessACallRuns() throws Exception {
        heard.busy = true;
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(20));
            hear(MessageType.HEARTBEAT);
        }
        assertEquals(1, heard.idle.getCount());
        heard.busy = false;
        pass(Duration.ofSeconds(20));
        assertEquals(0, heard.idle.getCount());
    }

    @Test
    void finish_writesWhatWaitsAndClosesWithThePeer() throws Exception {
        connection.send(0, false, MessageType.CAPABILITIES, 5, new byte[3]);
        connection.finish();
        assertEquals(19, pipe.written.poll(10, TimeUnit.SECONDS).length);
        assertEquals(0, pipe.written.poll(10, TimeUnit.SECONDS).length);
        assertFalse(connection.closed());
        pipe.toRead.add(new byte[0]);
        assertTrue(heard.closed.await(10, TimeUnit.SECONDS));
    }

    @Test
    void held_ofLargeMessages_isBounded() {
        HeldBytes held = new HeldBytes(100);
        assertTrue(held.tryTake(500));
        assertFalse(held.tryTake(1));
        held.give(500);
        assertTrue(held.tryTake(60));
        assertFalse(held.tryTake(60));
        assertTrue(held.tryTake(40));
        held.give(100);
        assertEquals(0, held.heldBytes());
    }
}
