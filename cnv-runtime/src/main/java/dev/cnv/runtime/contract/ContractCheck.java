package dev.cnv.runtime.contract;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Retry;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.ContractTerms.ConcurrencyTerms;
import dev.cnv.runtime.capability.ContractTerms.ResourceLimits;
import dev.cnv.runtime.capability.ContractTerms.RetryTerms;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Says whether a contract can be kept, and what of it cannot be watched over. */
final class ContractCheck {

    private ContractCheck() {}

    /** {@return what keeps the verb from being run as its contract says, empty when nothing does} */
    static List<String> problems(
            VerbDescriptor verb, ThreadFactory measuredThreads, ProcessIsolation processes) {
        ContractTerms terms = verb.contract();
        List<String> problems = new ArrayList<>();
        if (!terms.timeout().isPositive()) {
            problems.add("timeout=" + terms.timeout() + " must be positive");
        }
        if (terms.deadline().kind() != Deadline.Kind.NONE
                && !terms.deadline().within().isPositive()) {
            problems.add("deadline within=" + terms.deadline().within() + " must be positive");
        }
        isolation(verb, processes, problems);
        platformThreads(terms, measuredThreads, problems);
        concurrency(terms.concurrency(), problems);
        retry(verb, terms.retry(), problems);
        limits(terms.limits(), problems);
        if (terms.limits().wholeTree() && terms.isolation() != Isolation.SANDBOXED) {
            problems.add(
                    "limit wholeTree=true holds the processes of a worker together, and isolation="
                            + terms.isolation() + " does not hold them: it needs SANDBOXED");
        }
        return problems;
    }

    private static void isolation(
            VerbDescriptor verb, ProcessIsolation processes, List<String> problems) {
        ContractTerms terms = verb.contract();
        switch (terms.isolation()) {
            case SHARED -> {}
            case TENANT_ISOLATED -> ownPermits(terms, problems);
            case FULLY_ISOLATED, SANDBOXED -> {
                ownPermits(terms, problems);
                ownProcess(verb, problems);
                problems.addAll(processes.problems(verb));
            }
        }
    }

    private static void ownPermits(ContractTerms terms, List<String> problems) {
        if (terms.concurrency().kind() == Concurrency.Kind.GLOBAL_SHARED) {
            problems.add(
                    "isolation=" + terms.isolation() + " gives each tenant permits of its own, and"
                            + " concurrency=GLOBAL_SHARED has tenants share them; use TENANT_SHARED");
        }
    }

    private static void ownProcess(VerbDescriptor verb, List<String> problems) {
        Isolation isolation = verb.contract().isolation();
        if (verb.contract().duration() == DurationClass.FAST_PATH) {
            problems.add(
                    "isolation=" + isolation
                            + " sends each call to another process, which duration=FAST_PATH leaves no time for");
        }
        if (verb.resultShape() == VerbDescriptor.ResultShape.STREAM) {
            problems.add(
                    "isolation=" + isolation
                            + " gives a verb a process of its own, and a stream is not passed on from there; return a list");
        }
    }

    private static void concurrency(ConcurrencyTerms terms, List<String> problems) {
        switch (terms.kind()) {
            case UNLIMITED, SINGLE_TENANT_EXCLUSIVE -> {}
            case TENANT_SHARED, GLOBAL_SHARED -> {
                if (terms.max() < 1) {
                    problems.add("concurrency max=" + terms.max() + " of " + terms.kind()
                            + " must be at least 1");
                }
            }
        }
        if (terms.perSecond() < 0) {
            problems.add(
                    "concurrency perSecond=" + terms.perSecond() + " must be 0 (no limit) or more");
        }
        if (terms.perSecond() > 0 && terms.kind() != Concurrency.Kind.GLOBAL_SHARED) {
            problems.add("concurrency perSecond=" + terms.perSecond()
                    + " is a rate over all tenants and needs GLOBAL_SHARED, not "
                    + terms.kind());
        }
    }

    private static void retry(VerbDescriptor verb, RetryTerms terms, List<String> problems) {
        if (terms.kind() == Retry.Kind.NONE) {
            return;
        }
        if (!verb.contract().idempotent() && verb.effects().mutating()) {
            problems.add("retry=" + terms.kind()
                    + " runs the verb again, and it changes things (effects="
                    + verb.effects().effects() + ") without being idempotent");
        }
        if (terms.maxAttempts() < 1) {
            problems.add("retry maxAttempts=" + terms.maxAttempts() + " must be at least 1");
        }
        boolean grows = terms.kind() != Retry.Kind.FIXED;
        if (terms.delay().isNegative() || (grows && !terms.delay().isPositive())) {
            problems.add("retry delay=" + terms.delay() + " of " + terms.kind() + " must "
                    + (grows ? "be positive" : "not be negative"));
        }
        if (grows && terms.maxDelay().compareTo(terms.delay()) < 0) {
            problems.add("retry maxDelay=" + terms.maxDelay() + " must be at least delay="
                    + terms.delay());
        }
    }

