package dev.cnv.examples.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the copy that the demonstration works on. */
final class DemoFiles {

    private static final Set<String> SKIPPED = Set.of(".git", "target", ".cnv");
    private static final int MAX_FILES = 5_000;

    private DemoFiles() {}

    /** Copies a tree without links and large files; {@return how many files} */
    static int copy(Path source, Path target) throws IOException {
        Copier copier = new Copier(source.toRealPath(), target);
        Files.walkFileTree(copier.source, copier);
        return copier.count;
    }

    /** Finds a folder with a text file, and a text file that is not in it. */
    static DemoScenario scenario(Path files) throws IOException {
        Workspace workspace = new Workspace(files, () -> false);
        List<Workspace.Entry> entries = workspace.listing(".", 32, 10_000).entries();
        List<String> texts = entries.stream()
                .filter(entry ->
                        entry.kind() == Workspace.Kind.FILE && isText(workspace, entry.path()))
                .map(Workspace.Entry::path)
                .toList();
        Optional<String> inside = texts.stream()
                .filter(path -> path.contains("/"))
                .min(Comparator.comparing((String path) -> !path.startsWith("docs/"))
                        .thenComparing(path -> path));
        Optional<String> outside = inside.flatMap(in ->
                texts.stream().filter(path -> !path.startsWith(top(in) + "/")).findFirst());
        if (outside.isEmpty()) {
            throw new WorkspaceException(
                    "source has no folder with a text file beside another text file: choose another source");
        }
        return new DemoScenario(top(inside.get()), inside.get(), outside.get());
    }

    static void deleteTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static String top(String path) {
        return path.substring(0, path.indexOf('/'));
    }

    private static boolean isText(Workspace workspace, String path) {
        try {
            return !workspace.content(path).text().isEmpty();
        } catch (WorkspaceException _) {
            return false;
        }
    }

    private static final class Copier extends SimpleFileVisitor<Path> {
        private final Path source;
        private final Path target;
        private int count;

        Copier(Path source, Path target) {
            this.source = source;
            this.target = target;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                throws IOException {
            boolean skipped = !directory.equals(source)
                    && SKIPPED.contains(directory.getFileName().toString());
            if (skipped || directory.startsWith(target.getParent())) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(target.resolve(source.relativize(directory)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (attributes.isRegularFile() && attributes.size() <= Workspace.MAX_FILE_BYTES) {
                Files.copy(file, target.resolve(source.relativize(file)));
                count++;
            }
            return count < MAX_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }
    }
}
