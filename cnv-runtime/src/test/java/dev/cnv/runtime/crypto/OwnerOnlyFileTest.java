package dev.cnv.runtime.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerOnlyFileTest {

    private static final byte[] SECRET = {1, 2, 3};

    @TempDir
    private Path folder;

    @Test
    void create_newFile_isForItsOwnerAlone() throws IOException {
        Path file = folder.resolve("secret");
        OwnerOnlyFile.create(file, SECRET);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertArrayEquals(SECRET, Files.readAllBytes(file));
        assertEquals(Optional.empty(), OwnerOnlyFile.shared(file));
        assertThrows(
                FileAlreadyExistsException.class, () -> OwnerOnlyFile.create(file, new byte[9]));
        assertArrayEquals(SECRET, Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x", "r-x-----x"})
    void shared_anyPermissionOfOthers_isTold(String permissions) throws IOException {
        Path file = folder.resolve("secret");
        OwnerOnlyFile.create(file, SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertEquals(Optional.of(permissions), OwnerOnlyFile.shared(file));
    }

    @Test
    void shared_missingFile_isNoAnswer() {
        assertThrows(
                NoSuchFileException.class, () -> OwnerOnlyFile.shared(folder.resolve("missing")));
    }

    @Test
    void create_fileSystemWithoutPosixPermissions_isWrittenAndHasNothingToLookAt()
            throws IOException {
        try (FileSystem zip =
                FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            Path file = zip.getPath("secret");
            OwnerOnlyFile.create(file, SECRET);
            assertArrayEquals(SECRET, Files.readAllBytes(file));
            assertEquals(Optional.empty(), OwnerOnlyFile.shared(file));
        }
    }
}
