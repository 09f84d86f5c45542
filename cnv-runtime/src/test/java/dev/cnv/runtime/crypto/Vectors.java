package dev.cnv.runtime.crypto;

import dev.cnv.runtime.canonical.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

/** Vectors of other projects, in {@code -Dcnv.vectors} or {@code shared/vectors} of a folder above. */
final class Vectors {

    private Vectors() {}

    /** Reads a file of Wycheproof's, or says loudly that it is not there and skips the test. */
    static JsonNode wycheproof(String name) throws IOException {
        Optional<Path> file = find("wycheproof", name);
        if (file.isEmpty()) {
            System.err.println("SKIPPED: no wycheproof/" + name
                    + " in -Dcnv.vectors or shared/vectors of a folder above");
        }
        Assumptions.assumeTrue(file.isPresent(), "SKIPPED: no wycheproof/" + name);
        return StrictJson.parse(Files.readString(file.orElseThrow()));
    }

    private static Optional<Path> find(String folder, String name) {
        String given = System.getProperty("cnv.vectors");
        if (given != null) {
            return Optional.of(Path.of(given, folder, name)).filter(Files::isRegularFile);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared").resolve("vectors").resolve(folder).resolve(name);
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
