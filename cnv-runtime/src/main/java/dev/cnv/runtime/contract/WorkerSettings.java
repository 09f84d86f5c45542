package dev.cnv.runtime.contract;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How worker processes are made for verbs with isolation FULLY_ISOLATED or SANDBOXED.
 *
 * @param modules the class that makes the verbs in a worker: public, with a public constructor without
 *     parameters, a {@code Supplier<List<VerbModule>>}; empty to have {@link java.util.ServiceLoader} find
 *     them
 * @param perTenantCount how many workers one tenant may have for one verb
 * @param totalCount how many workers there may be; the one that was idle longest makes room
 * @param idle after which time without a call a worker ends
 * @param startLimit how long a worker may take to start
 * @param heapBytes the largest heap of a worker
 * @param messageBytes the largest arguments and the largest result, in bytes of JSON
 * @param jvmArguments more arguments for a worker's JVM
 * @param environment the environment of a worker, which has nothing of the runtime's own
 * @param sandboxFolder the one folder that SANDBOXED verbs may write in; empty when there is none
 */
public record WorkerSettings(
        Optional<String> modules,
        int perTenantCount,
        int totalCount,
        Duration idle,
        Duration startLimit,
        long heapBytes,
        int messageBytes,
        List<String> jvmArguments,
        Map<String, String> environment,
        Optional<Path> sandboxFolder) {

    /** Verbs that {@link java.util.ServiceLoader} finds, 2 workers a verb and tenant, 16 in all. */
    public static final WorkerSettings DEFAULT = new WorkerSettings(
            Optional.empty(),
            2,
            16,
            Duration.ofMinutes(1),
            Duration.ofSeconds(20),
            256L << 20,
            16 << 20,
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            Map.of(),
            Optional.empty());

    private static final int MIN_MESSAGE_BYTES = 16 << 10;
    private static final int MAX_MESSAGE_BYTES = 1 << 30;
    private static final long MIN_HEAP_BYTES = 8L << 20;

    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException when a number is out of range
     */
    public WorkerSettings {
        if (perTenantCount < 1 || totalCount < perTenantCount) {
            throw new IllegalArgumentException("perTenantCount=" + perTenantCount
                    + " must be at least 1 and at most totalCount=" + totalCount);
        }
        if (!idle.isPositive() || !startLimit.isPositive()) {
            throw new IllegalArgumentException(
                    "idle=" + idle + " and startLimit=" + startLimit + " must be positive");
        }
        if (heapBytes < MIN_HEAP_BYTES) {
            throw new IllegalArgumentException(
                    "heapBytes=" + heapBytes + " must be at least " + MIN_HEAP_BYTES);
        }
        if (messageBytes < MIN_MESSAGE_BYTES || messageBytes > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("messageBytes=" + messageBytes + " is not "
                    + MIN_MESSAGE_BYTES + " to " + MAX_MESSAGE_BYTES);
        }
        jvmArguments = List.copyOf(jvmArguments);
        environment = java.util.Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    /**
     * These settings with verbs that a class makes.
     *
     * @param supplier public, with a public constructor without parameters, a {@code
     *     Supplier<List<VerbModule>>}
     * @return new settings
     */
    public WorkerSettings withModules(Class<?> supplier) {
        return new WorkerSettings(
                Optional.of(supplier.getName()),
                perTenantCount,
                totalCount,
                idle,
                startLimit,
                heapBytes,
                messageBytes,
                jvmArguments,
                environment,
                sandboxFolder);
    }

    /**
     * These settings with other numbers of workers.
     *
     * @param perTenant how many one tenant may have for one verb
     * @param total how many there may be
     * @return new settings
     */
    public WorkerSettings withCounts(int perTenant, int total) {
        return new WorkerSettings(
                modules,
                perTenant,
                total,
                idle,
                startLimit,
                heapBytes,
                messageBytes,
                jvmArguments,
                environment,
                sandboxFolder);
    }

    /**
     * These settings with other times.
     *
     * @param afterIdle after which time without a call a worker ends
     * @param start how long a worker may take to start
     * @return new settings
     */
    public WorkerSettings withTimes(Duration afterIdle, Duration start) {
        return new WorkerSettings(
                modules,
                perTenantCount,
                totalCount,
                afterIdle,
                start,
                heapBytes,
                messageBytes,
                jvmArguments,
                environment,
                sandboxFolder);
    }

    /**
     * These settings with other sizes.
     *
     * @param heap the largest heap of a worker, in bytes
     * @param message the largest arguments and result, in bytes of JSON
     * @return new settings
     */
    public WorkerSettings withSizes(long heap, int message) {
        return new WorkerSettings(
                modules,
                perTenantCount,
                totalCount,
                idle,
                startLimit,
                heap,
                message,
                jvmArguments,
                environment,
                sandboxFolder);
    }

    /**
     * These settings with another JVM.
     *
     * @param arguments arguments of a worker's JVM, instead of those before
     * @param variables the environment of a worker
     * @return new settings
     */
    public WorkerSettings withJvm(List<String> arguments, Map<String, String> variables) {
        return new WorkerSettings(
                modules,
                perTenantCount,
                totalCount,
                idle,
                startLimit,
                heapBytes,
                messageBytes,
                arguments,
                variables,
                sandboxFolder);
    }

    /**
     * These settings with a folder for SANDBOXED verbs.
     *
     * @param folder the one folder that they may write in
     * @return new settings
     */
    public WorkerSettings withSandboxFolder(Path folder) {
        return new WorkerSettings(
                modules,
                perTenantCount,
                totalCount,
                idle,
                startLimit,
                heapBytes,
                messageBytes,
                jvmArguments,
                environment,
                Optional.of(folder));
    }
}
