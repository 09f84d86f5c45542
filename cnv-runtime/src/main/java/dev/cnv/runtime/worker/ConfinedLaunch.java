package dev.cnv.runtime.worker;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.ContractTerms.ResourceLimits;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.identity.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Starts workers of SANDBOXED verbs: held by the operating system to the contract's limits, in a folder
 * of their own for each verb and tenant.
 *
 * <p><b>Threading:</b> safe for use by several threads. What this machine can do is asked once, by the
 * first who needs to know.
 */
final class ConfinedLaunch implements Launch {

    /** What a worker's JVM may use of the processor to start, beside what the contract allows its verb. */
    static final Duration START_CPU = Duration.ofSeconds(5);

    private static final int TENANT_NAME_LENGTH = 32;

    private final WorkerSettings settings;
    private final WorkerFolder folder;
    private @Nullable Confiner confiner;

    ConfinedLaunch(WorkerSettings settings, WorkerFolder folder) {
        this.settings = settings;
        this.folder = folder;
    }

    @Override
    public List<String> problems(VerbDescriptor verb) {
        Optional<Path> root = settings.sandboxFolder();
        if (root.isEmpty()) {
            return List.of(
                    "isolation=SANDBOXED needs a folder for what the verb writes; name one in"
                            + " WorkerSettings.withSandboxFolder");
        }
        try (WorkerHome home = folder.home()) {
            Path own = ownFolder(root.get(), verb, "problems");
            confiner().handOver(home.folder());
            List<String> problems =
                    new ArrayList<>(confiner().problems(confinement(verb, own, home)));
            if (verb.contract().limits().wholeTree()) {
                confiner().heldPerProcess().stream()
                        .map(why -> "limits.wholeTree=true cannot be kept: " + why)
                        .forEach(problems::add);
            }
            return List.copyOf(problems);
        } catch (IOException | IllegalArgumentException e) {
            return List.of("isolation=SANDBOXED cannot be had: " + e);
        }
    }

    @Override
    public Plan plan(VerbDescriptor verb, TenantId tenant, WorkerHome home, StartOrder order)
            throws IOException {
        String name = Digest.of(tenant.value()).hex().substring(0, TENANT_NAME_LENGTH);
        Path own = ownFolder(settings.sandboxFolder().orElseThrow(), verb, name);
        home.write(order);
        for (Path path : List.of(home.folder(), home.socket(), home.order())) {
            confiner().handOver(path);
        }
        List<String> plain =
                new WorkerCommand(settings).of(false, List.of(home.order().toString()));
        Confinement asked = confinement(verb, own, home);
        List<String> command = confiner().command(asked, plain);
        Optional<ControlGroup> group = confiner().group(asked);
        return group.isEmpty()
                ? new Plan(command, Map.of(), true, true, ProcessTree.NONE)
                : new Plan(
                        confiner().within(group.get(), command), Map.of(), true, true, group.get());
    }

    /** The folder of one tenant's workers of a verb; it is made when it is not there. */
    private Path ownFolder(Path root, VerbDescriptor verb, String name) throws IOException {
        Path own = root.toAbsolutePath().normalize().resolve(verb.id().path()).resolve(name);
        Files.createDirectories(own);
        confiner().handOver(own);
        return own;
    }

    private Confinement confinement(VerbDescriptor verb, Path own, WorkerHome home) {
        ResourceLimits limits = verb.contract().limits();
        return new Confinement(
                OptionalLong.of(limits.memoryBytes().orElse(settings.heapBytes())),
                limits.cpuTime().map(START_CPU::plus),
                limits.fileDescriptors(),
                verb.effects().effects().contains(Effect.NETWORK_ACCESS),
                own,
                home.folder(),
                WorkerCommand.readable());
    }

    private synchronized Confiner confiner() {
        Confiner known = confiner;
        if (known == null) {
            known = Confiner.ofThisMachine();
            confiner = known;
        }
        return known;
    }
}
