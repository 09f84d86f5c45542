package dev.cnv.runtime.worker;

import dev.cnv.runtime.worker.Machine.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a machine was seen to be unable to do, each as a sentence with what would help.
 *
 * <p>Nothing is concluded from a version: each ability is a process that was run, and the last one
 * looks around from inside a complete sandbox.
 *
 * @param always what stops every confinement
 * @param withoutNetwork what stops those that allow no network
 */
record MachineAbilities(List<String> always, List<String> withoutNetwork) {

    private static final String MORE_USERS =
            "; what would help: sysctl user.max_user_namespaces above 0,"
                    + " kernel.unprivileged_userns_clone=1 (Debian),"
                    + " kernel.apparmor_restrict_unprivileged_userns=0 or a profile (Ubuntu)";
    private static final String MORE_NAMESPACES =
            "; what would help: CAP_SYS_ADMIN where the runtime is root in a container,"
                    + " and a seccomp profile that lets unshare through";

    MachineAbilities {
        always = List.copyOf(always);
        withoutNetwork = List.copyOf(withoutNetwork);
    }

    /** Asks a machine, from the plainest question on; later ones need what earlier ones found. */
    static MachineAbilities of(Machine machine, Tools tools, SandboxCommand sandbox) {
        if (!machine.system().equals("Linux")) {
            return never("os.name=" + machine.system() + " holds no process to limits: Linux does");
        }
        if (machine.user() < 0) {
            return never("the kernel does not say whose this process is: mount /proc");
        }
        if (!tools.missing().isEmpty()) {
            return new MachineAbilities(tools.missing(), List.of());
        }
        return new Checks(machine, tools, sandbox).ask();
    }

    private static MachineAbilities never(String reason) {
        return new MachineAbilities(List.of(reason), List.of());
    }

    private record Checks(Machine machine, Tools tools, SandboxCommand sandbox) {

        MachineAbilities ask() {
            return users().or(this::shared)
                    .or(() -> inspection(true))
                    .map(MachineAbilities::never)
                    .orElseGet(() ->
                            new MachineAbilities(List.of(), alone().stream().toList()));
        }

        private Optional<String> shared() {
            return namespaces(true)
                    .map(reason -> "mount, pid, ipc and uts namespaces are refused" + reason);
        }

        private Optional<String> alone() {
            return namespaces(false)
                    .map(reason -> "network namespaces are refused" + reason)
                    .or(() -> inspection(false));
        }

        private Optional<String> users() {
            List<String> line = new ArrayList<>(sandbox.asWorkerUser(tools.path("setpriv")));
            line.add(tools.path("unshare"));
            line.addAll(SandboxCommand.ownUserNamespace());
            return failure(line)
                    .map(text -> "user namespaces are refused (" + text + ")" + MORE_USERS);
        }

        private Optional<String> namespaces(boolean network) {
            return failure(new ArrayList<>(sandbox.namespaces(network)))
                    .map(text -> " (" + text + ")" + MORE_NAMESPACES);
        }

        private Optional<String> failure(List<String> line) {
            line.addAll(List.of("--", tools.path("sh"), "-c", ":"));
            Ran ran = machine.run(line);
            return ran.ok() ? Optional.empty() : Optional.of(ran.text());
        }

        private Optional<String> inspection(boolean network) {
            try {
                return inspectionIn(Files.createTempDirectory("cnv-inspection"), network);
            } catch (IOException e) {
                return Optional.of("no sandbox can be inspected (" + e.getMessage() + "): "
                        + "what would help: a java.io.tmpdir that can be written");
            }
        }

        private Optional<String> inspectionIn(Path parent, boolean network) throws IOException {
            Path folder = Files.createDirectory(parent.resolve("folder"));
            Path sockets = Files.createDirectory(parent.resolve("sockets"));
            try {
                WorkerUser.of(machine).chown(folder);
                Ran ran = machine.run(inspection(folder, sockets, network));
                return ran.ok()
                        ? Optional.empty()
                        : Optional.of("a sandbox without" + (network ? "" : " network and without")
                                + " other files does not hold here (" + ran.text() + ")");
            } finally {
                Files.deleteIfExists(folder.resolve("allowed"));
                Files.deleteIfExists(folder);
                Files.deleteIfExists(sockets);
                Files.deleteIfExists(parent);
            }
        }

        private List<String> inspection(Path folder, Path sockets, boolean network)
                throws IOException {
            Confinement asked = new Confinement(
                    OptionalLong.empty(),
                    Optional.of(Duration.ofSeconds(7)),
                    OptionalInt.of(8),
                    network,
                    folder.toAbsolutePath().normalize(),
                    sockets.toAbsolutePath().normalize(),
                    List.of());
            Path shell = Path.of(tools.path("sh"));
            return sandbox.inspection(
                    asked, SandboxMounts.of(asked, tools.inside(), List.of(shell)));
        }
    }
}
