package dev.cnv.runtime.worker;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.call.Invocation;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.CertificateClaims;
import dev.cnv.runtime.contract.AttemptFailedException;
import dev.cnv.runtime.contract.Execution;
import dev.cnv.runtime.contract.ProcessIsolation;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.decode.ResultChecker;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/**
 * The worker processes of a runtime, and the way into them. A worker runs one verb for one tenant, one
 * call at a time; it is used again, and never for another verb or tenant. One that dies, hangs, breaks the
 * protocol or exceeds a limit is killed, and the next call gets a fresh one.
 *
 * <p><b>Threading:</b> safe for use by several threads. {@link #call} blocks; an interruption of its
 * thread kills the worker that the call runs in.
 */
@EffectBoundary(
        value = Effect.MUTATE_STATE,
        reason =
                "the processes are the runtime's own: what is run in them are verbs that it decided about")
public final class WorkerPool implements ProcessIsolation, AutoCloseable {

    private static final long MILLI_NANOS = 1_000_000;

    private final WorkerSettings settings;
    private final WorkerFitness fitness;
    private final Time time;
    private final WorkerRegistry registry;

    /**
     * A pool without workers.
     *
     * @param settings how workers are made
     * @param modules the class of each verb's module
     * @param time measures and gives the timers
     * @param random gives secrets and nonces
     */
    public WorkerPool(
            WorkerSettings settings,
            Map<CapabilityId, Class<?>> modules,
            Time time,
            RandomGenerator random) {
        this(settings, modules, time, random, new WorkerFolder(), Optional.empty());
    }

    WorkerPool(
            WorkerSettings settings,
            Map<CapabilityId, Class<?>> modules,
            Time time,
            RandomGenerator random,
            WorkerFolder folder,
            Optional<Launch> other) {
        Launch launch = other.orElseGet(() -> new LaunchByIsolation(
                new PlainLaunch(settings), new ConfinedLaunch(settings, folder)));
        this.settings = settings;
        this.time = time;
        this.fitness = new WorkerFitness(settings, modules, launch);
        this.registry = new WorkerRegistry(
                settings, new WorkerStarter(settings, launch, folder, time, random), time);
    }

    @Override
    public List<String> problems(VerbDescriptor verb) {
        return fitness.problems(verb);
    }

    /**
     * Runs a call in a worker.
     *
     * @param verb a verb that has no {@link #problems}
     * @param running the call as the runtime has it: whatever the verb says in its worker is said to it
     * @param arguments the checked arguments
     * @param claims what the call's certificate says
     * @param deadlineNanos when the call must have ended, a reading of the runtime's time
     * @return the result, in the normal form of the verb's result type
     * @throws AttemptFailedException when there is none
     */
    public JsonNode call(
            VerbDescriptor verb,
            Invocation running,
            JsonNode arguments,
            CertificateClaims claims,
            OptionalLong deadlineNanos)
            throws AttemptFailedException {
        byte[] json = CanonicalJson.bytes(arguments);
        requireFitting(verb, json.length);
        WorkerProcess worker = taken(verb, claims.context().principal().tenant());
        boolean reusable = false;
        try {
            WorkerAnswer answer = worker.call(running, json, claims, left(deadlineNanos));
            JsonNode result = result(worker, answer);
            reusable = !usedOnce(verb);
            return result;
        } catch (AttemptFailedException e) {
            reusable = reusable(e.denial()) && !usedOnce(verb);
            throw e;
        } catch (IOException | RuntimeException e) {
            throw lost(worker, e);
        } finally {
            giveBack(worker, reusable);
        }
    }

    /** Beside the arguments there has to be room for the ticket. */
    private void requireFitting(VerbDescriptor verb, int argumentBytes)
            throws AttemptFailedException {
        if (argumentBytes > settings.messageBytes() / 2) {
            throw failed(
                    Denial.of(
                            Reason.LIMIT_EXCEEDED,
                            "verb=" + verb.id() + " got arguments of bytes=" + argumentBytes
                                    + ", more than half of messageBytes="
                                    + settings.messageBytes()),
                    "not-started",
                    false);
        }
    }

