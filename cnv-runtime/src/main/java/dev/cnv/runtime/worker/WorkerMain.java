package dev.cnv.runtime.worker;

import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.SystemTime;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The main class of a worker: one JVM that runs one verb for one tenant, for the runtime that started it.
 * It ends when the runtime closes the connection or its standard input, which the operating system does
 * too when the runtime is gone, and at the first message that the runtime did not make.
 */
public final class WorkerMain {

    /** The exit status of a worker whose runtime is gone. */
    static final int ORPHAN = 80;

    /** The exit status of a worker that was sent what its runtime did not make. */
    static final int REFUSED = 81;

    /** The exit status of a worker that cannot start. */
    static final int UNUSABLE = 82;

    /** The exit status of a worker whose process used more processor time than its verb's contract allows. */
    static final int EXCEEDED = 83;

    private WorkerMain() {}

    /**
     * Serves until the runtime goes.
     *
     * @param args none: what a worker needs to know comes on its standard input; or the file that has it,
     *     where whatever starts the worker keeps its standard input and sees to its end
     */
    public static void main(String[] args) {
        InputStream input = System.in;
        System.setIn(InputStream.nullInputStream());
        int status;
        try {
            status = serve(args.length == 0 ? watched(input) : order(Path.of(args[0])));
        } catch (IOException | ReflectiveOperationException | RuntimeException | Error e) {
            System.err.println("cnv worker: cannot start: " + e);
            status = UNUSABLE;
        }
        // Not exit: nothing of the verb's, such as a hook that waits, may keep the process.
        Runtime.getRuntime().halt(status);
    }

    private static StartOrder watched(InputStream input) throws IOException {
        StartOrder order = StartOrder.read(input);
        Thread.ofPlatform().daemon().name("cnv-worker-watch").start(() -> watch(input));
        return order;
    }

    private static StartOrder order(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return StartOrder.read(in);
        }
    }

    /** Waits for the runtime's end. */
    private static void watch(InputStream input) {
        try {
            while (input.read() >= 0) {
                // The runtime says nothing more; it is there as long as it does not close.
            }
        } catch (IOException _) {
            // As good as closed.
        }
        Runtime.getRuntime().halt(ORPHAN);
    }

    private static int serve(StartOrder order) throws IOException, ReflectiveOperationException {
        SystemTime time = new SystemTime(Clock.systemUTC());
        WorkerVerb verb = verb(order, time);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(Path.of(order.socket()));
        try (SocketChannel channel = SocketChannel.open(address);
                WorkerLink link = WorkerLink.initiate(
                        channel, order.secret(), order.messageBytes(), new SecureRandom())) {
            return serve(link, verb);
        }
    }

    private static WorkerVerb verb(StartOrder order, SystemTime time)
            throws ReflectiveOperationException {
        List<VerbModule> modules = WorkerModules.load(order.modules());
        for (VerbModule module : modules) {
            for (int index = 0; index < module.verbs().size(); index++) {
                if (order.isFor(module.verbs().get(index))) {
                    return new WorkerVerb(
                            module,
                            index,
                            order.secret(),
                            time,
                            Thread.ofPlatform().name("cnv-worker-verb").daemon().factory(),
                            () -> Runtime.getRuntime().halt(EXCEEDED));
                }
            }
        }
        throw new IllegalStateException("verb=" + order.capability() + " version="
                + order.version() + " with the runtime's schemas is in none of modules="
                + modules.size());
    }

    private static int serve(WorkerLink link, WorkerVerb verb) {
        try (ExecutorService events = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("cnv-worker-events").factory())) {
            while (true) {
                MessageView message = link.next();
                if (message.type() != MessageType.INVOCATION) {
                    return refused("type=" + message.type() + " is no call");
                }
                long correlation = message.correlation();
                WorkerAnswer answer = verb.run(
                        InvocationPayload.decode(message.payload(), link.limits()),
                        new LinkEventChannel(link, correlation, events));
                link.send(MessageType.RESPONSE, correlation, fitting(answer, link));
            }
        } catch (EOFException _) {
            return 0;
        } catch (IOException | RuntimeException e) {
            return refused(e.toString());
        }
    }

    private static byte[] fitting(WorkerAnswer answer, WorkerLink link) {
        byte[] payload = answer.encode();
        int max = link.limits().messageBytes();
        return payload.length <= max
                ? payload
                : WorkerAnswer.tooLarge(payload.length, max).encode();
    }

    private static int refused(String why) {
        System.err.println("cnv worker: ends: " + why);
        return REFUSED;
    }
}
