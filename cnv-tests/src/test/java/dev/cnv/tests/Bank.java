package dev.cnv.tests;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.annotations.Retry;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.annotations.Suppressed;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;

/** A bank whose verbs stand for every kind of verb that the tests need. */
public final class Bank {

    final Map<String, Long> cents = new ConcurrentHashMap<>(Map.of("alice", 1_000L, "bob", 0L));
    final List<CallContext> contexts = new CopyOnWriteArrayList<>();
    final List<String> reached = new CopyOnWriteArrayList<>();
    final AtomicInteger failuresLeft = new AtomicInteger();
    final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger mostInside = new AtomicInteger();
    volatile CountDownLatch entered = new CountDownLatch(0);
    volatile CountDownLatch leave = new CountDownLatch(0);
    volatile Runnable before = () -> {};
    volatile Session kept;
    volatile BankTransferCertificate.Verified leaked;

    /**
     * What is left on two accounts.
     *
     * @param from cents on the paying account
     * @param to cents on the receiving account
     */
    public record Balances(long from, long to) {}

    /** Bytes that a handler or a stepping caller could change. */
    public record Note(String text) {
        /** Refuses shouting. */
        public Note {
            if (text.endsWith("!")) {
                throw new IllegalArgumentException("text=" + text + " shouts");
            }
        }
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "what tests look at is no state of the bank")
    private void reach(String verb) {
        reached.add(verb);
        contexts.add(Cnv.current().context());
        before.run();
    }

    /**
     * Moves money from one account to another. The amount is positive.
     *
     * @param from the account that pays
     * @param to the account that receives
     * @param amount the amount in cents
     * @return what is left on both
     */
    @Capability(id = "bank.transfer")
    @Effects(value = Effect.MUTATE_STATE, sensitivity = Sensitivity.HIGH)
    public Balances transfer(
            BankTransferCertificate.Verified proof,
            String from,
            String to,
            @Param(min = "1") long amount) {
        reach("bank.transfer");
        leaked = proof;
        return new Balances(
                cents.merge(from, -amount, Long::sum), cents.merge(to, amount, Long::sum));
    }

    /**
     * Says what is on an account.
     *
     * @param account the account
     * @return cents
     */
    @Capability(id = "bank.balance")
    @Effects(Effect.READ_ONLY)
    public long balance(String account) {
        reach("bank.balance");
        return cents.getOrDefault(account, 0L);
    }

    /** Sets a balance: doing it twice is doing it once. */
    @Capability(id = "bank.set")
    @Effects(Effect.MUTATE_STATE)
    @Contract(idempotent = true)
    public void set(String account, long amount) {
        reach("bank.set");
        cents.put(account, amount);
    }

    /** Counts all money; whoever may do that may also see each balance. */
    @Capability(id = "bank.audit", requires = "bank.balance")
    @Effects(Effect.READ_ONLY)
    public long audit() {
        reach("bank.audit");
        return cents.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Opens the safe with a secret. */
    @Suppressed(code = "CNV-242", reason = "tests see to it that the kernel does not show it")
    @Suppressed(code = "CNV-212", reason = "the safe is not there")
    @Capability(id = "bank.safe.open")
    @Effects(value = Effect.MUTATE_SECURITY, data = DataTag.SECRETS)
    public boolean openSafe(String door, @Param(sensitive = true) String pin) {
        reach("bank.safe.open");
        if (pin.equals("0000")) {
            throw new IllegalStateException("pin=" + pin + " is the factory's");
        }
        return true;
    }

    /** Calls two other verbs on behalf of its caller. */
    @Capability(id = "bank.report")
    @Effects(Effect.READ_ONLY)
    public List<String> report(String account) {
        reach("bank.report");
        Session session = Cnv.current().session();
        keep(session);
        BankVerbs.Calls calls = BankVerbs.with(session);
        List<String> lines = new ArrayList<>();
        lines.add(describe(calls.balance(account)));
        lines.add(describe(calls.transfer(account, "bob", 1)));
        return lines;
    }

    private static String describe(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Completed<?> done ->
                "completed " + done.receipt().parent().isPresent();
            case Outcome.Denied<?> denied -> denied.denial().reason().code();
            case Outcome.Failed<?> failed -> failed.failure().reason().code();
            case Outcome.Withheld<?> _ -> "withheld";
        };
    }

    /** Throws as often as it was told to, then answers. */
    @Capability(id = "bank.flaky")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            retry = @Retry(kind = Retry.Kind.FIXED, maxAttempts = 3, delay = "100ms"))
    public int flaky() {
        reach("bank.flaky");
        if (fails()) {
            throw new IllegalStateException("left=" + failuresLeft);
        }
        return reached.size();
    }

    /** Waits inside until it is let go. */
    @Capability(id = "bank.wait")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            deadline = @Deadline(kind = Deadline.Kind.HARD, within = "60s"),
            concurrency = @Concurrency(kind = Concurrency.Kind.TENANT_SHARED, max = 4))
    public int await() throws InterruptedException {
        reach("bank.wait");
        int now = enter();
        entered.countDown();
        try {
            leave.await();
            return now;
        } finally {
            exit();
        }
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "what tests look at is no state of the bank")
    private int enter() {
        int now = inside.incrementAndGet();
        mostInside.accumulateAndGet(now, Math::max);
        return now;
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "what tests look at is no state of the bank")
    private void exit() {
        inside.decrementAndGet();
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "what tests look at is no state of the bank")
    private boolean fails() {
        return failuresLeft.getAndDecrement() > 0;
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "what tests look at is no state of the bank")
    private void keep(Session session) {
        kept = session;
    }

    /** Closes an account, or says what closing it would do. */
    @Capability(id = "bank.close")
    @Effects(value = Effect.MUTATE_STATE, dryRun = true)
    public String close(String account) {
        reach("bank.close");
        if (Cnv.current().dryRun()) {
            return "would close " + account;
        }
        cents.remove(account);
        return "closed " + account;
    }

    /** Answers later. */
    @Capability(id = "bank.later")
    @Effects(Effect.READ_ONLY)
    public CompletionStage<String> later(String word) {
        reach("bank.later");
        return CompletableFuture.supplyAsync(() -> word + " later");
    }

    /** Answers again and again. */
    @Capability(id = "bank.stream")
    @Effects(Effect.READ_ONLY)
    public Flow.Publisher<Integer> stream(int count) {
        reach("bank.stream");
        return subscriber -> {
            SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(Runnable::run, 64);
            publisher.subscribe(subscriber);
            for (int i = 0; i < count; i++) {
                publisher.submit(i);
            }
            publisher.close();
        };
    }

    /** Greets a person by name. */
    @Capability(id = "bank.greet")
    @Effects(value = Effect.READ_ONLY, data = DataTag.PII)
    public String greet(String name) {
        reach("bank.greet");
        return "Dear " + name;
    }

    /** Takes what can be changed after it was checked. */
    @Suppressed(code = "CNV-212", reason = "the store is not there")
    @Capability(id = "bank.store")
    @Effects(Effect.STORAGE_WRITE)
    public String store(byte[] data, Note note) {
        reach("bank.store");
        return new String(data, java.nio.charset.StandardCharsets.UTF_8) + " " + note.text();
    }
}