    private void giveBack(WorkerProcess worker, boolean reusable) {
        if (reusable) {
            registry.release(worker);
        } else {
            registry.discard(worker);
            worker.awaitEnd();
        }
    }

    private static JsonNode result(WorkerProcess worker, WorkerAnswer answer)
            throws AttemptFailedException, IOException {
        return switch (answer) {
            case WorkerAnswer.Returned(JsonNode json) -> {
                Optional<JsonNode> normal = ResultChecker.normal(worker.verb().result(), json);
                if (normal.isEmpty()) {
                    throw new IOException("answered with what is no result of the verb");
                }
                yield normal.get();
            }
            case WorkerAnswer.Failed failed ->
                throw new AttemptFailedException(
                        failed.denial(), failed.passing(), failed.thrown().orElse(null));
        };
    }

    /** Whether the system counts over a worker's whole life what the contract allows each call. */
    private static boolean usedOnce(VerbDescriptor verb) {
        return verb.contract().isolation() == Isolation.SANDBOXED
                && verb.contract().limits().cpuTime().isPresent();
    }

    /** Whether a worker is as good as before after a failure. */
    private static boolean reusable(Denial denial) {
        return denial.reason() != Reason.LIMIT_EXCEEDED
                && denial.reason() != Reason.WORKER_LOST
                && !"abandoned".equals(denial.details().get(Execution.HANDLER));
    }

    private WorkerProcess taken(VerbDescriptor verb, TenantId tenant)
            throws AttemptFailedException {
        try {
            return registry.acquire(verb, tenant);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failed(
                    Denial.of(
                            Reason.CANCELLED,
                            "verb=" + verb.id() + " was cancelled while it waited for a worker"),
                    "not-started",
                    false);
        } catch (IOException e) {
            boolean interrupted = Thread.currentThread().isInterrupted();
            throw failed(
                    Denial.of(
                            interrupted ? Reason.CANCELLED : registry.refusal(),
                            "verb=" + verb.id() + " has no worker: " + e.getMessage()),
                    "not-started",
                    !interrupted);
        }
    }

    /** Kills what does not answer, and says how it ended. */
    private static AttemptFailedException lost(WorkerProcess worker, Exception why) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (interrupted) {
            worker.kill();
        }
        boolean gone = why instanceof EOFException && worker.awaitEnd();
        int status = gone ? worker.exit().orElse(-1) : -1;
        Optional<String> exceeded = worker.exceeded();
        worker.kill();
        worker.awaitEnd();
        if (interrupted) {
            return failed(lost(worker, "it was stopped and killed"), "killed", false);
        }
        if (status == WorkerMain.EXCEEDED || exceeded.isPresent()) {
            return failed(exceeded(worker, exceeded.orElse("cpuNanos")), "killed", false);
        }
        return failed(
                gone
                        ? lost(worker, "it ended with exit status " + status)
                                .with("exitStatus", Integer.toString(status))
                        : lost(worker, why.toString()),
                "killed",
                true);
    }

    private static Denial lost(WorkerProcess worker, String how) {
        return Denial.of(
                Reason.WORKER_LOST,
                "verb=" + worker.verb().id() + " lost its worker before it answered: " + how);
    }

    private static Denial exceeded(WorkerProcess worker, String limit) {
        String what = limit.equals("cpuNanos") ? "processor time" : "memory";
        return Denial.of(
                        Reason.LIMIT_EXCEEDED,
                        "verb=" + worker.verb().id() + " used more " + what
                                + " in its process than its contract allows")
                .with("limit", limit);
    }

    private static AttemptFailedException failed(Denial denial, String handler, boolean passing) {
        return new AttemptFailedException(denial.with(Execution.HANDLER, handler), passing, null);
    }

    private long left(OptionalLong deadlineNanos) {
        return deadlineNanos.isEmpty()
                ? 0
                : Math.max(1, (deadlineNanos.getAsLong() - time.nanos()) / MILLI_NANOS);
    }

    /**
     * The workers that there are.
     *
     * @return how many processes, those that are being started included
     */
    public int workerCount() {
        return registry.count();
    }

    /** Kills all workers and waits for their end. Calls from now on are refused. */
    @Override
    public void close() {
        registry.close();
    }
}
