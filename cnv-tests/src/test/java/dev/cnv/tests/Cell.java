package dev.cnv.tests;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Limits;
import dev.cnv.annotations.Param;
import dev.cnv.annotations.Retry;
import dev.cnv.annotations.Suppressed;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.stream.Milestone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Verbs in processes of their own, most of which do what no verb should. */
public final class Cell {

    private static int calls;
    private int looks;

    /** What a verb sees of its call. */
    public record Seen(
            long pid,
            String invocation,
            String agent,
            String tenant,
            String correlation,
            boolean dryRun,
            Optional<String> key,
            String certificate,
            Optional<String> rule) {}

    /** Every kind of value. */
    public record Mixed(
            long number,
            double real,
            Optional<String> text,
            List<Kind> kinds,
            Map<String, Integer> counts,
            Set<String> names,
            Duration time,
            Instant at,
            List<Part> parts) {}

    /** A part. */
    public record Part(String name, byte size) {}

    /** Kinds. */
    public enum Kind {
        FIRST,
        SECOND
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "what tests look at is no state")
    static int count() {
        return ++calls;
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the tests mean it")
    private static void note(String file) {
        try {
            Files.writeString(
                    Path.of(file), Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the tests mean it")
    private static void end(String how) {
        switch (how) {
            case "exit" -> System.exit(7);
            case "halt" -> Runtime.getRuntime().halt(8);
            case "hook" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(Cell::rest));
                System.exit(9);
            }
            case "out-of-memory" -> fill();
            default -> throw new IllegalStateException("how=" + how);
        }
    }

    private static void rest() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fill() {
        List<byte[]> all = new ArrayList<>();
        while (all.size() < 1_000_000) {
            all.add(new byte[1 << 20]);
        }
    }

    /** How often this process was called, and which it is. */
    @Capability(id = "cell.where")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.FULLY_ISOLATED)
    public List<Long> where() {
        return List.of(ProcessHandle.current().pid(), (long) count());
    }

    /** What a verb sees. */
    @Suppressed(code = "CNV-212", reason = "only verbs that change something may say dryRun")
    @Capability(id = "cell.look")
    @Effects(value = Effect.MUTATE_STATE, dryRun = true)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.FULLY_ISOLATED)
    public Seen look(CellLookCertificate.Verified proof) {
        looks++;
        var context = Cnv.current().context();
        return new Seen(
                ProcessHandle.current().pid(),
                context.invocation().toString(),
                context.principal().agent().id().value(),
                context.principal().tenant().value(),
                context.correlation(),
                Cnv.current().dryRun(),
                context.idempotencyKey(),
                proof.claims().arguments().hex(),
                proof.claims().policy().flatMap(trace -> trace.matched()));
    }

