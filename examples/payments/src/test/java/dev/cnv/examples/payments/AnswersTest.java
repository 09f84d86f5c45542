package dev.cnv.examples.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.worker.FrameResult;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Frames that are sent and answers that are read, with no worker between them. */
class AnswersTest {

    private static final long[] GRANTS = {11, 12};

    private final FrameRing ring = FrameRing.create(Arena.ofAuto(), 1_024, 1);
    private final Answers answers = new Answers(ring, 1);

    private Requests requests(int balancePercent) {
        LoadTerms terms = new LoadTerms(10, 1_000, balancePercent, 2, 0, Path.of("ledger"));
        return new Requests(ring, terms, GRANTS, new long[] {21, 22});
    }

    /** Answers as a worker does. */
    private void answer(int verb, int agent, int status, long result) {
        long frame = ring.claim();
        FrameDescriptor.writeHead(ring.segment(), frame, 0, verb, (short) 0, 1, agent);
        ring.segment().set(ValueLayout.JAVA_BYTE, frame + FrameResult.OFFSET, (byte) (status + 1));
        PaymentsFrames.BalanceFrame.result(ring.segment(), frame, result);
        ring.commit(frame);
    }

    private void balance(int agent, int status, long cents) {
        answer(PaymentsFrames.BalanceFrame.VERB, agent, status, cents);
    }

    @Test
    void answers_areCountedByVerbAndStatus() {
        assertFalse(answers.read(Pace.NONE));
        balance(0, FrameStatus.DONE, 5);
        balance(0, FrameStatus.HANDLE_STALE, 5);
        answer(PaymentsFrames.TransferFrame.VERB, 0, FrameStatus.DONE, 0);
        answer(PaymentsFrames.TransferFrame.VERB, 0, FrameStatus.FAILED, 0);
        answer(PaymentsFrames.TransferFrame.VERB, 0, FrameStatus.EXPIRED, 0);
        assertTrue(answers.read(Pace.NONE));
        assertEquals(5, answers.count());
        assertEquals(1, answers.balances(2).ran());
        assertEquals(1, answers.balances(2).revoked());
        assertEquals(2, answers.transfers(3).ran());
        assertEquals(1, answers.transfers(3).denied());
        assertEquals(0, answers.transfers(3).revoked());
        assertEquals(0, answers.latencies().getTotalCount());
    }

    @Test
    void balance_belowZero_isCounted() {
        balance(0, FrameStatus.DONE, 0);
        answer(PaymentsFrames.TransferFrame.VERB, 0, FrameStatus.DONE, -7);
        balance(0, FrameStatus.HANDLE_STALE, -7);
        answers.read(Pace.NONE);
        assertEquals(0, answers.negativeBalances(), "no balance, or none that was said");
        balance(0, FrameStatus.DONE, -1);
        answers.read(Pace.NONE);
        assertEquals(1, answers.negativeBalances());
    }

    @Test
    void lastBalance_isNotOneThatWasForgottenOrDenied() {
        balance(0, FrameStatus.DONE, 5);
        answers.read(Pace.NONE);
        assertEquals(5, answers.lastBalance());
        answers.forgetBalance();
        balance(0, FrameStatus.REVOKED, 6);
        answers.read(Pace.NONE);
        assertEquals(-1, answers.lastBalance());
    }

    @Test
    void watchedAgent_isSeenWhenAFrameOfItRan() {
        balance(0, FrameStatus.DONE, 5);
        balance(1, FrameStatus.REVOKED, 5);
        answers.read(Pace.NONE);
        assertEquals(0, answers.watchedRanAt());
        long before = System.nanoTime();
        balance(1, FrameStatus.DONE, 5);
        answers.read(Pace.NONE);
        assertTrue(answers.watchedRanAt() - before >= 0);
    }

    @Test
    void latency_isFromWhenAFrameWasDue() {
        Pace pace = new Pace(System.nanoTime() - 1_000_000_000, 1_000);
        answer(PaymentsFrames.TransferFrame.VERB, 250 << Byte.SIZE, FrameStatus.DONE, 0);
        answers.read(pace);
        assertTrue(answers.latencies().getMaxValue() > 740_000_000, "due 0.75 s ago");
        assertTrue(pace.mayBegin(999));
        assertFalse(pace.mayBegin(100_000));
        assertTrue(Pace.NONE.mayBegin(100_000));
    }

    @Test
    void requests_areOfBothVerbsUnderTheirGrants() {
        Requests requests = requests(50);
        for (int i = 0; i < 1_000; i++) {
            requests.send();
        }
        assertEquals(1_000, requests.sent());
        assertTrue(requests.balances() > 400 && requests.balances() < 600);
        long balances = 0;
        for (int i = 0; i < 1_000; i++) {
            long frame = ring.next();
            boolean isBalance =
                    FrameDescriptor.verb(ring.segment(), frame) == PaymentsFrames.BalanceFrame.VERB;
            long correlation = FrameDescriptor.correlation(ring.segment(), frame);
            long agent = correlation & 0xff;
            assertEquals(i, correlation >>> Byte.SIZE);
            assertEquals(
                    (isBalance ? 21 : 11) + agent, FrameDescriptor.grant(ring.segment(), frame));
            balances += isBalance ? 1 : 0;
        }
        assertEquals(balances, requests.balances());
    }

    @Test
    void request_whenTheWorkerIsGone_failsAndDoesNotWaitForEver() {
        Requests requests = requests(0);
        for (int i = 0; i < 1_024; i++) {
            requests.send();
        }
        ring.refuse();
        String message =
                assertThrows(IllegalStateException.class, requests::send).getMessage();
        assertTrue(message.contains("ring=CLOSED"), message);
    }
}