    private static void platformThreads(
            ContractTerms terms, ThreadFactory threads, List<String> problems) {
        if (!needsPlatformThread(terms)) {
            return;
        }
        Thread made = threads.newThread(() -> {});
        if (made == null || made.isVirtual()) {
            problems.add(
                    "limits on memory or processor time, and isolation=TENANT_ISOLATED, need platform threads,"
                            + " and measuredThreads makes none");
        }
    }

    /** {@return whether handlers must run on threads of the operating system} */
    static boolean needsPlatformThread(ContractTerms terms) {
        return (LimitWatch.limited(terms.limits()) && !ProcessIsolation.asked(terms))
                || terms.isolation() == Isolation.TENANT_ISOLATED;
    }

    private static void limits(ResourceLimits limits, List<String> problems) {
        limits.memoryBytes().ifPresent(bytes -> {
            if (bytes < 1) {
                problems.add("limit memoryBytes=" + bytes + " must be positive");
            }
            if (!Meter.memoryMeasurable()) {
                problems.add("limit memoryBytes=" + bytes
                        + " cannot be kept: this JVM does not count what a"
                        + " thread allocates (ThreadMXBean.isThreadAllocatedMemoryEnabled)");
            }
        });
        limits.cpuTime().ifPresent(time -> {
            if (!time.isPositive()) {
                problems.add("limit cpuTime=" + time + " must be positive");
            }
            if (!Meter.cpuMeasurable()) {
                problems.add("limit cpuTime=" + time
                        + " cannot be kept: this JVM does not count a thread's"
                        + " processor time (ThreadMXBean.isThreadCpuTimeEnabled)");
            }
        });
    }

    /** {@return one sentence for each thing that is declared and cannot be enforced} */
    static List<String> unenforced(VerbDescriptor verb) {
        ContractTerms terms = verb.contract();
        ResourceLimits limits = terms.limits();
        List<String> sentences = new ArrayList<>();
        if (terms.isolation() != Isolation.SANDBOXED) {
            limits.fileDescriptors()
                    .ifPresent(
                            count -> sentences.add(
                                    "limit fileDescriptors=" + count
                                            + " is not enforced: the JVM does not tell which call holds a file open."));
        }
        limits.connections()
                .ifPresent(
                        count -> sentences.add(
                                "limit connections=" + count
                                        + " is not enforced: the JVM does not tell which call holds a connection open."));
        measured(terms, sentences);
        shape(verb, sentences);
        if (terms.isolation() == Isolation.TENANT_ISOLATED) {
            sentences.add(
                    "isolation=TENANT_ISOLATED separates permits, queues and threads: heap, processors and"
                            + " open files are the process's, shared by all tenants.");
            if (terms.concurrency().kind() == Concurrency.Kind.UNLIMITED) {
                sentences.add(
                        "isolation=TENANT_ISOLATED with concurrency=UNLIMITED lets one tenant start any"
                                + " number of threads.");
            }
        }
        return List.copyOf(sentences);
    }

    private static void measured(ContractTerms terms, List<String> sentences) {
        if (!ProcessIsolation.asked(terms) && LimitWatch.limited(terms.limits())) {
            sentences.add(
                    "limits on memory and processor time count the handler's own thread only: not threads"
                            + " that it starts or hands work to, not verbs that it calls, not memory outside the heap.");
        } else if (terms.isolation() == Isolation.FULLY_ISOLATED
                && terms.limits().memoryBytes().isPresent()) {
            sentences.add(
                    "the limit on memory counts what the handler's own thread allocates in its process: not threads"
                            + " that it starts or hands work to, not memory outside the heap.");
        }
    }

    private static void shape(VerbDescriptor verb, List<String> sentences) {
        switch (verb.resultShape()) {
            case VALUE -> {}
            case ASYNC ->
                sentences.add(
                        "a CompletionStage is cancelled at the timeout, which stops nobody who"
                                + " computes it: such work may go on without a permit.");
            case STREAM ->
                sentences.add(
                        "where a caller reads the stream itself, permits, timeout, deadline and limits"
                                + " cover the making of the stream, not the production of its items.");
        }
    }
}
