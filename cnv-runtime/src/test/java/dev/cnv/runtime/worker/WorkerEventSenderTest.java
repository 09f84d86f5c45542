package dev.cnv.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.protocol.StreamPayload;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a verb says in a worker is taken, refused or waited for, and never lost in silence. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerEventSenderTest {

    private final RecordingEventChannel channel = new RecordingEventChannel();

    private WorkerEventSender events(CompletableFuture<WorkerReply> reply) {
        return new WorkerEventSender(
                new WorkerEventChannel() {
                    @Override
                    public int maxBytes() {
                        return 4096;
                    }

                    @Override
                    public Future<WorkerReply> send(StreamPayload event) {
                        return reply;
                    }
                },
                true,
                Echo.ID);
    }

    @Test
    void hint_whenNobodyListens_isNotSent_butAMilestoneIs() {
        try (WorkerEventSender events = new WorkerEventSender(channel, false, Echo.ID)) {
            events.log("to nobody");
            assertEquals(9, events.milestone("m", StrictJson.parse("1")).record());
        }
        assertEquals(List.of(new WorkerEvent.Reached("m", StrictJson.parse("1"))), channel.sent);
    }

    @Test
    void word_tooLarge_isRefusedWithItsSize() {
        try (WorkerEventSender events = new WorkerEventSender(channel, true, Echo.ID)) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> events.log("x".repeat(5000)));
            assertTrue(refused.getMessage().contains("messageBytes=4096"), refused::getMessage);
            events.log("the next has the next number");
        }
        assertEquals(1, channel.sent.size());
    }

    @Test
    void word_refusedByTheRuntime_isThrownWhereItIsSaid() {
        var misuse = new WorkerReply.Refused("nameLength=0", true);
        var late = new WorkerReply.Refused("is a dry run", false);
        assertThrows(
                IllegalArgumentException.class,
                () -> events(CompletableFuture.completedFuture(misuse))
                        .milestone("", StrictJson.parse("1")));
        assertThrows(
                IllegalStateException.class,
                () -> events(CompletableFuture.completedFuture(late)).log("x"));
    }

    @Test
    void word_notAnswered_holdsTheVerbUntilItIs() throws Exception {
        CompletableFuture<WorkerReply> reply = new CompletableFuture<>();
        WorkerEventSender events = events(reply);
        CompletableFuture<Void> said = CompletableFuture.runAsync(() -> events.log("a"));
        assertThrows(
                java.util.concurrent.TimeoutException.class,
                () -> said.get(200, TimeUnit.MILLISECONDS));
        reply.complete(WorkerReply.Received.INSTANCE);
        said.get(10, TimeUnit.SECONDS);
    }

    @Test
    void word_ofAnInterruptedThread_isCancelled_andCloseWaitsForItsAnswer() throws Exception {
        CompletableFuture<WorkerReply> reply = new CompletableFuture<>();
        WorkerEventSender events = events(reply);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> events.log("a"));
        assertTrue(Thread.interrupted());
        CompletableFuture<Void> closed = CompletableFuture.runAsync(events::close);
        assertThrows(
                java.util.concurrent.TimeoutException.class,
                () -> closed.get(200, TimeUnit.MILLISECONDS));
        assertFalse(closed.isDone());
        reply.complete(WorkerReply.Received.INSTANCE);
        closed.get(10, TimeUnit.SECONDS);
        assertThrows(IllegalStateException.class, () -> events.log("b"));
    }
}
