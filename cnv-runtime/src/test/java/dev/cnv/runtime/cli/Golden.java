package dev.cnv.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts kept as resources. {@code -Dcnv.golden=update} writes what is there now, for a
 * person to read in the diff.
 */
final class Golden {

    private static final Path FOLDER =
            Path.of(System.getProperty("basedir", "."), "src/test/resources/dev/cnv/runtime/cli/golden");

    private Golden() {}

    static void assertMatches(String name, String actual) {
        Path file = FOLDER.resolve(name);
        try {
            if ("update".equals(System.getProperty("cnv.golden"))) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, actual);
            }
            assertEquals(Files.readString(file), actual, name);
        } catch (IOException e) {
            throw new UncheckedIOException("golden=" + file + " is missing: run with -Dcnv.golden=update", e);
        }
    }
}
