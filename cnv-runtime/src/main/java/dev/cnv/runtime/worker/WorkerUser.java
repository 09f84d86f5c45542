package dev.cnv.runtime.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * The user that workers are, and what of the files it can reach.
 *
 * @param root whether the runtime is root, so that workers are another user
 */
record WorkerUser(boolean root) {

    private static final String USER = "unix:uid";

    static WorkerUser of(Machine machine) {
        return new WorkerUser(machine.user() == 0);
    }

    /** Makes a file or folder the worker's own, where workers are another user. */
    void chown(Path path) throws IOException {
        if (root) {
            Files.setAttribute(path, USER, Confiner.WORKER_USER, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", Confiner.WORKER_USER, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** {@return why a folder is of no use to a worker that writes it} */
    Optional<String> folderProblem(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.of("folder=" + folder + " is no folder");
        }
        return root && !isOwn(folder)
                ? Optional.of("folder=" + folder + " is not the worker's own: give it to user "
                        + Confiner.WORKER_USER)
                : Optional.empty();
    }

    /** {@return why a file or folder is of no use to a worker that reads it; none where it is not} */
    Optional<String> readProblem(Path path) {
        return !root || !Files.exists(path) || isOwn(path) || isOpen(path)
                ? Optional.empty()
                : Optional.of("readable=" + path + " cannot be read by user " + Confiner.WORKER_USER
                        + ": let others read it");
    }

    private static boolean isOwn(Path path) {
        try {
            return Integer.valueOf(Confiner.WORKER_USER).equals(Files.getAttribute(path, USER));
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    private static boolean isOpen(Path path) {
        try {
            Set<PosixFilePermission> given = Files.getPosixFilePermissions(path);
            return given.contains(PosixFilePermission.OTHERS_READ)
                    && (!Files.isDirectory(path)
                            || given.contains(PosixFilePermission.OTHERS_EXECUTE));
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }
}
