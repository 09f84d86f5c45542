package dev.cnv.examples.workspace;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Files in a directory tree that nothing leaves. Paths are given from the tree's root, with slashes;
 * links are shown and never followed.
 *
 * <p><b>Threading:</b> safe for use by several threads; verbs that change something run one at a time.
 */
public final class Workspace {

    /** The largest file that is read, searched, written or edited, in bytes. */
    public static final int MAX_FILE_BYTES = 1024 * 1024;

    private final ConfinedRoot root;
    private final Walk walk;
    private final BooleanSupplier dryRun;
    private final ReentrantLock changing = new ReentrantLock();

    /** What stands under a name. */
    public enum Kind {
        /** A file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link; it is never followed. */
        LINK,
        /** A device, a pipe or a socket; it is never opened. */
        OTHER;

        static Kind of(BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                return FILE;
            }
            if (attributes.isDirectory()) {
                return DIRECTORY;
            }
            return attributes.isSymbolicLink() ? LINK : OTHER;
        }
    }

    /**
     * A name in a directory.
     *
     * @param path its path from the root
     * @param kind what it is
     * @param bytes its size, 0 for what is no file
     * @param modified when it was changed last
     */
    public record Entry(String path, Kind kind, long bytes, Instant modified) {

        static Entry of(RelativePath path, BasicFileAttributes attributes) {
            Kind kind = Kind.of(attributes);
            return new Entry(
                    path.toString(),
                    kind,
                    kind == Kind.FILE ? attributes.size() : 0,
                    attributes.lastModifiedTime().toInstant());
        }
    }

    /**
     * Names in a directory or below it.
     *
     * @param path the directory
     * @param entries the names, sorted
     * @param complete false when there are more than were asked for
     */
    public record Listing(String path, List<Entry> entries, boolean complete) {}

    /**
     * A file's text.
     *
     * @param path the file
     * @param text its text
     * @param bytes its size
     * @param sha256 the digest of its bytes, to be given to {@code file.write}
     */
    public record Content(String path, String text, long bytes, String sha256) {}

    /**
     * A line that has the text.
     *
     * @param path the file
     * @param line the line's number, counted from 1
     * @param text the line, its first 200 characters
     */
    public record Match(String path, int line, String text) {}

    /**
     * What a search found.
     *
     * @param matches the lines, in the order of paths
     * @param filesSearched how many files were read
     * @param filesSkipped how many files were too large, no text or not readable
     * @param complete false when there are more matches than were asked for, or deeper directories
     */
    public record Matches(
            List<Match> matches, int filesSearched, int filesSkipped, boolean complete) {}

    /**
     * What became of a file.
     *
     * @param path the file
     * @param bytes its size now
     * @param sha256 the digest of its bytes now
     * @param created whether it was not there before
     * @param dryRun whether nothing was done
     */
    public record Written(
            String path, long bytes, String sha256, boolean created, boolean dryRun) {}

    /**
     * What was edited.
     *
     * @param path the file
     * @param replacements how many places were changed
     * @param diff the change as a unified diff
     * @param sha256 the digest of the file's bytes now
     * @param dryRun whether nothing was done
     */
    public record Edited(
            String path, int replacements, String diff, String sha256, boolean dryRun) {}

    /**
     * What was moved.
     *
     * @param from where it was
     * @param to where it is
     * @param replaced whether a file was there before
     * @param dryRun whether nothing was done
     */
    public record Moved(String from, String to, boolean replaced, boolean dryRun) {}

    /**
     * What was deleted.
     *
     * @param path where it was
     * @param kind what it was
     * @param bytes its size
     * @param dryRun whether nothing was done
     */
    public record Deleted(String path, Kind kind, long bytes, boolean dryRun) {}

    /**
     * A workspace over a directory.
     *
     * @param root the directory
     * @throws WorkspaceException when it cannot be opened, or the platform cannot keep paths within it
     */
    public Workspace(Path root) {
        this(root, () -> Cnv.current().dryRun());
    }

    Workspace(Path root, BooleanSupplier dryRun) {
        this.dryRun = dryRun;
        try {
            this.root = ConfinedRoot.of(root);
        } catch (IOException e) {
            throw new WorkspaceException(
                    "root=" + root + " cannot be opened: " + e.getMessage(), e);
        }
        this.walk = new Walk(this.root);
    }

    /**
     * Lists a directory.
     *
     * @param path the directory, from the workspace's root
     * @param limit how many names at most
     * @return the names in it
     */
    @Capability(id = "file.list")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public Listing list(
            @Param(defaultValue = ".") String path,
            @Param(defaultValue = "1000", min = "1", max = "10000") int limit) {
        RelativePath at = RelativePath.parse(path);
        return Failures.in(path, () -> walk.tree(at, 1, limit));
    }

    /**
     * Lists a directory and what is below it.
     *
     * @param path the directory, from the workspace's root
     * @param depth how many levels
     * @param limit how many names at most
     * @return the names, each directory before what is in it
     */
    @Capability(id = "file.tree")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public Listing tree(
            @Param(defaultValue = ".") String path,
            @Param(defaultValue = "3", min = "1", max = "32") int depth,
            @Param(defaultValue = "1000", min = "1", max = "10000") int limit) {
        return listing(path, depth, limit);
    }

    /** What {@code file.tree} answers, for those who look on the way to something else. */
    Listing listing(String path, int depth, int limit) {
        RelativePath at = RelativePath.parse(path);
        return Failures.in(path, () -> walk.tree(at, depth, limit));
    }

    /**
     * Reads a text file, UTF-8, at most 1 MiB.
     *
     * @param path the file, from the workspace's root
     * @return its text
     */
    @Capability(id = "file.read")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public Content read(String path) {
        return content(path);
    }

    /** What {@code file.read} answers, for those who read on the way to something else. */
    Content content(String path) {
        RelativePath at = RelativePath.parse(path);
        byte[] bytes = Failures.in(path, () -> root.read(at, MAX_FILE_BYTES));
        String text = Texts.decode(bytes)
                .orElseThrow(() -> new WorkspaceException("path=" + at + " is no UTF-8 text"));
        return new Content(at.toString(), text, bytes.length, Digest.of(bytes).hex());
    }

    /**
     * Finds lines that have a text, in the text files of a directory and below it.
     *
     * @param text what to look for, literally
     * @param path the directory or file, from the workspace's root
     * @param ignoreCase whether upper and lower case are the same
     * @param limit how many lines at most
     * @return the lines
     */
    @Capability(id = "file.search")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public Matches search(
            @Param(minLength = 1, maxLength = 1000) String text,
            @Param(defaultValue = ".") String path,
            boolean ignoreCase,
            @Param(defaultValue = "100", min = "1", max = "10000") int limit) {
        RelativePath at = RelativePath.parse(path);
        String wanted = ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
        return Failures.in(path, () -> walk.search(at, wanted, ignoreCase, limit));
    }

    /**
     * Says what is under a path, without opening it.
     *
     * @param path the path, from the workspace's root
     * @return what it is
     */
    @Capability(id = "file.stat")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public Entry stat(String path) {
        RelativePath at = RelativePath.parse(path);
        return Entry.of(at, present(at));
    }

    /**
     * Writes a text file whole, in one step: readers see the old text or the new one.
     *
     * @param path the file, from the workspace's root
     * @param text the new text, at most 1 MiB as UTF-8
     * @param parents whether missing directories are made
     * @param expectSha256 the digest that the present file must have, as {@code file.read} gave it
     * @return what became of the file
     */
    @Capability(id = "file.write")
    @Effects(
            value = {Effect.MUTATE_STATE, Effect.STORAGE_WRITE},
            sensitivity = Sensitivity.MEDIUM,
            dryRun = true)
    @Contract(duration = DurationClass.USER_INITIATED)
    public Written write(
            String path,
            String text,
            boolean parents,
            @Param(pattern = "[0-9a-f]{64}") Optional<String> expectSha256) {
        RelativePath at = RelativePath.parse(path);
        byte[] bytes = Texts.encode(path, text);
        return Failures.in(
                path,
                () -> changing(() -> {
                    Optional<BasicFileAttributes> old = root.attributes(at);
                    if (expectSha256.isPresent()) {
                        requireDigest(at, expectSha256.get());
                    }
                    boolean dry = dryRun.getAsBoolean();
                    if (!dry) {
                        if (parents && !at.isRoot()) {
                            root.makeDirectories(at.parent());
                        }
                        root.write(at, bytes);
                    }
                    return new Written(
                            at.toString(),
                            bytes.length,
                            Digest.of(bytes).hex(),
                            old.isEmpty(),
                            dry);
                }));
    }

    /**
     * Replaces a text within a text file.
     *
     * @param path the file, from the workspace's root
     * @param find what is replaced, literally
     * @param replacement what comes in its place
     * @param all whether every place is changed; otherwise there must be exactly one
     * @return the change as a unified diff
     */
    @Capability(id = "file.edit")
    @Effects(
            value = {Effect.MUTATE_STATE, Effect.STORAGE_WRITE},
            sensitivity = Sensitivity.MEDIUM,
            dryRun = true)
    @Contract(duration = DurationClass.USER_INITIATED)
    public Edited edit(
            String path, @Param(minLength = 1) String find, String replacement, boolean all) {
        RelativePath at = RelativePath.parse(path);
        return Failures.in(
                path,
                () -> changing(() -> {
                    String before = content(path).text();
                    int count = Texts.count(before, find);
                    if (count == 0 || (count > 1 && !all)) {
                        throw new WorkspaceException(
                                "path=" + at + " has the text placeCount=" + count + " times"
                                        + (count == 0 ? "" : "; give more of it, or all"));
                    }
                    byte[] after = Texts.encode(path, before.replace(find, replacement));
                    String diff = UnifiedDiff.replacing(at.toString(), before, find, replacement);
                    boolean dry = dryRun.getAsBoolean();
                    if (!dry) {
                        root.write(at, after);
                    }
                    return new Edited(
                            at.toString(), count, diff, Digest.of(after).hex(), dry);
                }));
    }

    /**
     * Moves a file or directory.
     *
     * @param from the path, from the workspace's root
     * @param to the new path, from the workspace's root
     * @param replace whether a file that is there already is replaced
     * @return what was moved
     */
    @Capability(id = "file.move")
    @Effects(
            value = {Effect.MUTATE_STATE, Effect.STORAGE_WRITE},
            sensitivity = Sensitivity.MEDIUM,
            dryRun = true)
    @Contract(duration = DurationClass.USER_INITIATED)
    public Moved move(String from, String to, boolean replace) {
        RelativePath source = RelativePath.parse(from);
        RelativePath target = RelativePath.parse(to);
        return Failures.in(
                from,
                () -> changing(() -> {
                    present(source);
                    Optional<BasicFileAttributes> old = root.attributes(target);
                    if (old.isPresent() && !(replace && old.get().isRegularFile())) {
                        throw new WorkspaceException(
                                "to=" + target + " is there already as " + Kind.of(old.get())
                                        + (old.get().isRegularFile() ? "; ask to replace it" : ""));
                    }
                    boolean dry = dryRun.getAsBoolean();
                    if (!dry) {
                        root.move(source, target);
                    }
                    return new Moved(source.toString(), target.toString(), old.isPresent(), dry);
                }));
    }

    /**
     * Deletes a file, a link or an empty directory, for good.
     *
     * @param path the path, from the workspace's root
     * @return what was deleted
     */
    @Capability(id = "file.delete")
    @Effects(
            value = {Effect.MUTATE_STATE, Effect.STORAGE_WRITE},
            sensitivity = Sensitivity.HIGH,
            dryRun = true)
    @Contract(duration = DurationClass.USER_INITIATED)
    public Deleted delete(String path) {
        RelativePath at = RelativePath.parse(path);
        return Failures.in(
                path,
                () -> changing(() -> {
                    Entry entry = Entry.of(at, present(at));
                    boolean dry = dryRun.getAsBoolean();
                    if (!dry) {
                        root.delete(at);
                    }
                    return new Deleted(at.toString(), entry.kind(), entry.bytes(), dry);
                }));
    }

    private BasicFileAttributes present(RelativePath path) {
        return Failures.in(path.toString(), () -> root.attributes(path))
                .orElseThrow(() -> new WorkspaceException("path=" + path + " does not exist"));
    }

    private void requireDigest(RelativePath path, String expected) throws IOException {
        String found = Digest.of(root.read(path, MAX_FILE_BYTES)).hex();
        if (!found.equals(expected)) {
            throw new WorkspaceException("path=" + path + " has sha256=" + found + " and not "
                    + expected + ": read it again");
        }
    }

    private <T> T changing(Failures.Work<T> work) throws IOException {
        changing.lock();
        try {
            return work.run();
        } finally {
            changing.unlock();
        }
    }
}
