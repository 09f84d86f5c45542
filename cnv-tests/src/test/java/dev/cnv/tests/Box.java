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
import dev.cnv.annotations.Suppressed;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Verbs that the operating system holds, and that try what they must not. */
public final class Box {

    private static final List<InputStream> OPEN = new ArrayList<>();

    private static int calls;

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the tests mean it")
    private static String tried(String what, String where) {
        try {
            return switch (what) {
                case "read" -> Files.readString(Path.of(where));
                case "write" -> Files.writeString(Path.of(where), "x").toString();
                case "list" -> {
                    try (var files = Files.list(Path.of(where))) {
                        yield files.map(file -> file.getFileName().toString())
                                .sorted()
                                .toList()
                                .toString();
                    }
                }
                case "connect" -> {
                    int port = Integer.parseInt(where);
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        yield "connected " + socket.isConnected();
                    }
                }
                default -> throw new IllegalArgumentException("what=" + what);
            };
        } catch (IOException e) {
            return "refused " + e.getClass().getSimpleName();
        }
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the tests mean it")
    private static void burn(int threads) throws InterruptedException {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.ofPlatform().daemon().start(() -> {
                while (calls >= 0) {
                    Thread.onSpinWait();
                }
            }));
        }
        for (Thread each : all) {
            each.join();
        }
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the tests mean it")
    private static String process() {
        return ProcessHandle.current().pid() + " " + System.getenv().keySet().size() + " "
                + ++calls;
    }

    /** Says which process it is, how large its environment is, and how often it was called. */
    @Capability(id = "box.where")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.SANDBOXED)
    public String where() {
        return process();
    }

    /** Tries something without network. */
    @Capability(id = "box.try")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.SANDBOXED)
    public String attempt(String what, String where) {
        return tried(what, where);
    }

    /** Tries something with a network. */
    @Suppressed(code = "CNV-212", reason = "the analysis is told that it does nothing")
    @Capability(id = "box.net")
    @Effects(Effect.NETWORK_ACCESS)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.SANDBOXED)
    public String reach(String where) {
        return tried("connect", where);
    }

    /** Uses more processor time than its own thread does. */
    @Capability(id = "box.burn")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            isolation = Isolation.SANDBOXED,
            concurrency = @Concurrency(kind = Concurrency.Kind.TENANT_SHARED, max = 1),
            limits = @Limits(cpuTime = "1s"))
    public String use(int threads) throws InterruptedException {
        burn(threads);
        return process();
    }

    /** Uses more memory than a process may. */
    @Capability(id = "box.eat")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            isolation = Isolation.SANDBOXED,
            concurrency = @Concurrency(kind = Concurrency.Kind.TENANT_SHARED, max = 1),
            limits = @Limits(memoryBytes = 32 << 20))
    public String eat(int mebibytes) {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < mebibytes; i++) {
            all.add(new byte[1 << 20]);
        }
        return all.size() + " " + process();
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the tests mean it")
    private static void feed(int eaters) throws IOException {
        List<Process> all = new ArrayList<>();
        try {
            for (int i = 0; i < eaters; i++) {
                all.add(new ProcessBuilder(Eater.command())
                        .redirectErrorStream(true)
                        .start());
            }
            for (Process each : all) {
                String said = each.inputReader().readLine();
                if (!Eater.FULL.equals(said)) {
                    throw new IllegalStateException("said=" + said);
                }
            }
        } finally {
            all.forEach(Process::destroyForcibly);
        }
    }

    /** Uses more memory than it may in processes that each use less. */
    @Capability(id = "box.feed")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            isolation = Isolation.SANDBOXED,
            concurrency = @Concurrency(kind = Concurrency.Kind.TENANT_SHARED, max = 1),
            limits = @Limits(memoryBytes = 32 << 20))
    public String eatInChildren(int processes) throws IOException {
        feed(processes);
        return process();
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the tests mean it")
    private static void open(int count, String then) throws IOException {
        try {
            for (int i = 0; i < count; i++) {
                OPEN.add(new FileInputStream("/dev/zero"));
            }
        } catch (IOException e) {
            if (!then.equals("swallow")) {
                throw e;
            }
        } finally {
            if (then.equals("close")) {
                for (InputStream each : OPEN) {
                    each.close();
                }
            }
        }
    }

    /** Opens files, and closes them or not. */
    @Capability(id = "box.open")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            isolation = Isolation.SANDBOXED,
            concurrency = @Concurrency(kind = Concurrency.Kind.TENANT_SHARED, max = 1),
            limits = @Limits(fileDescriptors = 8))
    public String open2(int count, String then) throws IOException {
        open(count, then);
        return process();
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the tests mean it")
    private static void sleepers(int count) {
        for (int i = 0; i < count; i++) {
            Thread.ofPlatform().daemon().start(() -> LockSupport.park());
        }
    }

    /** Starts threads that do not end. */
    @Capability(id = "box.threads")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            isolation = Isolation.SANDBOXED,
            concurrency = @Concurrency(kind = Concurrency.Kind.TENANT_SHARED, max = 1))
    public String start(int count) {
        sleepers(count);
        return process();
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the tests mean it")
    private static void ended(String how) {
        if (how.equals("halt")) {
            Runtime.getRuntime().halt(9);
        }
        while (how.equals("hang")) {
            Thread.onSpinWait();
        }
    }

    /** Ends its process, or never ends. */
    @Capability(id = "box.end")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            timeout = "3s",
            isolation = Isolation.SANDBOXED,
            concurrency = @Concurrency(kind = Concurrency.Kind.TENANT_SHARED, max = 1))
    public String end(String how) {
        ended(how);
        return process();
    }
}
