package dev.cnv.examples.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.FileLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    private Path temporary;

    private Path source;

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectories(temporary.resolve("source"));
        Files.createDirectories(source.resolve("docs"));
        Files.createDirectories(source.resolve(".git"));
        Files.writeString(source.resolve("docs/guide.md"), "guide\n");
        Files.writeString(source.resolve("README.md"), "read me\n");
        Files.writeString(source.resolve(".git/config"), "not copied\n");
    }

    @Test
    void demo_kept_decidesAsExpectedAndLeavesALedgerThatVerifies() {
        Path keep = temporary.resolve("keep");
        DemoReport report = new Demo().demo(Optional.of(keep), source);
        System.out.println(report.text());
        assertEquals(2, report.filesCopied());
        assertEquals(18, report.calls().size());
        assertTrue(report.calls().stream()
                .anyMatch(call -> call.why().startsWith("policy-forbidden")));
        assertEquals(4, report.callers().size());
        assertEquals(
                report.ledger().head(),
                FileLedger.verify(keep.resolve("ledger")).head().hex());
        assertTrue(Files.exists(keep.resolve("files/demo/report.txt")));
        assertFalse(Files.exists(keep.resolve("files/.git")));
        assertThrows(WorkspaceException.class, () -> new Demo().demo(Optional.of(keep), source));
    }

    @Test
    void demo_notKept_leavesNothing() {
        DemoReport report = new Demo().demo(Optional.empty(), source);
        assertFalse(Files.exists(Path.of(report.ledger().directory()).getParent()));
    }

    @Test
    void demo_sourceWithoutFolder_saysWhatIsMissing() throws IOException {
        Files.delete(source.resolve("docs/guide.md"));
        WorkspaceException e = assertThrows(
                WorkspaceException.class, () -> new Demo().demo(Optional.empty(), source));
        assertTrue(e.getMessage().contains("folder"), e.getMessage());
    }
}
