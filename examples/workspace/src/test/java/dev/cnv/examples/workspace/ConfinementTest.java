package dev.cnv.examples.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways out of the workspace, each tried with each verb. */
@dev.cnv.annotations.Suppressed(
        code = "CNV-231",
        reason = "tests how the class itself keeps paths within its root")
class ConfinementTest {

    private static final String SECRET = "SECRET of somebody else";

    @TempDir
    private Path temporary;

    private Path root;
    private Path outside;
    private Workspace workspace;
    private int asideCount;

    @BeforeEach
    void makeTwoTrees() throws IOException {
        root = Files.createDirectories(temporary.resolve("root"));
        outside = Files.createDirectories(temporary.resolve("outside/deep")).getParent();
        Files.writeString(outside.resolve("secret.txt"), SECRET);
        Files.writeString(root.resolve("own.txt"), "own");
        Files.createDirectories(root.resolve("sub/empty"));
        Files.createSymbolicLink(root.resolve("file-link"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("dir-link"), outside);
        Files.createSymbolicLink(root.resolve("sub/up-link"), Path.of("../../outside"));
        Files.createSymbolicLink(root.resolve("inner-link"), Path.of("own.txt"));
        Files.createSymbolicLink(root.resolve("dangling"), outside.resolve("new.txt"));
        workspace = new Workspace(root, () -> false);
    }

    @AfterEach
    void nothingOutsideWasTouched() throws IOException {
        assertEquals(SECRET, Files.readString(outside.resolve("secret.txt")));
        try (Stream<Path> names = Files.walk(outside)) {
            assertEquals(3, names.count());
        }
        try (Stream<Path> names = Files.walk(root)) {
            assertEquals(
                    List.of(), names.filter(p -> p.toString().endsWith(".tmp")).toList());
        }
    }

    @Test
    void everyVerb_pathThatLeadsOut_isRefused() {
        List<String> escapes = List.of(
                "../outside/secret.txt",
                "sub/../../outside/secret.txt",
                "sub/..",
                "..",
                outside.resolve("secret.txt").toString(),
                "/etc/passwd",
                "//etc/passwd",
                "dir-link/secret.txt",
                "sub/up-link/secret.txt",
                "sub/./up-link//secret.txt",
                "..\\outside\\secret.txt",
                "C:/secret.txt",
                "own.txt\0.png",
                "a/".repeat(3_000));
        for (String escape : escapes) {
            everyVerb(escape)
                    .forEach(verb -> assertThrows(
                            WorkspaceException.class,
                            () -> verb.accept(workspace),
                            () -> "path=" + escape));
        }
    }

    @Test
    void everyVerb_throughALink_isRefusedEvenWhenItLeadsInside() {
        for (String link : List.of("file-link", "inner-link", "dangling")) {
            refused(w -> w.read(link));
            refused(w -> w.write(link, "x", false, Optional.empty()));
            refused(w -> w.edit(link, "o", "x", true));
        }
        refused(w -> w.list("dir-link", 10));
        refused(w -> w.tree("sub/up-link", 3, 10));
        refused(w -> w.search("SECRET", "dir-link", false, 10));
        refused(w -> w.write("dir-link/new.txt", "x", true, Optional.empty()));
        refused(w -> w.write("dir-link/new/new.txt", "x", true, Optional.empty()));
        refused(w -> w.move("own.txt", "dir-link/own.txt", true));
        refused(w -> w.move("dir-link/secret.txt", "stolen.txt", true));
        refused(w -> w.delete("dir-link/secret.txt"));
    }

    @Test
    void walks_linksAreShownAndNotFollowed() {
        Workspace.Listing tree = workspace.tree(".", 32, 1000);
        assertTrue(tree.entries().stream()
                .anyMatch(e -> e.path().equals("dir-link") && e.kind() == Workspace.Kind.LINK));
        assertFalse(tree.entries().stream().anyMatch(e -> e.path().contains("secret")));
        assertEquals(List.of(), workspace.search("SECRET", ".", false, 100).matches());
        assertEquals(Workspace.Kind.LINK, workspace.stat("file-link").kind());
    }

    @Test
    void delete_link_deletesTheLinkOnly() {
        assertEquals(Workspace.Kind.LINK, workspace.delete("dir-link").kind());
        assertFalse(Files.exists(root.resolve("dir-link"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void move_link_movesTheLinkOnly() {
        workspace.move("file-link", "sub/moved", false);
        assertTrue(Files.isSymbolicLink(root.resolve("sub/moved")));
        refused(w -> w.read("sub/moved"));
    }

    @Test
    void root_cannotBeWrittenMovedOrDeleted() {
        for (String name : List.of("", ".", "./.")) {
            refused(w -> w.delete(name));
            refused(w -> w.write(name, "x", true, Optional.empty()));
            refused(w -> w.move(name, "elsewhere", true));
            refused(w -> w.move("own.txt", name, true));
        }
    }

    /** A directory becomes a link to outside and back, all the time. */
    @Test
    void everyVerb_directoryReplacedByLinkMeanwhile_nothingGetsOut() throws Exception {
        Files.createDirectories(root.resolve("door"));
        Files.writeString(root.resolve("door/secret.txt"), "harmless");
        Files.createSymbolicLink(root.resolve("way-out"), outside);
        AtomicBoolean stop = new AtomicBoolean();
        Thread attacker = Thread.ofPlatform().start(() -> swap(stop));
        int reached = 0;
        int refused = 0;
        try {
            for (int i = 0;
                    i < 3_000 || (reached == 0 && i < 300_000) || (refused == 0 && i < 300_000);
                    i++) {
                try {
                    assertEquals("harmless", workspace.read("door/secret.txt").text());
                    workspace.write("door/secret.txt", "harmless", true, Optional.empty());
                    workspace.write("door/new/file.txt", "new", true, Optional.empty());
                    workspace.delete("door/new/file.txt");
                    workspace.delete("door/new");
                    reached++;
                } catch (WorkspaceException _) {
                    refused++;
                }
            }
        } finally {
            stop.set(true);
            attacker.join();
        }
        assertTrue(reached > 0 && refused > 0, "reached=" + reached + " refused=" + refused);
    }

    private void swap(AtomicBoolean stop) {
        try {
            while (!stop.get()) {
                move("door", "kept");
                put("way-out");
                move("door", "way-out");
                put("kept");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Puts something in the door's place, and away what a write with parents has put there. */
    private void put(String name) throws IOException {
        while (true) {
            try {
                move(name, "door");
                return;
            } catch (IOException _) {
                move("door", "aside-" + asideCount++);
            }
        }
    }

    private void move(String from, String to) throws IOException {
        Files.move(root.resolve(from), root.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Consumer<Workspace>> everyVerb(String path) {
        return List.of(
                w -> w.list(path, 10),
                w -> w.tree(path, 3, 10),
                w -> w.read(path),
                w -> w.search("SECRET", path, false, 10),
                w -> w.stat(path),
                w -> w.write(path, "x", false, Optional.empty()),
                w -> w.write(path, "x", true, Optional.empty()),
                w -> w.edit(path, "SECRET", "x", true),
                w -> w.move(path, "stolen.txt", true),
                w -> w.move("own.txt", path, true),
                w -> w.delete(path));
    }

    private void refused(Consumer<Workspace> verb) {
        assertThrows(WorkspaceException.class, () -> verb.accept(workspace));
    }
}
