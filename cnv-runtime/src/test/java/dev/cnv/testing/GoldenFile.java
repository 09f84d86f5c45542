package dev.cnv.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes kept under {@code src/test/resources/PACKAGE/golden}. {@code -Dcnv.golden=update} writes what
 * is there now, for a person to read in the diff: a changed golden file of a format is a new version
 * of the format.
 */
public final class GoldenFile {

    private GoldenFile() {}

    /** Compares with the golden file of a test's package, byte by byte. */
    public static void assertMatches(Class<?> test, String name, byte[] actual) {
        Path file = file(test, name);
        try {
            if ("update".equals(System.getProperty("cnv.golden"))) {
                Files.createDirectories(file.resolveSibling("."));
                Files.write(file, actual);
            }
            byte[] kept = Files.readAllBytes(file);
            assertEquals(text(kept), text(actual), name);
            assertArrayEquals(kept, actual, name);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "golden=" + file + " is missing: run with -Dcnv.golden=update", e);
        }
    }

    /** Compares a text's UTF-8 bytes with the golden file of a test's package. */
    public static void assertMatches(Class<?> test, String name, String actual) {
        assertMatches(test, name, actual.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the golden file of a test's package, which may be missing} */
    public static Path file(Class<?> test, String name) {
        return Path.of(System.getProperty("basedir", "."), "src/test/resources")
                .resolve(test.getPackageName().replace('.', '/'))
                .resolve("golden")
                .resolve(name);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
