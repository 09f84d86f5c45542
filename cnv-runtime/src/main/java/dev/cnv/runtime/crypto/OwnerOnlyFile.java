package dev.cnv.runtime.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Files that nobody but their owner may be allowed anything on, where the file system has POSIX
 * permissions. Elsewhere there is nothing to look at.
 */
public final class OwnerOnlyFile {

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE);

    private OwnerOnlyFile() {}

    /**
     * The permissions of a file that others than its owner have some of.
     *
     * @param file the file
     * @return all permissions, as {@code rw-r-----}; empty when nobody else has any
     * @throws IOException when they cannot be read
     */
    public static Optional<String> shared(Path file) throws IOException {
        if (!posix(file)) {
            return Optional.empty();
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        return OWNERS.containsAll(permissions)
                ? Optional.empty()
                : Optional.of(PosixFilePermissions.toString(permissions));
    }

    /**
     * Writes a new file that only its owner can read (mode 0600), and forces it to disk.
     *
     * @param file the file; it must not exist
     * @param bytes its content
     * @throws java.nio.file.FileAlreadyExistsException when it exists
     * @throws IOException when it cannot be written
     */
    public static void create(Path file, byte[] bytes) throws IOException {
        create(file, bytes, ownerOnly(file));
    }

    /** Writes a new file that anybody may read, as far as the process's own mask allows. */
    static void createPublic(Path file, byte[] bytes) throws IOException {
        create(file, bytes, new FileAttribute<?>[0]);
    }

    private static void create(Path file, byte[] bytes, FileAttribute<?>[] attributes)
            throws IOException {
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        try (FileChannel channel = FileChannel.open(file, options, attributes)) {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return posix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
