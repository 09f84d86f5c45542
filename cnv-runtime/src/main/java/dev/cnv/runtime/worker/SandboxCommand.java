package dev.cnv.runtime.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts together the command line that runs a command confined.
 *
 * <p>From outside to inside: an empty environment; a shell that ends with the parent; new
 * namespaces; a session, so that no terminal is the worker's; the sandbox; no longer root, where it
 * was; a second user namespace, so that no other namespace belongs to the one that the worker is in;
 * a root below the namespace's own; no capability, and no way to one; the limits; the command.
 */
final class SandboxCommand {

    /** Size of the private {@code /tmp}, in bytes: it is memory that no limit counts. */
    static final long TMP_BYTES = 16L << 20;

    private static final String INNER_USER = "1000";

    private final Tools tools;
    private final boolean root;

    SandboxCommand(Tools tools, boolean root) {
        this.tools = tools;
        this.root = root;
    }

    List<String> command(Confinement asked, SandboxMounts mounts, List<String> command) {
        List<String> line = new ArrayList<>(outside());
        line.addAll(namespaces(asked.network()));
        line.addAll(List.of("--", tools.path("setsid")));
        line.addAll(List.of(tools.path("sh"), "-c", SandboxScripts.MOUNT, "sandbox"));
        List.of("mkdir", "mount", "umount", "pivot_root", "ln")
                .forEach(name -> line.add(tools.path(name)));
        line.add(Long.toString(TMP_BYTES));
        line.addAll(mounts.plan());
        line.add("--");
        line.addAll(inside(asked));
        line.addAll(command);
        return List.copyOf(line);
    }

    private List<String> outside() {
        return List.of(
                tools.path("env"),
                "-i",
                "LANG=C.UTF-8",
                "MALLOC_ARENA_MAX=2",
                tools.path("sh"),
                "-c",
                SandboxScripts.LIFELINE,
                "lifeline",
                tools.path("setpriv"),
                tools.path("cat"),
                tools.path("sh"));
    }

    /** {@return the command that makes a worker's outer namespaces, without what it runs} */
    List<String> namespaces(boolean network) {
        List<String> line = new ArrayList<>(List.of(tools.path("unshare")));
        if (!root) {
            line.addAll(List.of("--user", "--map-root-user"));
        }
        line.addAll(List.of("--mount", "--pid", "--ipc", "--uts"));
        if (!network) {
            line.add("--net");
        }
        line.addAll(List.of("--fork", "--kill-child", "--propagation", "private"));
        return line;
    }

    /** {@return the command that a root's worker is run by as another user; empty for others} */
    List<String> asWorkerUser(String setpriv) {
        String user = Integer.toString(Confiner.WORKER_USER);
        return root
                ? List.of(setpriv, "--reuid", user, "--regid", user, "--clear-groups", "--")
                : List.of();
    }

    /** {@return the options by which a command becomes an ordinary user of a namespace of its own} */
    static List<String> ownUserNamespace() {
        return List.of(
                "--user", "--map-user=" + INNER_USER, "--map-group=" + INNER_USER, "--keep-caps");
    }

    /* Changing the user clears the signal at the parent's death, so it is asked for again. */
    private List<String> inside(Confinement asked) {
        List<String> line =
                new ArrayList<>(asWorkerUser("/.new" + SandboxMounts.TOOLS + "/setpriv"));
        line.add("/.new" + SandboxMounts.TOOLS + "/unshare");
        line.addAll(ownUserNamespace());
        line.addAll(List.of("--root=/.new", "--wd=" + asked.folder(), "--"));
        line.addAll(List.of(
                SandboxMounts.TOOLS + "/setpriv",
                "--pdeathsig",
                "KILL",
                "--no-new-privs",
                "--inh-caps=-all",
                "--ambient-caps=-all",
                "--bounding-set=-all",
                "--"));
        line.add(SandboxMounts.TOOLS + "/prlimit");
        line.addAll(JvmNeeds.limits(asked));
        line.add("--");
        return line;
    }

    /** {@return the command that tries one limit as a worker's user would set it} */
    List<String> trial(String limit) {
        List<String> line = new ArrayList<>(asWorkerUser(tools.path("setpriv")));
        line.addAll(List.of(tools.path("prlimit"), limit, "--", tools.path("sh"), "-c", ":"));
        return line;
    }

    /** {@return the command that shows from inside whether a sandbox holds} */
    List<String> inspection(Confinement asked, SandboxMounts mounts) {
        return command(
                asked,
                mounts,
                List.of(
                        Path.of(tools.path("sh")).toString(),
                        "-c",
                        SandboxScripts.INSPECTION,
                        "inspection",
                        asked.network() ? "0" : "1",
                        asked.folder().toString()));
    }
}
