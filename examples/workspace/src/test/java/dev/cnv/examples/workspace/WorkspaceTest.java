package dev.cnv.examples.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.examples.workspace.Workspace.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {

    @TempDir
    private Path root;

    private Workspace workspace;
    private Workspace dry;

    @BeforeEach
    void makeTree() throws IOException {
        Files.createDirectories(root.resolve("docs/deep/deeper"));
        Files.writeString(root.resolve("docs/a.md"), "One line\nanother LINE\n");
        Files.writeString(root.resolve("docs/deep/b.md"), "line three");
        Files.write(root.resolve("docs/image.bin"), new byte[] {(byte) 0xff, 0, 1});
        workspace = new Workspace(root, () -> false);
        dry = new Workspace(root, () -> true);
    }

    @Test
    void list_hasNamesSorted_andSaysWhenThereAreMore() {
        Workspace.Listing listing = workspace.list("docs", 10);
        assertEquals(
                List.of("docs/a.md", "docs/deep", "docs/image.bin"),
                listing.entries().stream().map(Workspace.Entry::path).toList());
        assertEquals(Kind.DIRECTORY, listing.entries().get(1).kind());
        assertEquals(22, listing.entries().getFirst().bytes());
        assertTrue(listing.complete());
        assertFalse(workspace.list("docs", 2).complete());
        assertEquals(2, workspace.list("docs", 2).entries().size());
    }

    @Test
    void tree_goesAsDeepAsAsked() {
        assertEquals(1, workspace.tree(".", 1, 100).entries().size());
        assertEquals(4, workspace.tree(".", 2, 100).entries().size());
        assertEquals(6, workspace.tree("./", 9, 100).entries().size());
    }

    @Test
    void read_givesTextAndDigest_andRefusesWhatIsNoText() {
        Workspace.Content content = workspace.read("docs//./a.md");
        assertEquals("docs/a.md", content.path());
        assertEquals("One line\nanother LINE\n", content.text());
        assertEquals(64, content.sha256().length());
        refused("no UTF-8 text", () -> workspace.read("docs/image.bin"));
        refused("does not exist", () -> workspace.read("docs/none"));
        refused("no regular file", () -> workspace.read("docs"));
        refused("no directory", () -> workspace.read("docs/a.md/b"));
    }

    @Test
    void readAndWrite_largeFile_isRefused() throws IOException {
        Files.writeString(root.resolve("large"), "x".repeat(Workspace.MAX_FILE_BYTES + 1));
        refused("maxBytes", () -> workspace.read("large"));
        refused("maxBytes", () -> write("new", "x".repeat(Workspace.MAX_FILE_BYTES + 1)));
        Files.writeString(root.resolve("largest"), "x".repeat(Workspace.MAX_FILE_BYTES));
        assertEquals(Workspace.MAX_FILE_BYTES, workspace.read("largest").bytes());
    }

    @Test
    void search_findsLines_andCountsWhatItSkipped() {
        Workspace.Matches exact = workspace.search("line", ".", false, 10);
        assertEquals(
                List.of(
                        new Workspace.Match("docs/a.md", 1, "One line"),
                        new Workspace.Match("docs/deep/b.md", 1, "line three")),
                exact.matches());
        assertEquals(2, exact.filesSearched());
        assertEquals(1, exact.filesSkipped());
        assertTrue(exact.complete());
        assertEquals(3, workspace.search("LINE", "docs", true, 10).matches().size());
        assertFalse(workspace.search("line", ".", true, 2).complete());
        assertEquals(
                2, workspace.search("LINE", "docs/a.md", true, 10).matches().size());
        refused("does not exist", () -> workspace.search("x", "none", false, 10));
    }

    @Test
    void write_newAndOld_areWhole() throws IOException {
        assertTrue(write("new.txt", "first").created());
        Files.setPosixFilePermissions(
                root.resolve("new.txt"), PosixFilePermissions.fromString("rwxr-x---"));
        assertFalse(write("new.txt", "second").created());
        assertEquals("second", Files.readString(root.resolve("new.txt")));
        assertEquals(
                "rwxr-x---",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(root.resolve("new.txt"))));
        refused("does not exist", () -> write("none/new.txt", "x"));
        workspace.write("none/of/these/new.txt", "x", true, Optional.empty());
        assertEquals("x", Files.readString(root.resolve("none/of/these/new.txt")));
        refused("no regular file", () -> write("docs", "x"));
        refused("lone surrogate", () -> write("s.txt", "\uD800"));
    }

    @Test
    void write_fileChangedSinceRead_isRefused() {
        String digest = workspace.read("docs/a.md").sha256();
        workspace.write("docs/a.md", "changed", false, Optional.of(digest));
        refused(
                "read it again",
                () -> workspace.write("docs/a.md", "lost update", false, Optional.of(digest)));
        assertEquals("changed", workspace.read("docs/a.md").text());
    }

    @Test
    void edit_onePlace_givesTheDiff() {
        Workspace.Edited edited = workspace.edit("docs/a.md", "another", "the other", false);
        assertEquals("""
                --- a/docs/a.md
                +++ b/docs/a.md
                @@ -1,2 +1,2 @@
                 One line
                -another LINE
                +the other LINE
                """, edited.diff());
        assertEquals("One line\nthe other LINE\n", workspace.read("docs/a.md").text());
        assertEquals(workspace.read("docs/a.md").sha256(), edited.sha256());
    }

    @Test
    void edit_noneOrSeveralPlaces_isRefusedUnlessAll() {
        refused("placeCount=0", () -> workspace.edit("docs/a.md", "nothing", "x", true));
        refused("placeCount=3", () -> workspace.edit("docs/a.md", "n", "x", false));
        assertEquals(3, workspace.edit("docs/a.md", "n", "x", true).replacements());
    }

    @Test
    void move_targetThere_isRefusedUnlessReplaced() {
        write("x", "x");
        refused("already", () -> workspace.move("x", "docs/a.md", false));
        refused("already", () -> workspace.move("x", "docs", true));
        refused("does not exist", () -> workspace.move("none", "y", false));
        assertTrue(workspace.move("x", "docs/a.md", true).replaced());
        assertFalse(workspace.move("docs", "papers", false).replaced());
        assertEquals("x", workspace.read("papers/a.md").text());
        refused("failed", () -> workspace.move("papers", "papers/deep/papers", false));
    }

    @Test
    void delete_filesAndEmptyDirectoriesOnly() {
        assertEquals(Kind.FILE, workspace.delete("docs/deep/b.md").kind());
        refused("not empty", () -> workspace.delete("docs"));
        assertEquals(Kind.DIRECTORY, workspace.delete("docs/deep/deeper").kind());
        refused("does not exist", () -> workspace.delete("docs/deep/deeper"));
    }

    @Test
    void dryRun_changesNothingAndSaysWhatWould() {
        List<Workspace.Entry> before = workspace.tree(".", 9, 100).entries();
        assertTrue(dry.write("a/b/new.txt", "x", true, Optional.empty()).dryRun());
        assertTrue(dry.edit("docs/a.md", "One", "Two", false).diff().contains("+Two line"));
        assertTrue(dry.move("docs", "papers", false).dryRun());
        assertTrue(dry.delete("docs/a.md").dryRun());
        assertEquals(before, workspace.tree(".", 9, 100).entries());
        refused("does not exist", () -> dry.delete("none"));
    }

    @Test
    void root_thatIsNotThere_isRefused() {
        refused("root=", () -> new Workspace(root.resolve("none")));
    }

    private Workspace.Written write(String path, String text) {
        return workspace.write(path, text, false, Optional.empty());
    }

    private static void refused(String message, Supplier<?> verb) {
        WorkspaceException e = assertThrows(WorkspaceException.class, verb::get);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
