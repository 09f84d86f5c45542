package dev.cnv.runtime.worker;

import dev.cnv.runtime.call.Invocation;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.CertificateClaims;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One worker, seen from the runtime: a process that has shown that it has the secret it was started with,
 * and takes one call at a time.
 *
 * <p><b>Threading:</b> {@link #call} is for one thread at a time; {@link #kill} for any. An interruption
 * of the thread that calls closes the connection, after which the worker is of no use.
 */
final class WorkerProcess {

    private static final long DEATH_SECONDS = 5;

    private final VerbDescriptor verb;
    private final WorkerSecret secret;
    private final Process process;
    private final ProcessTree tree;
    private final WorkerLink link;
    private long sequence;

    private WorkerProcess(
            VerbDescriptor verb,
            WorkerSecret secret,
            Process process,
            ProcessTree tree,
            WorkerLink link) {
        this.verb = verb;
        this.secret = secret;
        this.process = process;
        this.tree = tree;
        this.link = link;
    }

    /**
     * Starts a worker and waits until it is ready.
     *
     * @param order what the worker is told
     * @param plan what starts the process
     * @param server where the worker connects
     * @param limit how long it may take
     * @throws IOException when it does not get ready; no process is left
     */
    static WorkerProcess start(
            VerbDescriptor verb,
            StartOrder order,
            Launch.Plan plan,
            ServerSocketChannel server,
            Time time,
            Duration limit,
            RandomGenerator random)
            throws IOException {
        ProcessTree tree = plan.tree();
        Process process = started(plan);
        tree.watch(time);
        Time.Timer timer = limited(process, tree, server, time, limit);
        try {
            if (!plan.orderInFile()) {
                sendOrder(order, process);
            }
            WorkerLink link = WorkerLink.accept(
                    accepted(server), order.secret(), order.messageBytes(), random);
            return new WorkerProcess(verb, order.secret(), process, tree, link);
        } catch (IOException | RuntimeException e) {
            destroy(process, tree);
            throw new IOException("the worker did not start: " + e + exit(process), e);
        } finally {
            timer.cancel();
        }
    }

    /** A process that does not live, or not connect in time, ends the wait for it. */
    private static Time.Timer limited(
            Process process,
            ProcessTree tree,
            ServerSocketChannel server,
            Time time,
            Duration limit) {
        CompletableFuture<Void> _ = process.onExit().thenRun(() -> {
            close(server);
            tree.remove();
        });
        return time.after(limit, () -> {
            destroy(process, tree);
            close(server);
        });
    }

    private static Process started(Launch.Plan plan) throws IOException {
        try {
            return builder(plan).start();
        } catch (IOException e) {
            plan.tree().remove();
            throw e;
        }
    }

    private static ProcessBuilder builder(Launch.Plan plan) {
        ProcessBuilder.Redirect output =
                plan.quiet() ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT;
        ProcessBuilder builder =
                new ProcessBuilder(plan.command()).redirectOutput(output).redirectError(output);
        builder.environment().clear();
        builder.environment().putAll(plan.environment());
        return builder;
    }

    /** Standard input stays open: its end tells the worker that the runtime is gone. */
    private static void sendOrder(StartOrder order, Process process) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write(order.encode());
        out.flush();
    }

    private static SocketChannel accepted(ServerSocketChannel server) throws IOException {
        SocketChannel channel = server.accept();
        if (channel == null) {
            throw new IOException("the server's channel does not block");
        }
        return channel;
    }

    VerbDescriptor verb() {
        return verb;
    }

    /**
     * Runs a call, and delivers what its verb says until it answers.
     *
     * @param call the call, whose listener and milestones the verb's words go to
     * @param arguments JSON of the checked arguments
     * @param deadlineMillis how long it may take; 0 where nothing says so
     * @throws IOException when the worker is gone, or this thread was interrupted
     * @throws RuntimeException when the worker answers what is no answer
     */
    WorkerAnswer call(
            Invocation call, byte[] arguments, CertificateClaims claims, long deadlineMillis)
            throws IOException {
        sequence++;
        byte[] ticket = new CallTicket(
                        sequence, deadlineMillis, claims, WorkerEventReceiver.hasListener(call))
                .seal(secret);
        byte[] payload = new InvocationPayload(
                        verb.id().path(), arguments, ticket, List.of(), null, 0, null, false)
                .encode();
        link.send(MessageType.INVOCATION, sequence, payload);
        WorkerEventReceiver receiver = new WorkerEventReceiver(link, sequence, call);
        MessageView answer = link.next();
        while (answer.type() == MessageType.STREAM_DATA && answer.correlation() == sequence) {
            receiver.receive(answer);
            answer = link.next();
        }
        if (answer.type() != MessageType.RESPONSE || answer.correlation() != sequence) {
            throw new IOException("answered " + answer + " to call=" + sequence);
        }
        return WorkerAnswer.decode(answer.payload(), link.limits());
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** The exit status; empty while the process runs. */
    OptionalInt exit() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** {@return the limit for which the system ended it with all that it started; empty when it did not} */
    Optional<String> exceeded() {
        return tree.exceeded();
    }

    /** Ends the process, and all that it started, without asking. */
    void kill() {
        link.close();
        destroy(process, tree);
    }

    /**
     * Waits for the end of a process that was killed, or that closed its connection.
     *
     * @return whether it has ended; the wait is not longer than some seconds, whatever interrupts it
     */
    boolean awaitEnd() {
        boolean ended = ended(process);
        if (ended) {
            // Here too: whoever waited may end this process at once.
            tree.remove();
        }
        return ended;
    }

    private static boolean ended(Process process) {
        boolean interrupted = Thread.interrupted();
        try {
            return process.waitFor(DEATH_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            interrupted = true;
            return !process.isAlive();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String exit(Process process) {
        return ended(process) ? " (exit status " + process.exitValue() + ")" : "";
    }

    private static void destroy(Process process, ProcessTree tree) {
        tree.kill();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It is of no more use either way.
        }
    }

    @Override
    public String toString() {
        return "WorkerProcess[verb=" + verb.id() + ", pid=" + pid() + "]";
    }
}
