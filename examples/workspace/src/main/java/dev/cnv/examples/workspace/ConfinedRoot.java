package dev.cnv.examples.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A directory that nothing done through it leaves.
 *
 * <p>No link is followed, wherever it leads. Every step down opens the directory within the one that is
 * already open (openat(2) with O_NOFOLLOW), and every operation is relative to the open directory, so
 * that somebody who puts a link in place of a directory meanwhile gains nothing. Where the platform
 * cannot do that, there is no confined root.
 *
 * <p>What it cannot see: a hard link, made by somebody who may already read the file, and another file
 * system mounted below the root.
 *
 * <p><b>Threading:</b> safe for use by several threads; operations on one file are as atomic as the
 * file system's.
 */
final class ConfinedRoot {

    private final Path root;
    private final AtomicLong temporaryNumber = new AtomicLong();

    private ConfinedRoot(Path root) {
        this.root = root;
    }

    /**
     * Confines to a directory.
     *
     * @throws IOException when it cannot be opened, or the platform has no way to confine
     */
    static ConfinedRoot of(Path directory) throws IOException {
        ConfinedRoot confined = new ConfinedRoot(directory.toRealPath());
        confined.openRoot().close();
        return confined;
    }

    /** {@return what a path is, empty when there is nothing} */
    Optional<BasicFileAttributes> attributes(RelativePath path) throws IOException {
        if (path.isRoot()) {
            try (SecureDirectoryStream<Path> directory = openRoot()) {
                return Optional.of(directory
                        .getFileAttributeView(BasicFileAttributeView.class)
                        .readAttributes());
            }
        }
        try (SecureDirectoryStream<Path> parent = open(path.parent())) {
            return attributes(parent, path.name());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** {@return the names in a directory, sorted, at most one more than the limit} */
    List<String> names(RelativePath path, int limit) throws IOException {
        List<String> names = new ArrayList<>();
        try (SecureDirectoryStream<Path> directory = open(path)) {
            for (Path entry : directory) {
                names.add(entry.getFileName().toString());
                if (names.size() > limit) {
                    break;
                }
            }
        }
        Collections.sort(names);
        return names;
    }

    /** {@return a regular file's bytes} */
    byte[] read(RelativePath path, int maxBytes) throws IOException {
        try (SecureDirectoryStream<Path> parent = openParent(path)) {
            BasicFileAttributes attributes = require(parent, path);
            if (!attributes.isRegularFile()) {
                throw new WorkspaceException("path=" + path + " is "
                        + (attributes.isSymbolicLink()
                                ? "a link, and links are not followed"
                                : "no regular file"));
            }
            try (SeekableByteChannel file = parent.newByteChannel(
                    Path.of(path.name()),
                    Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                return read(file, path, maxBytes);
            }
        }
    }

    /** Puts a file in place whole: readers see the old one or the new one. */
    void write(RelativePath path, byte[] bytes) throws IOException {
        try (SecureDirectoryStream<Path> parent = openParent(path)) {
            Optional<BasicFileAttributes> old = attributes(parent, path.name());
            if (old.isPresent() && !old.get().isRegularFile()) {
                throw new WorkspaceException("path=" + path + " is there and is no regular file");
            }
            Path temporary = temporaryName();
            try {
                try (SeekableByteChannel file = parent.newByteChannel(
                        temporary,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS))) {
                    ByteBuffer left = ByteBuffer.wrap(bytes);
                    while (left.hasRemaining()) {
                        file.write(left);
                    }
                }
                if (old.isPresent()) {
                    copyPermissions(parent, path.name(), temporary);
                }
                parent.move(temporary, parent, Path.of(path.name()));
            } catch (IOException | RuntimeException e) {
                deleteQuietly(parent, temporary, e);
                throw e;
            }
        }
    }

    /** Makes a directory and those above it. */
    void makeDirectories(RelativePath path) throws IOException {
        RelativePath made = new RelativePath(List.of());
        for (String name : path.names()) {
            try (SecureDirectoryStream<Path> parent = open(made)) {
                if (attributes(parent, name).isEmpty()) {
                    makeDirectory(parent, name);
                }
            }
            made = made.child(name);
        }
        open(path).close();
    }

    /** Moves a file or directory. */
    void move(RelativePath from, RelativePath to) throws IOException {
        try (SecureDirectoryStream<Path> source = openParent(from);
                SecureDirectoryStream<Path> target = openParent(to)) {
            source.move(Path.of(from.name()), target, Path.of(to.name()));
        }
    }

    /** Deletes a file, a link or an empty directory. */
    void delete(RelativePath path) throws IOException {
        try (SecureDirectoryStream<Path> parent = openParent(path)) {
            if (require(parent, path).isDirectory()) {
                parent.deleteDirectory(Path.of(path.name()));
            } else {
                parent.deleteFile(Path.of(path.name()));
            }
        }
    }

    private SecureDirectoryStream<Path> openRoot() throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("root=" + root
                + " cannot be confined: the platform has no secure directory streams");
    }

    private SecureDirectoryStream<Path> openParent(RelativePath path) throws IOException {
        if (path.isRoot()) {
            throw new WorkspaceException("path=. is the workspace itself; name something in it");
        }
        return open(path.parent());
    }

    private SecureDirectoryStream<Path> open(RelativePath path) throws IOException {
        SecureDirectoryStream<Path> at = openRoot();
        RelativePath reached = new RelativePath(List.of());
        for (String name : path.names()) {
            reached = reached.child(name);
            try (SecureDirectoryStream<Path> above = at) {
                at = step(above, reached);
            }
        }
        return at;
    }

    private static SecureDirectoryStream<Path> step(
            SecureDirectoryStream<Path> above, RelativePath reached) throws IOException {
        BasicFileAttributes attributes = require(above, reached);
        if (!attributes.isDirectory()) {
            throw new WorkspaceException("path=" + reached + " is "
                    + (attributes.isSymbolicLink()
                            ? "a link, and links are not followed"
                            : "no directory"));
        }
        // Refuses a link that came in place of the directory since.
        return above.newDirectoryStream(Path.of(reached.name()), LinkOption.NOFOLLOW_LINKS);
    }

    private static BasicFileAttributes require(
            SecureDirectoryStream<Path> parent, RelativePath path) throws IOException {
        return attributes(parent, path.name())
                .orElseThrow(() -> new NoSuchFileException(path.toString()));
    }

    private static Optional<BasicFileAttributes> attributes(
            SecureDirectoryStream<Path> parent, String name) throws IOException {
        try {
            return Optional.of(parent.getFileAttributeView(
                            Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static byte[] read(SeekableByteChannel file, RelativePath path, int maxBytes)
            throws IOException {
        ByteBuffer into = ByteBuffer.allocate((int) Math.min(maxBytes + 1L, file.size() + 1));
        while (into.hasRemaining() && file.read(into) >= 0) {
            // Until the end, or one byte too many.
        }
        if (into.position() > maxBytes) {
            throw new WorkspaceException("path=" + path + " has more than maxBytes=" + maxBytes);
        }
        return Arrays.copyOf(into.array(), into.position());
    }

    /**
     * There is no mkdirat in Java: the directory is made in the root, whose path is not the caller's, and
     * moved into the open parent.
     */
    private void makeDirectory(SecureDirectoryStream<Path> parent, String name) throws IOException {
        Path temporary = temporaryName();
        Files.createDirectory(root.resolve(temporary));
        try (SecureDirectoryStream<Path> top = openRoot()) {
            top.move(temporary, parent, Path.of(name));
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
            // Somebody else made it, and put something in, meanwhile.
            Files.delete(root.resolve(temporary));
        } catch (IOException | RuntimeException e) {
            Files.delete(root.resolve(temporary));
            throw e;
        }
    }

    private static void copyPermissions(SecureDirectoryStream<Path> parent, String from, Path to)
            throws IOException {
        Set<PosixFilePermission> permissions =
                posix(parent, Path.of(from)).readAttributes().permissions();
        posix(parent, to).setPermissions(permissions);
    }

    private static PosixFileAttributeView posix(SecureDirectoryStream<Path> parent, Path name) {
        return parent.getFileAttributeView(
                name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private Path temporaryName() {
        return Path.of(".cnv-" + ProcessHandle.current().pid() + "-"
                + temporaryNumber.getAndIncrement() + ".tmp");
    }

    private static void deleteQuietly(
            SecureDirectoryStream<Path> parent, Path temporary, Exception cause) {
        try {
            parent.deleteFile(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