    /** Gives back what it is given, and adds one. */
    @Capability(id = "cell.mix")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.FULLY_ISOLATED)
    public Mixed mix(Mixed given) {
        return plusOne(given);
    }

    static Mixed plusOne(Mixed given) {
        return new Mixed(
                given.number() + 1,
                given.real(),
                given.text(),
                given.kinds(),
                given.counts(),
                given.names(),
                given.time(),
                given.at(),
                given.parts());
    }

    /** Ends its process. */
    @Capability(id = "cell.end")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.FULLY_ISOLATED)
    public void end2(String how) {
        end(how);
    }

    /** Ends its process, until it has been called often enough. */
    @Capability(id = "cell.flaky")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            isolation = Isolation.FULLY_ISOLATED,
            retry = @Retry(kind = Retry.Kind.FIXED, maxAttempts = 3, delay = "10ms"))
    public int flaky(String file) {
        return once(file);
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the tests mean it")
    private static int once(String file) {
        Path path = Path.of(file);
        if (Files.exists(path)) {
            return 1;
        }
        note(file);
        Runtime.getRuntime().halt(3);
        return 0;
    }

    /** Runs for ever, deaf to interruptions. */
    @Capability(id = "cell.spin")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            timeout = "3s",
            isolation = Isolation.FULLY_ISOLATED,
            concurrency = @Concurrency(kind = Concurrency.Kind.TENANT_SHARED, max = 1))
    public long spin(String file) {
        note(file);
        long turns = 0;
        while (!file.isEmpty()) {
            turns++;
        }
        return turns;
    }

    /** Runs for ever, deaf to interruptions, for as long as nobody kills it. */
    @Capability(id = "cell.deaf")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH, isolation = Isolation.FULLY_ISOLATED)
    public long deaf(String file) {
        note(file);
        long turns = 0;
        while (!file.isEmpty()) {
            Thread.onSpinWait();
            turns++;
        }
        return turns;
    }

    /** Waits long. */
    @Capability(id = "cell.wait")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.BATCH,
            isolation = Isolation.FULLY_ISOLATED,
            concurrency = @Concurrency(kind = Concurrency.Kind.TENANT_SHARED, max = 1))
    public void await(String file) throws InterruptedException {
        note(file);
        Thread.sleep(600_000);
    }

    /** Throws. */
    @Capability(id = "cell.throw")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.FULLY_ISOLATED)
    public long fail(String what, @Param(sensitive = true) String secret) {
        if (what.equals("refuse")) {
            throw new VerbRefusedException(
                    Denial.of(Reason.RATE_EXCEEDED, "not so fast").with("by", "cell"));
        }
        throw new IllegalStateException("what=" + what);
    }

    /** Throws, and shows what. */
    @Capability(id = "cell.say")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.FULLY_ISOLATED)
    public CompletionStage<String> say(String what) {
        return what.equals("throw")
                ? CompletableFuture.failedStage(new IllegalStateException("what=" + what))
                : CompletableFuture.completedStage("said " + what);
    }

    /** Calls another verb. */
    @Capability(id = "cell.nest")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.FULLY_ISOLATED)
    public String nest() {
        return Cnv.current().session().toString();
    }

    /** Takes more memory than it may. */
    @Capability(id = "cell.eat")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            isolation = Isolation.FULLY_ISOLATED,
            limits = @Limits(memoryBytes = 4 << 20))
    public long eat(int mebibytes) {
        long sum = 0;
        for (int i = 0; i < mebibytes; i++) {
            sum += new byte[1 << 20].length;
        }
        return sum;
    }

    /** Answers with much. */
    @Capability(id = "cell.flood")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.FULLY_ISOLATED)
    public String flood(int count) {
        return "x".repeat(count);
    }

    /** Says one thing of each kind, and reaches two milestones. */
    @Capability(id = "cell.talk")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.FULLY_ISOLATED)
    public long talk() {
        Progress progress = Cnv.current().progress();
        progress.report(1, 2, "half");
        progress.log("a log");
        progress.warn("a warning");
        progress.record(JsonNodeFactory.instance.objectNode().put("row", 1));
        JsonNode value = JsonNodeFactory.instance.objectNode().put("part", 1);
        Milestone first = Cnv.current().milestone("first", value);
        Milestone second = Cnv.current().milestone("second", value);
        return first.record() * 1000 + second.record();
    }

    /** Says numbers, and notes how far it is in a file. */
    @Capability(id = "cell.count")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH, isolation = Isolation.FULLY_ISOLATED)
    public int count(String file, int below) {
        Progress progress = Cnv.current().progress();
        for (int i = 0; i < below; i++) {
            write(file, Integer.toString(i));
            progress.record(JsonNodeFactory.instance.objectNode().put("number", i));
        }
        return below;
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the tests mean it")
    private static void write(String file, String text) {
        try {
            Files.writeString(Path.of(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers after a while, with its process. */
    @Capability(id = "cell.ponder")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH, isolation = Isolation.FULLY_ISOLATED)
    public long ponder(String file, int millis) throws InterruptedException {
        note(file);
        Thread.sleep(millis);
        return process();
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "which process this is")
    private static long process() {
        return ProcessHandle.current().pid();
    }

    /** Says what cannot be sent or recorded. */
    @Capability(id = "cell.mumble")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.FULLY_ISOLATED)
    public int mumble(String what) {
        if (what.equals("nameless")) {
            Cnv.current().milestone("", JsonNodeFactory.instance.objectNode());
        }
        Cnv.current().progress().log("x".repeat(2 << 20));
        return 0;
    }
}
