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
class WorkerVoiceTest {

    private final SaidLine line = new SaidLine();

    private WorkerVoice voice(CompletableFuture<WorkerReply> reply) {
        return new WorkerVoice(
                new WorkerLine() {
                    @Override
                    public int maxBytes() {
                        return 4096;
                    }

                    @Override
                    public Future<WorkerReply> say(StreamPayload event) {
                        return reply;
                    }
                },
                true,
                Echo.ID);
    }

    @Test
    void hint_whenNobodyListens_isNotSent_butAMilestoneIs() {
        try (WorkerVoice voice = new WorkerVoice(line, false, Echo.ID)) {
            voice.log("to nobody");
            assertEquals(9, voice.milestone("m", StrictJson.parse("1")).record());
        }
        assertEquals(List.of(new WorkerEvent.Reached("m", StrictJson.parse("1"))), line.said);
    }

    @Test
    void word_tooLarge_isRefusedWithItsSize() {
        try (WorkerVoice voice = new WorkerVoice(line, true, Echo.ID)) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> voice.log("x".repeat(5000)));
            assertTrue(refused.getMessage().contains("messageBytes=4096"), refused::getMessage);
            voice.log("the next has the next number");
        }
        assertEquals(1, line.said.size());
    }

    @Test
    void word_refusedByTheRuntime_isThrownWhereItIsSaid() {
        var misuse = new WorkerReply.Refused("nameLength=0", true);
        var late = new WorkerReply.Refused("is a dry run", false);
        assertThrows(
                IllegalArgumentException.class,
                () -> voice(CompletableFuture.completedFuture(misuse))
                        .milestone("", StrictJson.parse("1")));
        assertThrows(
                IllegalStateException.class,
                () -> voice(CompletableFuture.completedFuture(late)).log("x"));
    }

    @Test
    void word_notAnswered_holdsTheVerbUntilItIs() throws Exception {
        CompletableFuture<WorkerReply> reply = new CompletableFuture<>();
        WorkerVoice voice = voice(reply);
        CompletableFuture<Void> said = CompletableFuture.runAsync(() -> voice.log("a"));
        assertThrows(
                java.util.concurrent.TimeoutException.class,
                () -> said.get(200, TimeUnit.MILLISECONDS));
        reply.complete(WorkerReply.Heard.YES);
        said.get(10, TimeUnit.SECONDS);
    }

    @Test
    void word_ofAnInterruptedThread_isCancelled_andCloseWaitsForItsAnswer() throws Exception {
        CompletableFuture<WorkerReply> reply = new CompletableFuture<>();
        WorkerVoice voice = voice(reply);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> voice.log("a"));
        assertTrue(Thread.interrupted());
        CompletableFuture<Void> closed = CompletableFuture.runAsync(voice::close);
        assertThrows(
                java.util.concurrent.TimeoutException.class,
                () -> closed.get(200, TimeUnit.MILLISECONDS));
        assertFalse(closed.isDone());
        reply.complete(WorkerReply.Heard.YES);
        closed.get(10, TimeUnit.SECONDS);
        assertThrows(IllegalStateException.class, () -> voice.log("b"));
    }
}
