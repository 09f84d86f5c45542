package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.telemetry.CallEnd;
import dev.cnv.runtime.telemetry.CallWatch;
import dev.cnv.runtime.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Closing drains, then refuses. */
class CloseTest {

    @Test
    void close_whileAVerbRuns_waitsForIt() {
        Fixture f = new Fixture(b -> b.drain(Duration.ofSeconds(60)));
        f.bank.entered = new CountDownLatch(1);
        f.bank.leave = new CountDownLatch(1);
        AtomicReference<Outcome<Integer>> outcome = new AtomicReference<>();
        Thread caller = Thread.ofVirtual()
                .start(() -> outcome.set(BankVerbs.with(f.alice()).await()));
        Waiting.until(() -> f.bank.entered.getCount() == 0);
        Thread closer = Thread.ofVirtual().start(f::close);
        Waiting.until(() -> closer.getState() == Thread.State.WAITING
                || closer.getState() == Thread.State.TIMED_WAITING);
        assertFalse(f.ledger.closed());
        f.bank.leave.countDown();
        Waiting.join(caller);
        Waiting.join(closer);
        assertInstanceOf(Outcome.Completed.class, outcome.get());
        assertTrue(f.ledger.closed());
        assertEquals(1, f.ledger.completions().size());
    }

    @Test
    void call_afterClose_isRefused() {
        Fixture f = new Fixture();
        var calls = BankVerbs.with(f.alice());
        var unchecked = BankTransferCertificate.prepare(
                        f.alice(), new BankTransferCertificate.Input("a", "b", 1))
                .orThrow();
        f.close();
        f.close();
        assertEquals(Reason.CLOSED, Fixture.reason(calls.balance("alice")));
        assertInstanceOf(dev.cnv.runtime.certificate.Step.Stopped.class, unchecked.checkPolicy());
    }

    @Test
    void close_whileAListenerHearsOfAnEnd_waitsForIt() {
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Fixture f =
                new Fixture(b -> b.drain(Duration.ofSeconds(60)).telemetry(held(ending, leave)));
        Thread caller = Thread.ofVirtual().start(() -> BankVerbs.with(f.alice()).balance("alice"));
        Waiting.until(() -> ending.getCount() == 0);
        Thread closer = Thread.ofVirtual().start(f::close);
        Waiting.until(() -> closer.getState() == Thread.State.WAITING
                || closer.getState() == Thread.State.TIMED_WAITING);
        assertFalse(f.ledger.closed());
        leave.countDown();
        Waiting.join(caller);
        Waiting.join(closer);
        assertTrue(f.ledger.closed());
    }

    @Test
    void close_callsStillRunWhenTheDrainIsOver_saysSoAndClosesTheLedger() {
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Fixture f = new Fixture(b -> b.drain(Duration.ofMillis(20)).telemetry(held(ending, leave)));
        Thread caller = Thread.ofVirtual().start(() -> BankVerbs.with(f.alice()).balance("alice"));
        Waiting.until(() -> ending.getCount() == 0);
        List<String> warnings = warnings(f::close);
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.getFirst().contains("drain=PT0.02S"), warnings.toString());
        assertTrue(f.ledger.closed());
        leave.countDown();
        Waiting.join(caller);
    }

    @Test
    void close_nothingRuns_saysNothing() {
        Fixture f = new Fixture();
        BankVerbs.with(f.alice()).balance("alice");
        assertEquals(List.of(), warnings(f::close));
    }

    private static List<String> warnings(Runnable closing) {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger("dev.cnv");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getLevel() == Level.WARNING) {
                    warnings.add(record.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(handler);
        try {
            closing.run();
        } finally {
            log.removeHandler(handler);
        }
        return warnings;
    }

    /** A listener that says when a call ends, and holds it there. */
    private static Telemetry held(CountDownLatch ending, CountDownLatch leave) {
        return Telemetry.builder()
                .listener(_ -> new CallWatch() {
                    @Override
                    public void ended(CallEnd end) {
                        ending.countDown();
                        Waiting.until(() -> leave.getCount() == 0);
                    }
                })
                .build();
    }
}
