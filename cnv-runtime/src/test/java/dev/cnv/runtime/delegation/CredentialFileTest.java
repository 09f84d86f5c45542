package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.outcome.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFileTest {

    private static final Credential.Held HELD = new Credential.Held(Keys.botChain(), Keys.BOT);

    @TempDir
    private Path folder;

    @Test
    void read_written_isTheSameCredential() throws IOException {
        Path file = written();
        assertEquals(HELD, CredentialFile.read(file));
        assertFalse(HELD.toString().contains(Keys.seed(Keys.BOT)));
    }

    @Test
    void write_posix_isForTheOwnerOnly() throws IOException {
        Path file = written();
        assumePosix(file);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void write_existingFile_isRefused() throws IOException {
        Path file = written();
        assertThrows(FileAlreadyExistsException.class, () -> CredentialFile.write(file, HELD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-----w-", "rw----r--", "rwx--x---"})
    void read_othersHavePermissions_isRefused(String permissions) throws IOException {
        Path file = written();
        assumePosix(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        CredentialRefusedException e =
                assertThrows(CredentialRefusedException.class, () -> CredentialFile.read(file));
        assertTrue(
                String.valueOf(e.getMessage()).contains("permissions=" + permissions),
                e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains("chmod 600"), e.getMessage());
        assertEquals(Reason.CREDENTIAL_MALFORMED, e.denial().reason());
    }

    @Test
    void read_missing_isAnInputOutputError() {
        assertThrows(NoSuchFileException.class, () -> CredentialFile.read(folder.resolve("none")));
    }

    @Test
    void read_tooLarge_isRefused() throws IOException {
        Path file = changed(text -> text + " ".repeat(CredentialFile.MAX_BYTES));
        CredentialRefusedException e =
                assertThrows(CredentialRefusedException.class, () -> CredentialFile.read(file));
        assertTrue(
                String.valueOf(e.getMessage()).contains("" + CredentialFile.MAX_BYTES),
                e.getMessage());
    }

    /** Nothing of a file's content gets into the error, not even as its cause. */
    @Test
    void read_malformed_isRefusedWithoutShowingContent() throws IOException {
        String seed = Keys.seed(Keys.BOT);
        Path[] files = {
            changed(text -> seed),
            changed(text -> text.replace(seed, seed.substring(1))),
            changed(text -> text.replace(seed, Keys.seed(Keys.OTHER))),
            changed(text -> text.replace("cnv-secret-key-v1:", seed)),
            changed(text -> text.replace(seed, seed.substring(4))),
            changed(text -> text.replace(seed, "")),
            changed(text -> text + "\n"),
            changed(text -> text.replace("cnv-credential-v1", "cnv-credential-v9")),
            changed(text -> text.replace("cnv-chain-v1", "cnv-chain-v9")),
            changed(text -> "")
        };
        for (Path file : files) {
            CredentialRefusedException e =
                    assertThrows(CredentialRefusedException.class, () -> CredentialFile.read(file));
            assertFalse(
                    String.valueOf(e.getMessage()).contains(seed.substring(1, 20)), e.getMessage());
            assertNull(e.getCause());
        }
    }

    @Test
    void read_notUtf8_isRefused() throws IOException {
        Path file = written();
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThrows(CredentialRefusedException.class, () -> CredentialFile.read(file));
    }

    private Path written() throws IOException {
        Path file = Files.createTempDirectory(folder, "credential").resolve("bot.json");
        CredentialFile.write(file, HELD);
        return file;
    }

    private Path changed(java.util.function.UnaryOperator<String> change) throws IOException {
        Path file = written();
        Files.writeString(file, change.apply(Files.readString(file)));
        return file;
    }

    private static void assumePosix(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!posix) {
            System.err.println("SKIPPED: this file system has no POSIX permissions");
        }
        Assumptions.assumeTrue(posix);
    }
}
