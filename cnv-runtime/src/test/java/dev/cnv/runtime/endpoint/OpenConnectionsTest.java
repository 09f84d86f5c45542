package dev.cnv.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Compression;
import dev.cnv.runtime.protocol.FeatureSet;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.ProtocolVersion;
import dev.cnv.runtime.protocol.WireLimits;
import dev.cnv.runtime.time.Time;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that are looked at together, by a clock that tests turn. */
@Timeout(20)
class OpenConnectionsTest {

    private static final Duration HEARTBEAT = Duration.ofSeconds(4);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Agreement AGREED = new Agreement(
            ProtocolVersion.V4_0,
            FeatureSet.ALL,
            Compression.NONE,
            WireLimits.DEFAULT,
            new byte[32]);

    private final VirtualTime turned = new VirtualTime(Instant.EPOCH);
    private final Set<Object> armed = ConcurrentHashMap.newKeySet();
    private final Time time = new Time() {

        @Override
        public Instant now() {
            return turned.now();
        }

        @Override
        public long nanos() {
            return turned.nanos();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            Object own = new Object();
            armed.add(own);
            Timer timer = turned.after(delay, () -> {
                armed.remove(own);
                task.run();
            });
            return () -> {
                armed.remove(own);
                timer.cancel();
            };
        }
    };
    private final OpenConnections open = new OpenConnections(time, HEARTBEAT);

    /** A transport whose other end says nothing. */
    private static final class Silence implements Transport {

        private final CountDownLatch over = new CountDownLatch(1);

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            try {
                over.await();
                return -1;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void write(byte[] from, int offset, int count) {}

        @Override
        public void finishOutput() {}

        @Override
        public void abort() {
            over.countDown();
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

    /** What a connection is told, and what it does when it is looked at. */
    private final class Told implements Connection.Handler {

        private final Runnable whenTicked;
        private final AtomicInteger ticks = new AtomicInteger();
        private final CompletableFuture<EndpointException> ended = new CompletableFuture<>();
        private final Connection connection;

        Told(Runnable whenTicked) {
            this.whenTicked = whenTicked;
            Inbox inbox = new Inbox(new HeldBytes(1 << 20));
            inbox.decoder().agreed(AGREED);
            connection = new Connection(
                    new Silence(),
                    AGREED,
                    inbox,
                    EndpointSettings.DEFAULT.withTimes(
                            Duration.ofSeconds(10),
                            HEARTBEAT,
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(300)),
                    time,
                    Optional.empty(),
                    _ -> this);
        }

        @Override
        public void received(MessageView message) {}

        @Override
        public void idle() {}

        @Override
        public boolean busy() {
            return true;
        }

        @Override
        public void ticked(long now, long idleNanos) {
            ticks.incrementAndGet();
            whenTicked.run();
        }

        @Override
        public void ended(EndpointException why) {
            ended.complete(why);
        }

        @Override
        public void closed() {
            var _ = open.remove(connection);
        }

        Told started() {
            open.start(connection, () -> {});
            return this;
        }
    }

    private Told quiet() {
        return new Told(() -> {}).started();
    }

    private static EndpointException closing() {
        return new EndpointException(EndpointFault.SHUTTING_DOWN, "closed");
    }

    @Test
    void tick_inWhichOneConnectionThrows_reachesTheOthersNowAndLater() {
        Told one = quiet();
        Told broken = new Told(() -> {
                    throw new IllegalStateException("broken");
                })
                .started();
        Told other = quiet();
        for (int i = 1; i <= 3; i++) {
            assertThrows(IllegalStateException.class, () -> turned.advance(TICK));
            assertEquals(i, one.ticks.get());
            assertEquals(i, broken.ticks.get());
            assertEquals(i, other.ticks.get());
        }
    }

    @Test
    void close_withinATick_leavesNoTimer() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Told only = new Told(() -> {
                    // As another thread does, while this one is about to set the next timer.
                    open.close(Duration.ofMillis(1), closing());
                    closed.complete(null);
                })
                .started();
        Thread turning = Thread.ofVirtual().start(() -> turned.advance(TICK));
        while (!closed.isDone()) {
            turned.advance(Duration.ofMillis(1));
            Thread.sleep(1);
        }
        turning.join();
        assertEquals(EndpointFault.SHUTTING_DOWN, only.ended.get().fault());
        assertEquals(0, armed.size());
        turned.advance(Duration.ofSeconds(10));
        assertEquals(1, only.ticks.get());
    }

    @Test
    void close_endsEachConnection_andThoseThatComeLater() throws Exception {
        Told one = quiet();
        Told other = quiet();
        Thread closing = Thread.ofVirtual().start(() -> open.close(TICK, closing()));
        while (closing.isAlive()) {
            turned.advance(TICK);
            Thread.sleep(1);
        }
        assertEquals(EndpointFault.SHUTTING_DOWN, one.ended.get().fault());
        assertEquals(EndpointFault.SHUTTING_DOWN, other.ended.get().fault());
        assertEquals(EndpointFault.SHUTTING_DOWN, quiet().ended.get().fault());
        assertEquals(0, armed.size());
    }

    @Test
    void close_whenTheLastConnectionGoes_waitsNoLonger() throws Exception {
        Told only = quiet();
        Thread closing = Thread.ofVirtual().start(() -> open.close(TICK, closing()));
        while (armed.size() < 2) {
            Thread.sleep(1); // Until it waits.
        }
        only.connection.end(new EndpointException(EndpointFault.CONNECTION_LOST, "gone"));
        assertTrue(closing.join(Duration.ofSeconds(10)));
        assertEquals(EndpointFault.CONNECTION_LOST, only.ended.get().fault());
        assertEquals(0, armed.size());
    }

    @Test
    void ticks_withoutConnections_rest() {
        Told only = quiet();
        assertEquals(1, armed.size());
        only.connection.end(closing());
        turned.advance(TICK);
        assertEquals(0, armed.size());
        quiet();
        assertEquals(1, armed.size());
    }
}
