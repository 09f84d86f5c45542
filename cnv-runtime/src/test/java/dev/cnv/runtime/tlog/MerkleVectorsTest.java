package dev.cnv.runtime.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The inclusion vectors of transparency-dev/merkle, when they are there. */
class MerkleVectorsTest {

    @Test
    void inclusion_givesTheVerdictOfEachVector() throws IOException {
        Optional<Path> folder = find();
        if (folder.isEmpty()) {
            System.err.println("SKIPPED: no merkle/inclusion in -Dcnv.vectors or shared/vectors of"
                    + " a folder above");
        }
        Assumptions.assumeTrue(folder.isPresent(), "SKIPPED: no merkle/inclusion");
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder.orElseThrow())) {
            files = tree.filter(each -> each.toString().endsWith(".json")).toList();
        }
        assertTrue(files.size() >= 98, "vectors=" + files.size());
        for (Path file : files) {
            JsonNode vector = StrictJson.parse(Files.readString(file));
            boolean isHeld = isHeld(vector);
            assertEquals(!vector.path("wantErr").asBoolean(), isHeld, file::toString);
        }
    }

    /** A hash of another length than 32 bytes cannot even be put into a proof. */
    private static boolean isHeld(JsonNode vector) {
        List<Digest> path = new ArrayList<>();
        for (JsonNode hash : vector.path("proof")) {
            if (bytes(hash).length != MerkleHasher.HASH_BYTES) {
                return false;
            }
            path.add(NaiveTree.digest(bytes(hash)));
        }
        return InclusionProof.of(
                        vector.path("leafIdx").bigIntegerValue().longValue(),
                        vector.path("treeSize").bigIntegerValue().longValue(),
                        path)
                .verify(bytes(vector.path("leafHash")), bytes(vector.path("root")))
                .holds();
    }

    private static byte[] bytes(JsonNode node) {
        return node.isNull() ? new byte[0] : Base64.getDecoder().decode(node.asString());
    }

    private static Optional<Path> find() {
        String given = System.getProperty("cnv.vectors");
        if (given != null) {
            return Optional.of(Path.of(given, "merkle", "inclusion")).filter(Files::isDirectory);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared/vectors/merkle/inclusion");
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
