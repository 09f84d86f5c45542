package dev.cnv.runtime.cli;

import dev.cnv.testing.GoldenFile;

<<<<<<< HEAD
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts kept as resources. {@code -Dcnv.golden=update} writes what is there now, for a
 * person to read in the diff.
 */
=======
/** Texts kept as resources; {@link GoldenFile} says how they are written anew. */
>>>>>>> deepen
final class Golden {

    private Golden() {}

    static void assertMatches(String name, String actual) {
<<<<<<< HEAD
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
=======
        GoldenFile.assertMatches(Golden.class, name, actual);
>>>>>>> deepen
    }
}
